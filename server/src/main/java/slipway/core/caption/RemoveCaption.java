package slipway.core.caption;

import java.util.UUID;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Takes a caption away. */
public final class RemoveCaption {
  private final Captions captions;
  private final CaptionFiles files;
  private final Transactions transactions;

  public RemoveCaption(Captions captions, CaptionFiles files, Transactions transactions) {
    this.captions = captions;
    this.files = files;
    this.transactions = transactions;
  }

  /**
   * Removes it; playlists do not name it any more from the next request on.
   *
   * @throws ProblemException {@link Problem.NotFound} when the video has no such caption
   */
  public void remove(UUID video, long number) {
    Caption removed =
        transactions.run(() -> {
          Caption caption =
              captions
                  .byNumber(number)
                  .filter(found -> found.video().equals(video))
                  .orElseThrow(
                      () -> new ProblemException(new Problem.NotFound("caption not found")));
          captions.remove(number);
          return caption;
        });
    files.drop(removed.blob());
  }
}
