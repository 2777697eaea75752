package slipway.core.upload;

import java.util.List;
import java.util.UUID;
import slipway.core.Transactions;
import slipway.core.task.Work;

/**
 * The file of a video whose bytes came in parts: which they are, and that it was made of them. The
 * pipeline makes it before it looks into it.
 */
public final class JoinParts {
  private final Uploads uploads;
  private final Work work;
  private final Transactions transactions;

  public JoinParts(Uploads uploads, Work work, Transactions transactions) {
    this.uploads = uploads;
    this.work = work;
    this.transactions = transactions;
  }

  /** The parts of which the video's file has yet to be made, in order; empty when it is there. */
  public List<Upload> missing(UUID video) {
    return uploads
        .ofVideo(video)
        .map(whole -> uploads.partsOf(whole.id()))
        .orElse(List.of())
        .stream()
        .map(part -> uploads.byId(part).orElseThrow())
        .toList();
  }

  /** Those parts of it which their client gave up and nobody else needs: their bytes can go. */
  public List<Upload> givenUp(UUID video) {
    return missing(video).stream()
        .distinct()
        .filter(part -> part.state() == Upload.State.EXPIRED)
        .filter(part -> uploads.wholesOf(part.id()).size() == 1)
        .toList();
  }

  /** The file is there: the parts are needed no longer and the video can be looked into. */
  public void joined(UUID video) {
    transactions.change(() -> {
      uploads.ofVideo(video).ifPresent(whole -> uploads.forgetParts(whole.id()));
      work.inspect(video);
    });
  }
}
