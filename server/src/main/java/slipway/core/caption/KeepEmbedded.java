package slipway.core.caption;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import slipway.core.Transactions;
import slipway.core.video.Videos;

/** Remembers the texts that were found in a video's source (MD-76). */
public final class KeepEmbedded {
  private final Videos videos;
  private final Captions captions;
  private final Transactions transactions;
  private final InstantSource clock;

  public KeepEmbedded(
      Videos videos, Captions captions, Transactions transactions, InstantSource clock) {
    this.videos = videos;
    this.captions = captions;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A text that was found.
   *
   * @param language BCP 47 tag
   * @param kept where it lies now
   */
  public record Found(String language, String label, CaptionFiles.Kept kept) {}

  /**
   * Adds them, unless an earlier run of the same work has; then, and when the video is gone, the
   * files are not wanted.
   *
   * @return whether they were added
   */
  public boolean keep(UUID video, List<Found> found) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      boolean gone = videos.byId(video).filter(one -> !one.isDeleted()).isEmpty();
      boolean known =
          captions.of(video).stream()
              .anyMatch(caption -> caption.origin() == Caption.Origin.EMBEDDED);
      if (gone || known) {
        return false;
      }
      for (Found one : found) {
        captions.add(
            new Caption(
                captions.nextNumber(),
                video,
                one.language(),
                one.label(),
                Caption.Kind.SUBTITLES,
                Caption.Origin.EMBEDDED,
                one.kept().blob(),
                one.kept().size(),
                now));
      }
      return true;
    });
  }
}
