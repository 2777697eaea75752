package slipway.core.upload;

import java.util.List;
import java.util.UUID;
import slipway.core.Transactions;
import slipway.core.task.Work;
import slipway.core.video.Videos;

/**
 * The file of a video whose bytes came in parts: which they are, and that it was made of them. The
 * pipeline makes it before it looks into it.
 */
public final class JoinParts {
  private final Uploads uploads;
  private final Work work;
  private final Transactions transactions;
  private final NeededParts needed;

  public JoinParts(Videos videos, Uploads uploads, Work work, Transactions transactions) {
    this.uploads = uploads;
    this.work = work;
    this.transactions = transactions;
    this.needed = new NeededParts(uploads, videos, work);
  }

  /** The parts of which the video's file has yet to be made, in order; empty when it is there. */
  public List<Upload> missing(UUID video) {
    return uploads.ofVideo(video).map(whole -> uploads.uploadsIn(whole.id())).orElse(List.of());
  }

  /** The file is there: the parts are needed no longer and the video can be looked into. */
  public void joined(UUID video) {
    transactions.change(() -> {
      uploads.ofVideo(video).ifPresent(whole -> needed.release(whole.id()));
      work.inspect(video);
    });
  }

  /** The video is gone, and no work on it is under way: nothing is made of the parts any more. */
  public void forgotten(UUID video) {
    transactions.change(
        () -> uploads.ofVideo(video).ifPresent(whole -> needed.release(whole.id())));
  }
}
