package slipway.core.journey;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.video.Signing;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/**
 * Keeps what becomes of the signing of a video's outputs. Whatever that is, the video is ready
 * afterwards (MD-87). Nothing happens for one that was deleted meanwhile, and all may be repeated.
 */
public final class SignVideo {
  private final Videos videos;
  private final MoveVideo move;
  private final RecordEvent record;
  private final Transactions transactions;
  private final InstantSource clock;

  public SignVideo(
      Videos videos,
      MoveVideo move,
      RecordEvent record,
      Transactions transactions,
      InstantSource clock) {
    this.videos = videos;
    this.move = move;
    this.record = record;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The video while there is something of it to be signed. */
  public Optional<Video> wanted(UUID id) {
    return videos.byId(id).filter(video -> video.wishes().provenance() && video.canBeSigned());
  }

  /**
   * It ended.
   *
   * @param files all that are signed, also those from before
   * @param error why others are not or have no time stamp, as a sentence for the owner; {@code
   *     null} when all is well
   */
  public void ended(
      UUID id, Signing.State state, List<Signing.File> files, @Nullable String error) {
    transactions.change(() ->
        wanted(id)
            .ifPresent(video -> {
              Video signed = video.signed(state, files, error, clock.instant());
              videos.update(signed);
              if (signed.isUnderWay()) {
                move.ready(id);
              } else {
                record.ofVideo(Event.Kind.VIDEO_UPDATED, signed, clock.instant());
              }
            }));
  }
}
