package slipway.core.upload;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/** Lets the owner say otherwise how far a ticket goes whose file is not here yet (CF-88). */
public final class ChangeTicket {
  private final Videos videos;
  private final Uploads uploads;
  private final Minutes minutes;
  private final Transactions transactions;

  public ChangeTicket(
      Videos videos, Uploads uploads, Transactions transactions, UploadSettings settings) {
    this.videos = videos;
    this.uploads = uploads;
    this.minutes = new Minutes(videos, settings.minutes());
    this.transactions = transactions;
  }

  /**
   * Changes the ticket's upload; what is {@code null} stays. The video's own details are changed by
   * the caller, in the same transaction.
   *
   * @param video as it was before
   * @throws ProblemException {@link Problem.WrongState} once its bytes are here, {@link
   *     Problem.MinutesReached} when so long a video finds no room
   */
  public void change(Video video, @Nullable Duration longest, @Nullable Instant until) {
    transactions.change(() -> {
      Upload upload =
          uploads
              .ofVideo(video.id())
              .filter(_ -> video.awaitsBytes())
              .orElseThrow(() ->
                  new ProblemException(
                      new Problem.WrongState("the limits of an upload end with its last byte")));
      if (minutes.allowed() != null && longest != null && longest.compareTo(video.held()) > 0) {
        // Who takes a serial is alone with the sum, as where videos are born.
        videos.nextSerial();
        minutes.requireRoom(video.account(), longest.minus(video.held()));
      }
      uploads.update(upload.limited(longest, until));
      TicketParts.limit(uploads, upload, longest, until);
    });
  }
}
