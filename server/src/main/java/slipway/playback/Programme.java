package slipway.playback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import slipway.core.caption.Caption;
import slipway.core.rendition.Chunks.Piece;
import slipway.core.rendition.Rendition;
import slipway.core.sound.Sound;
import slipway.core.video.Facts;
import slipway.core.video.Video;
import slipway.playback.GrowingVideos.Beginning;

/**
 * What can be watched, as the tables say it at this moment. A player asks for a segment every few
 * seconds and nothing has changed since its last one: as long as the house has not committed
 * anything, what was read before still holds, and no request ever sees what was true before an
 * answered change (REL-85). Where others may write unseen, each request reads. Safe for any thread.
 */
final class Programme {
  private static final int MOST = 2_000;
  private static final Duration KEEP = Duration.ofMinutes(1);

  private final Library library;
  private final Cache<String, Seen> seen =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(KEEP).build();

  Programme(Library library) {
    this.library = library;
  }

  /** Never changes once it is known. */
  private final Cache<UUID, String> playbackIds = Caffeine.newBuilder().maximumSize(MOST).build();

  /** As read when the house had seen so many changes. */
  private record Seen(
      long at,
      Video video,
      List<Rendition> renditions,
      List<Caption> captions,
      List<Sound> sounds,
      Optional<Beginning> beginning) {}

  /** The same by the video's own id, also one that was deleted. */
  Optional<Video> byId(UUID id) {
    String known = playbackIds.getIfPresent(id);
    if (known != null) {
      return byPlaybackId(known);
    }
    Optional<Video> video = library.videos().byId(id);
    video.ifPresent(found -> playbackIds.put(id, found.playbackId()));
    return video;
  }

  /** The video, also one that was deleted. */
  Optional<Video> byPlaybackId(String id) {
    OptionalLong now = library.changes().count();
    if (now.isEmpty()) {
      return library.videos().byPlaybackId(id);
    }
    Seen before = seen.getIfPresent(id);
    if (before != null && before.at() == now.getAsLong()) {
      return Optional.of(before.video());
    }
    Optional<Video> video = library.videos().byPlaybackId(id);
    video.ifPresentOrElse(
        found -> {
          List<Rendition> renditions = library.renditions().of(found.id());
          seen.put(
              id,
              new Seen(
                  now.getAsLong(),
                  found,
                  renditions,
                  library.captions().of(found.id()),
                  readySounds(found),
                  beginning(found, renditions)));
        },
        () -> seen.invalidate(id));
    return video;
  }

  /** What can be played of a video that {@link #byPlaybackId} has just given. */
  List<Rendition> renditionsOf(Video video) {
    return justSeen(video)
        .map(Seen::renditions)
        .orElseGet(() -> library.renditions().of(video.id()));
  }

  /** A file of it that is downloaded and in no playlist, once it is there. */
  Optional<Rendition> downloadOf(Video video, String name) {
    return library
        .renditions()
        .named(video.id(), name)
        .filter(one -> one.form() == Rendition.Form.DOWNLOAD && one.isDone());
  }

  /** Its texts. */
  List<Caption> captionsOf(Video video) {
    return justSeen(video).map(Seen::captions).orElseGet(() -> library.captions().of(video.id()));
  }

  /** Sound that was added to it and can be played. */
  List<Sound> soundsOf(Video video) {
    return justSeen(video).map(Seen::sounds).orElseGet(() -> readySounds(video));
  }

  /** Of a video that nobody can watch as a whole yet, what is made of its first rendition. */
  Optional<Beginning> beginningOf(Video video) {
    return justSeen(video)
        .map(Seen::beginning)
        .orElseGet(() -> beginning(video, library.renditions().of(video.id())));
  }

  /** It begins when its sound does: who listens does not want that to come later. */
  private Optional<Beginning> beginning(Video video, List<Rendition> made) {
    if (!video.isUnderWay() || OnShow.isPictureIn(made)) {
      return Optional.empty();
    }
    List<Piece> pieces = library.chunks().beginning(video.id());
    boolean waits =
        library.renditions().all(video.id()).stream()
            .anyMatch(each -> each.form() == Rendition.Form.SOUND && !each.isSettled());
    List<Piece> sound = waits ? library.chunks().beginningOfSound(video.id()) : List.of();
    if (pieces.isEmpty() || (waits && sound.isEmpty())) {
      return Optional.empty();
    }
    Facts facts = video.facts();
    Duration length = facts == null ? Duration.ZERO : facts.duration();
    return Optional.of(new Beginning(pieces, made.stream().findFirst(), sound, length));
  }

  private List<Sound> readySounds(Video video) {
    return library.sounds().of(video.id()).stream()
        .filter(sound -> sound.state() == Sound.State.READY)
        .toList();
  }

  private Optional<Seen> justSeen(Video video) {
    return Optional.ofNullable(seen.getIfPresent(video.playbackId()))
        .filter(before -> before.video().equals(video));
  }
}
