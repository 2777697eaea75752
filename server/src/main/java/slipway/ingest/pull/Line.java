package slipway.ingest.pull;

import org.jspecify.annotations.Nullable;
import slipway.outgoing.Answer;

/** The connection of the moment, which another thread may end, also before there is one. */
final class Line {
  private @Nullable Answer answer;
  private boolean over;

  synchronized void holds(Answer next) {
    answer = next;
    if (over) {
      next.close();
    }
  }

  synchronized void hangUp() {
    over = true;
    if (answer != null) {
      answer.close();
    }
  }
}
