package slipway.playback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.core.video.Facts;
import slipway.core.video.Video;
import slipway.http.Content;
import slipway.http.Headers;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.media.captions.WebVtt;
import slipway.media.container.Size;
import slipway.media.packaging.Presentation;
import slipway.media.thumbnail.PictureBox;
import slipway.media.thumbnail.PictureSource;
import slipway.media.thumbnail.PictureWish;
import slipway.media.thumbnail.SheetPlan;
import slipway.storage.Blob;
import slipway.storage.BlobStore;
import slipway.storage.cache.CachedFile;

/**
 * {@code GET /hls/{playbackId}/thumbnails/{name}}: pictures of a video, made when they are asked
 * for.
 *
 * <ul>
 *   <li>{@code thumbnails.vtt} and {@code keyframes_<n>.jpg|png}: one for each segment (LP-131)
 *   <li>{@code thumbnail.jpg|png|gif}: at any time, in any size (see {@link PictureQuery})
 *   <li>{@code screenshot_<n>.jpg}, n from 1 to 5, spread over the video
 *   <li>{@code sprite.jpg} and {@code sprite.vtt}: all of it on one sheet
 * </ul>
 *
 * Of a video of which only the beginning is there they show that; the sheet comes with the whole.
 */
record ServePicture(Programme programme, OnShow onShow, BlobStore blobs, Pictures pictures)
    implements ForViewers.Served {
  private static final Logger log = LoggerFactory.getLogger(ServePicture.class);
  private static final Pattern KEY_FRAME =
      Pattern.compile("keyframes_(0|[1-9][0-9]{0,6})\\.(jpg|png)");
  private static final Pattern SCREENSHOT = Pattern.compile("screenshot_([1-5])\\.jpg");
  private static final int SCREENSHOTS = 5;

  private static final String KEEP = "public, max-age=3600";

  /** As everything of a video that is still being made: later there is more to be seen. */
  private static final String DO_NOT_KEEP = "private, no-store";

  /** Livepeer's box of all thumbnails (MD-72). */
  private static final PictureBox SMALL = PictureBox.within(640, 360);

  private static final PictureBox LARGE = PictureBox.within(1920, 1080);

  private static final Duration SPRITE_INTERVAL = Duration.ofSeconds(5);
  private static final int SPRITE_COLUMNS = 7;
  private static final int SPRITE_CELL = 100;
  private static final Duration GIF_LENGTH = Duration.ofSeconds(5);
  private static final int GIF_FPS = 8;

  @Override
  public Response serve(Request request, Video video) throws IOException {
    return serve(request, video, request.parameter("name"));
  }

  /** The same where the name stands elsewhere in the address. */
  Response serve(Request request, Video video, String name) throws IOException {
    List<Rendition> made = programme.renditionsOf(video);
    Optional<OpenVideo> shown = video.isWatchable() ? onShow.hold(video) : Optional.empty();
    if (shown.isEmpty()) {
      return PlaybackProblems.notFound();
    }
    OpenVideo held = shown.get();
    try {
      return new Album(held, made, video, request).answer(name);
    } finally {
      held.release();
    }
  }

  /**
   * A smaller one of a picture that the video's owner sent.
   *
   * @param image which stays open
   */
  Response smaller(Request request, Video video, Blob image, PictureWish wish) throws IOException {
    PictureSource source = PictureSource.image(image.file().orElseThrow());
    String name = wish.key() + "." + wish.format().ending();
    return answered(
        request, pictures.get(video.id(), name, wish, source), name, wish.format(), KEEP);
  }

  private static Response answered(
      Request request,
      Pictures.Answer answer,
      String tag,
      PictureWish.Format format,
      String cacheControl)
      throws IOException {
    return switch (answer) {
      case Pictures.Answer.Ready(CachedFile file) -> sent(request, file, tag, format, cacheControl);
      case Pictures.Answer.Busy() -> PlaybackProblems.busy();
      case Pictures.Answer.Refused() -> PlaybackProblems.notFound();
      case Pictures.Answer.Failed() -> PlaybackProblems.unavailable();
    };
  }

  /** One request for something of one video. */
  private final class Album {
    private final OpenVideo held;
    private final Presentation presentation;
    private final List<Rendition> made;
    private final Video video;
    private final Request request;
    private final PictureQuery query;

    /** With a picture, largest first. */
    private final List<slipway.media.packaging.Rendition> tracks;

    Album(OpenVideo held, List<Rendition> made, Video video, Request request) {
      this.held = held;
      this.presentation = held.presentation();
      this.made = made;
      this.video = video;
      this.request = request;
      this.query = new PictureQuery(request.query());
      this.tracks =
          presentation.renditions().stream()
              .filter(track -> track.size().isPresent())
              .sorted(
                  Comparator.comparingInt((slipway.media.packaging.Rendition track) ->
                          -track.size().orElseThrow().height())
                      .thenComparing(slipway.media.packaging.Rendition::name))
              .toList();
    }

    Response answer(String name) throws IOException {
      if (tracks.isEmpty()) {
        return PlaybackProblems.notFound();
      }
      Matcher keyFrame = KEY_FRAME.matcher(name);
      if (keyFrame.matches()) {
        return keyFrame(Integer.parseInt(keyFrame.group(1)), keyFrame.group(2));
      }
      Matcher screenshot = SCREENSHOT.matcher(name);
      if (screenshot.matches()) {
        double share = (Integer.parseInt(screenshot.group(1)) - 0.5) / SCREENSHOTS;
        return still(seconds(share * whole()), LARGE, PictureWish.Format.JPEG);
      }
      if (held.isGrowing() && name.startsWith("sprite.")) {
        return PlaybackProblems.notFound();
      }
      return switch (name) {
        case "thumbnails.vtt" -> text(keyFrames());
        case "thumbnail.jpg" -> still(at(), query.box(), PictureWish.Format.JPEG);
        case "thumbnail.png" -> still(at(), query.box(), PictureWish.Format.PNG);
        case "thumbnail.gif" -> picture(animation());
        case "sprite.jpg" -> picture(new PictureWish.Sheet(sheet()));
        case "sprite.vtt" -> text(sheet().webVtt("sprite.jpg" + query.carriedOn()));
        default -> PlaybackProblems.notFound();
      };
    }

    private Duration at() {
      return query.time("time", poster());
    }

    /** Where its owner wants the picture that stands for it (CF-126). */
    private Duration poster() {
      Double share = video.wishes().details().posterAt();
      return share == null ? Duration.ZERO : seconds(share * whole());
    }

    /** How much of it is there. */
    private double duration() {
      return tracks.getFirst().duration();
    }

    /** How much of it there will be. */
    private double whole() {
      Facts facts = video.facts();
      return held.isGrowing() && facts != null
          ? Math.max(duration(), facts.duration().toMillis() / 1000.0)
          : duration();
    }

    private Response still(Duration at, PictureBox box, PictureWish.Format format)
        throws IOException {
      return picture(new PictureWish.Still(clamped(at), box, format, /* keyFrame= */ false));
    }

    /** To the picture that will be shown, so that all times after the end are one file. */
    private Duration clamped(Duration at) {
      Duration end = seconds(duration());
      return Duration.ofMillis(at.compareTo(end) > 0 ? end.toMillis() : at.toMillis());
    }

    private PictureWish animation() {
      return new PictureWish.Animation(
          clamped(at()),
          query.time("duration", GIF_LENGTH),
          query.count("fps", GIF_FPS),
          query.box());
    }

    /** From what lists of videos plan it from, too, so that it has the pictures that they name. */
    private SheetPlan sheet() {
      Optional<Traits> known = GcoreSprite.largest(made);
      return SheetPlan.of(
          known
              .map(traits -> new Size(traits.width(), traits.height()))
              .orElse(tracks.getFirst().size().orElseThrow()),
          known.map(Traits::duration).orElse(seconds(duration())),
          query.time("interval", SPRITE_INTERVAL),
          query.count("columns", SPRITE_COLUMNS),
          query.count("width", SPRITE_CELL));
    }

    private Response keyFrame(int number, String ending) throws IOException {
      List<Double> starts = presentation.pictureTimes();
      if (number >= starts.size() - 1) {
        return PlaybackProblems.notFound();
      }
      PictureWish.Format format =
          ending.equals("png") ? PictureWish.Format.PNG : PictureWish.Format.JPEG;
      // A moment later than it begins: times are rounded on the way, and never up to the next one.
      Duration at = seconds(starts.get(number)).plusMillis(1);
      return picture(new PictureWish.Still(at, SMALL, format, /* keyFrame= */ true));
    }

    /** Cues without gaps from the start; what is clicked is the segment that is played. */
    private String keyFrames() {
      StringBuilder out = new StringBuilder("WEBVTT\n");
      List<Double> starts = presentation.pictureTimes();
      for (int n = 0; n + 1 < starts.size(); n++) {
        out.append('\n')
            .append(WebVtt.time(n == 0 ? Duration.ZERO : seconds(starts.get(n))))
            .append(" --> ")
            .append(WebVtt.time(seconds(starts.get(n + 1))))
            .append("\nkeyframes_")
            .append(n)
            .append(".jpg")
            .append(query.carriedOn())
            .append('\n');
      }
      return out.toString();
    }

    private Response text(String vtt) throws IOException {
      byte[] bytes = vtt.getBytes(StandardCharsets.UTF_8);
      return Response.bytes(200, WebVtt.CONTENT_TYPE, bytes)
          .with("Cache-Control", held.isGrowing() ? DO_NOT_KEEP : "no-cache");
    }

    private Response picture(PictureWish wish) throws IOException {
      return held.isGrowing() ? ofBeginning(wish) : ofWhole(wish);
    }

    private Response ofBeginning(PictureWish wish) throws IOException {
      Optional<GrowingPicture> found = GrowingPicture.of(held, tracks.getFirst(), wish);
      if (found.isEmpty()) {
        return PlaybackProblems.notFound();
      }
      GrowingPicture picture = found.get();
      return answered(
          request,
          pictures.get(video.id(), picture.name(), picture.wish(), picture.source()),
          picture.name(),
          wish.format(),
          DO_NOT_KEEP);
    }

    private Response ofWhole(PictureWish wish) throws IOException {
      slipway.media.packaging.Rendition track = smallestSufficient(wish);
      Optional<Rendition> rendition =
          made.stream().filter(one -> one.name().equals(track.name())).findFirst();
      Optional<Blob> stored =
          rendition.isEmpty() ? Optional.empty() : blobs.open(rendition.get().blob());
      try (Blob blob = stored.orElse(null)) {
        if (blob == null) {
          return PlaybackProblems.notFound();
        }
        PictureSource source =
            new PictureSource(
                blob.file().orElseThrow(),
                track.track(),
                track.size().orElseThrow(),
                seconds(track.duration()),
                track.frameRate());
        // The size stands for the file: one that was made anew is hardly as long to the byte.
        String name =
            track.name() + "." + blob.size() + "-" + wish.key() + "." + wish.format().ending();
        return answered(
            request, pictures.get(video.id(), name, wish, source), name, wish.format(), KEEP);
      }
    }

    /** Of all sizes the one from which nothing need be enlarged and least be decoded (MD-70). */
    private slipway.media.packaging.Rendition smallestSufficient(PictureWish wish) {
      slipway.media.packaging.Rendition best = tracks.getFirst();
      Size needed = wish.needed(best.size().orElseThrow());
      for (slipway.media.packaging.Rendition track : tracks) {
        Size size = track.size().orElseThrow();
        if (size.width() >= needed.width() && size.height() >= needed.height()) {
          best = track;
        }
      }
      return best;
    }
  }

  private static Response sent(
      Request request, CachedFile file, String tag, PictureWish.Format format, String cacheControl)
      throws IOException {
    List<Part> whole = List.of(new Part.ChannelSlice(file.channel(), 0, file.size()));
    Response answer =
        new Representation(
                format.contentType(),
                file.size(),
                tag,
                Headers.EMPTY,
                (from, length) ->
                    new Content.Parts(Representation.cut(whole, from, length), () -> close(file)))
            .with("Cache-Control", cacheControl)
            .answer(request);
    boolean carriesIt = answer.content() instanceof Content.Parts(var parts, _) && !parts.isEmpty();
    if (!carriesIt) {
      close(file);
    }
    return answer;
  }

  private static void close(CachedFile file) {
    try {
      file.close();
    } catch (IOException e) {
      log.warn("a picture could not be closed", e);
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
