package slipway.core.journey;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.policy.Policy;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Details;
import slipway.core.video.Particulars;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/** Changes what an owner may say otherwise later. A policy counts with the next request. */
public final class ChangeVideo {
  private final Videos videos;
  private final RecordEvent record;
  private final Transactions transactions;
  private final InstantSource clock;

  /**
   * What is wanted otherwise; what is {@code null} stays as it is.
   *
   * @param particulars makes the new ones of those that are there
   */
  public record Change(
      @Nullable String name,
      @Nullable String creator,
      @Nullable Policy policy,
      @Nullable Details details,
      UnaryOperator<Particulars> particulars) {

    /** With the same particulars. */
    public Change(
        @Nullable String name,
        @Nullable String creator,
        @Nullable Policy policy,
        @Nullable Details details) {
      this(name, creator, policy, details, UnaryOperator.identity());
    }

    /** Without a word about what was said besides. */
    public Change(@Nullable String name, @Nullable String creator, @Nullable Policy policy) {
      this(name, creator, policy, /* details= */ null);
    }
  }

  public ChangeVideo(
      Videos videos, RecordEvent record, Transactions transactions, InstantSource clock) {
    this.videos = videos;
    this.record = record;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Changes the video and tells of it, unless it is so already.
   *
   * @param rules throws for a video that the dialect does not let change like this; asked inside
   *     the transaction, so that nothing comes between its answer and the change
   * @throws ProblemException {@link Problem.NotFound}, also for a deleted one
   */
  public Video change(UUID id, Change change, Consumer<Video> rules) {
    return change(
        id,
        video -> {
          rules.accept(video);
          return change;
        });
  }

  /**
   * As the other, with a change that follows from what the video is.
   *
   * @param wanted asked inside the transaction
   * @throws ProblemException {@link Problem.NotFound}, and what {@code wanted} throws
   */
  public Video change(UUID id, Function<Video, Change> wanted) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Video video =
          videos
              .byId(id)
              .filter(found -> !found.isDeleted())
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("video not found")));
      Change change = wanted.apply(video);
      Particulars before = video.wishes().effectiveParticulars();
      Particulars after = change.particulars().apply(before);
      Video changed =
          video.changed(
              change.name(),
              change.creator(),
              change.policy(),
              change.details(),
              after.equals(before) ? null : after,
              now);
      if (changed.equals(video.changed(null, null, null, null, null, now))) {
        return video;
      }
      videos.update(changed);
      record.ofVideo(Event.Kind.VIDEO_UPDATED, changed, now);
      return changed;
    });
  }
}
