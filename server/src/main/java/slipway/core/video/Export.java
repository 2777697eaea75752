package slipway.core.video;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a video's source that is to be on IPFS, and how far it is. Immutable. What it looks
 * like to others is the dialect's business, so what was asked for is kept as its text.
 *
 * @param spec JSON text of what was asked for
 * @param progress 0 to 1, while it is being sent
 * @param error why the last try failed, or is being tried again
 * @param pending the task that is making it
 * @param last the task that made what is there
 * @param failed the task that could not
 * @param place what is there; it stays when a later one fails
 * @param updatedAt {@code null} while it is only a wish
 */
public record Export(
    String spec,
    State state,
    double progress,
    @Nullable String error,
    @Nullable UUID pending,
    @Nullable UUID last,
    @Nullable UUID failed,
    @Nullable Place place,
    @Nullable Instant updatedAt) {

  /** How far it is. */
  public enum State {
    WAITING,
    PROCESSING,
    READY,
    FAILED,
    /** Failed, and what was there before counts again. */
    REVERTED
  }

  /**
   * What is there.
   *
   * @param spec what was asked for then
   * @param cid of the source
   * @param metadataCid of the text about it
   */
  public record Place(String spec, String cid, String metadataCid) {}

  /** A wish that comes with the video; its time is when the video is ready. */
  public static Export wished(String spec) {
    return new Export(spec, State.WAITING, 0, null, null, null, null, null, null);
  }

  /** A task for it was queued, perhaps for something else than before. */
  public Export queued(String wanted, UUID task, Instant at) {
    return new Export(wanted, State.WAITING, 0, null, task, last, null, place, at);
  }

  /** It is being sent. */
  public Export sent(double share, Instant at) {
    return new Export(
        spec, State.PROCESSING, Math.max(progress, share), null, pending, last, failed, place, at);
  }

  /** It did not work this time and will be tried again. */
  public Export waits(String reason, Instant at) {
    return new Export(spec, State.WAITING, progress, reason, pending, last, failed, place, at);
  }

  /** It is there. */
  public Export done(String cid, String metadataCid, Instant at) {
    Place now = new Place(spec, cid, metadataCid);
    return new Export(spec, State.READY, 1, null, null, pending, null, now, at);
  }

  /** It cannot be made. */
  public Export gaveUp(String reason, Instant at) {
    return place == null
        ? new Export(spec, State.FAILED, 0, reason, null, null, pending, null, at)
        : new Export(place.spec(), State.REVERTED, 0, reason, null, last, pending, place, at);
  }
}
