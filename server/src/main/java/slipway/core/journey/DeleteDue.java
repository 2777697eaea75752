package slipway.core.journey;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.VideoQuery.Order;
import slipway.core.video.Videos;

/**
 * Deletes videos whose owners said when (CF-93). What is due follows from the records, so nothing
 * is forgotten over a crash, and several servers may look at once.
 */
public final class DeleteDue {
  private static final int AT_ONCE = 100;

  private final Videos videos;
  private final DeleteVideo deleteVideo;
  private final InstantSource clock;

  public DeleteDue(Videos videos, DeleteVideo deleteVideo, InstantSource clock) {
    this.videos = videos;
    this.deleteVideo = deleteVideo;
    this.clock = clock;
  }

  /**
   * Looks once, and deletes at most a hundred; the next look takes the next.
   *
   * @return how many were deleted now
   */
  public int sweep() {
    Instant now = clock.instant();
    VideoQuery due =
        new VideoQuery(
            OptionalLong.empty(),
            List.of(
                new Condition(Field.DELETE_AT, Comparison.AT_MOST, List.of(now.toEpochMilli()))),
            List.of(new Order(Field.DELETE_AT, /* descending= */ false)),
            /* skip= */ 0,
            AT_ONCE);
    return (int) videos.find(due).stream().map(Video::id).filter(id -> delete(id, now)).count();
  }

  private boolean delete(UUID id, Instant now) {
    try {
      deleteVideo.deleteIf(id, video -> isDue(video, now));
      return true;
    } catch (ProblemException gone) {
      if (gone.problem() instanceof Problem.NotFound
          || gone.problem() instanceof Problem.WrongState) {
        return false; // somebody was faster, or its owner thought better of it
      }
      throw gone;
    }
  }

  private static boolean isDue(Video video, Instant now) {
    Instant at = video.wishes().details().deleteAt();
    return at != null && !at.isAfter(now);
  }
}
