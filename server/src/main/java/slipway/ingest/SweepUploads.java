package slipway.ingest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.ExpireUploads;
import slipway.core.upload.Upload;

/**
 * Ends uploads that their clients have left. One that has all its bytes becomes a video, also when
 * a crash came between its last byte and its end (TUS-185); several houses on one database may do
 * so at once, as only one of them hands it on. What nobody finished is cleaned up: it is closed,
 * its bytes go, then its record, so that a crash in between leaves something to find for the next
 * sweep (TUS-98). A sweep looks at all there are, however many of them have to stay (TUS-99). One
 * that is being written is left alone (TUS-96). Safe for any thread; the house calls it twice a
 * minute.
 */
public final class SweepUploads {
  private static final Logger log = LoggerFactory.getLogger(SweepUploads.class);

  private static final int AT_ONCE = 1000;

  private final ExpireUploads expire;
  private final Writers writers;
  private final Receiver receiver;
  private final int atOnce;

  public SweepUploads(ExpireUploads expire, Writers writers, Receiver receiver) {
    this(expire, writers, receiver, AT_ONCE);
  }

  /** Which reads so many from the records at once. */
  SweepUploads(ExpireUploads expire, Writers writers, Receiver receiver, int atOnce) {
    this.atOnce = atOnce;
    this.expire = expire;
    this.writers = writers;
    this.receiver = receiver;
  }

  /**
   * Sweeps once.
   *
   * @return how many uploads came to their end
   */
  public int sweep() {
    return each(receiver::forgotten, this::endForgotten, "a complete upload could not be ended")
        + each(expire::overdue, this::sweep, "an overdue upload could not be cleaned away");
  }

  /** Reads uploads from the records, behind the last one that was read before. */
  private interface Pages {
    List<Upload> next(@Nullable Upload after, int limit);
  }

  private interface Step {
    boolean ends(String id) throws IOException;
  }

  private int each(Pages pages, Step step, String failed) {
    int ended = 0;
    Upload last = null;
    List<Upload> page;
    do {
      page = pages.next(last, atOnce);
      for (Upload upload : page) {
        last = upload;
        try {
          ended += step.ends(upload.id()) ? 1 : 0;
        } catch (IOException | RuntimeException e) {
          log.warn("{}; the next sweep tries again", failed, e);
        }
      }
    } while (page.size() == atOnce);
    return ended;
  }

  private boolean endForgotten(String id) throws IOException {
    try (Writers.Seat seat = writers.takeFree(id).orElse(null)) {
      return seat != null && receiver.finishForgotten(id);
    } catch (ProblemException notAllowed) {
      // It is refused and gone, or waits until its account may have it, or its time is over.
      log.debug("a complete upload does not end yet: {}", notAllowed.problem().message());
      return false;
    }
  }

  private boolean sweep(String id) throws IOException {
    try (Writers.Seat seat = writers.takeFree(id).orElse(null)) {
      Optional<Upload> overdue = seat == null ? Optional.empty() : expire.stillOverdue(id);
      if (overdue.isEmpty()) {
        return false;
      }
      Upload upload = overdue.get();
      if (upload.state() == Upload.State.OPEN && upload.isComplete()) {
        switch (end(upload)) {
          case ENDED -> {
            return true;
          }
          case LATER -> {
            return false;
          }
          case NEVER -> {}
        }
      }
      boolean isFree = upload.isPart() || upload.state() == Upload.State.TICKETED;
      return isFree ? endAtOnce(upload) : endClosed(upload);
    }
  }

  /** The record first: a whole may be made of a part up to the moment in which it ends. */
  private boolean endAtOnce(Upload upload) throws IOException {
    boolean ended = expire.expire(upload);
    if (ended) {
      receiver.discard(upload);
    }
    return ended;
  }

  /** Its owner may say otherwise how long it lasts until nobody can go on with it (CF-88). */
  private boolean endClosed(Upload upload) throws IOException {
    boolean closed = expire.close(upload);
    if (closed) {
      receiver.discard(upload);
      expire.endClosed(upload);
    }
    return closed;
  }

  /** What becomes of an upload that has all its bytes. */
  private enum End {
    ENDED,
    LATER,
    NEVER
  }

  /** Makes a video of it after all; its account may be out of quota still (TUS-256). */
  private End end(Upload upload) throws IOException {
    try {
      receiver.finish(upload);
      return End.ENDED;
    } catch (ProblemException notAllowed) {
      if (notAllowed.problem() instanceof Problem.Locked) {
        return End.LATER;
      }
      log.info("a complete upload ends without a video: {}", notAllowed.problem().message());
      return End.NEVER;
    }
  }
}
