package slipway.playback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import slipway.core.Changes;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/**
 * What can be watched, as the tables say it at this moment. A player asks for a segment every few
 * seconds and nothing has changed since its last one: as long as the house has not committed
 * anything, what was read before still holds, and no request ever sees what was true before an
 * answered change (REL-85). Where others may write unseen, each request reads. Safe for any thread.
 */
final class Programme {
  private static final int MOST = 2_000;
  private static final Duration KEEP = Duration.ofMinutes(1);

  private final Videos videos;
  private final Renditions renditions;
  private final Changes changes;
  private final Cache<String, Seen> seen =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(KEEP).build();

  Programme(Videos videos, Renditions renditions, Changes changes) {
    this.videos = videos;
    this.renditions = renditions;
    this.changes = changes;
  }

  /** As read when the house had seen so many changes. */
  private record Seen(long at, Video video, List<Rendition> renditions) {}

  /** The video, also one that was deleted. */
  Optional<Video> byPlaybackId(String id) {
    OptionalLong now = changes.count();
    if (now.isEmpty()) {
      return videos.byPlaybackId(id);
    }
    Seen before = seen.getIfPresent(id);
    if (before != null && before.at() == now.getAsLong()) {
      return Optional.of(before.video());
    }
    Optional<Video> video = videos.byPlaybackId(id);
    video.ifPresentOrElse(
        found -> seen.put(id, new Seen(now.getAsLong(), found, renditions.of(found.id()))),
        () -> seen.invalidate(id));
    return video;
  }

  /** What can be played of a video that {@link #byPlaybackId} has just given. */
  List<Rendition> renditionsOf(Video video) {
    Seen before = seen.getIfPresent(video.playbackId());
    return before != null && before.video().equals(video)
        ? before.renditions()
        : renditions.of(video.id());
  }
}
