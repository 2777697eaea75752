package slipway.playback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.core.rendition.Rendition;
import slipway.core.video.Video;
import slipway.http.Headers;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.media.packaging.Resource;

/**
 * {@code GET /hls/{playbackId}/<rendition>.mp4}: a rendition with its sound as one file (MD-79,
 * LP-127), and {@code .m4a} for sound alone. Only its index is made; picture and sound come from
 * where they lie, so a download costs no room and begins at once. {@code ?download} and {@code
 * ?download=<name>} let a browser save it.
 */
final class ServeMp4 implements ForViewers.Served {
  /** What this class answers; all else is somebody else's. */
  static final Pattern NAME = Pattern.compile("([a-z0-9-]{1,64})\\.(mp4|m4a)");

  private static final Pattern SAVE_AS = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,254}");

  /** Indexes that are kept between the ranges that a player asks for, in bytes. */
  private static final long KEPT = 32 << 20;

  private static final Duration KEEP = Duration.ofSeconds(30);

  private final Programme programme;
  private final OpenVideos open;
  private final Cache<Key, Whole> made =
      Caffeine.newBuilder()
          .maximumWeight(KEPT)
          .weigher((Key _, Whole whole) -> whole.resource().head().remaining())
          .expireAfterAccess(KEEP)
          .executor(Runnable::run)
          .build();

  ServeMp4(Programme programme, OpenVideos open) {
    this.programme = programme;
    this.open = open;
  }

  private record Key(UUID video, List<Rendition> made, String name) {}

  private record Whole(Resource resource, String tag) {}

  @Override
  public Response serve(Request request, Video video) throws IOException {
    Matcher name = NAME.matcher(request.path().segments().getLast());
    List<Rendition> all = programme.renditionsOf(video);
    if (!name.matches() || !video.isWatchable() || all.isEmpty()) {
      return PlaybackProblems.notFound();
    }
    OpenVideo held = open.hold(video, all, programme.captionsOf(video));
    try {
      Optional<Whole> whole = whole(held, new Key(video.id(), all, name.group(1)));
      String contentType = name.group(2).equals("mp4") ? "video/mp4" : "audio/mp4";
      return whole.isPresent() && whole.get().resource().contentType().equals(contentType)
          ? answer(request, held, whole.get(), name)
          : PlaybackProblems.notFound();
    } finally {
      held.release();
    }
  }

  private Optional<Whole> whole(OpenVideo held, Key key) {
    Whole kept = made.getIfPresent(key);
    if (kept != null) {
      return Optional.of(kept);
    }
    Optional<Whole> fresh =
        held.presentation()
            .wholeFile(key.name())
            .map(resource -> new Whole(resource, resource.tag()));
    fresh.ifPresent(whole -> made.put(key, whole));
    return fresh;
  }

  /**
   * Somebody's bytes on our origin: a browser plays or saves them and never shows a page (REL-56).
   */
  private static Response answer(Request request, OpenVideo held, Whole whole, Matcher name)
      throws IOException {
    List<Part> parts = held.parts(whole.resource());
    Representation file =
        new Representation(
                whole.resource().contentType(),
                whole.resource().length(),
                whole.tag(),
                Headers.EMPTY,
                (from, length) -> held.content(Representation.cut(parts, from, length)))
            .with("Content-Security-Policy", "sandbox; default-src 'none'")
            .with("Cache-Control", "public, max-age=3600");
    Optional<String> saveAs = request.query().first("download");
    return saveAs.isEmpty()
        ? file.answer(request)
        : file.with("Content-Disposition", disposition(saveAs.get(), name)).answer(request);
  }

  private static String disposition(String saveAs, Matcher name) {
    String file = name.group();
    if (SAVE_AS.matcher(saveAs).matches()) {
      String ending = "." + name.group(2);
      file = saveAs.endsWith(ending) ? saveAs : saveAs + ending;
    }
    return "attachment; filename=\"" + file + "\"";
  }
}
