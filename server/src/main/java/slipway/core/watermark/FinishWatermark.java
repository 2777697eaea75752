package slipway.core.watermark;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import slipway.core.Transactions;

/** When the picture of a watermark may go, and that it went. */
public final class FinishWatermark {
  private final WatermarkProfiles profiles;
  private final WatermarkWork work;
  private final Transactions transactions;
  private final InstantSource clock;
  private final Duration keepDeleted;

  /**
   * Over what is remembered.
   *
   * @param keepDeleted how long a deleted video can come back
   */
  public FinishWatermark(
      WatermarkProfiles profiles,
      WatermarkWork work,
      Transactions transactions,
      InstantSource clock,
      Duration keepDeleted) {
    this.profiles = profiles;
    this.work = work;
    this.transactions = transactions;
    this.clock = clock;
    this.keepDeleted = keepDeleted;
  }

  /**
   * Whether nobody needs the picture any more: a video that it marks may be encoded once more as
   * long as the video is there, or could come back.
   */
  public boolean isOver(UUID id) {
    return profiles
        .byId(id)
        .map(profile ->
            profile.deletedAt() != null && !profiles.marks(id, clock.instant().minus(keepDeleted)))
        .orElse(true);
  }

  /** The picture is gone. */
  public void erased(UUID id) {
    transactions.change(() -> profiles.erased(id));
  }

  /** Asks once more for all that is still to go, for whatever was forgotten. */
  public void askAgain(int limit) {
    List<UUID> left = profiles.deletedNotErased(limit);
    if (!left.isEmpty()) {
      transactions.change(() -> left.forEach(work::eraseUnlessNeeded));
    }
  }
}
