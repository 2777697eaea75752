package slipway.playback;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;

/** What files of a video are called on Gcore's delivery side; for those who hand addresses out. */
public final class GcoreNames {
  private static final int MOST_SCREENSHOTS = 5;

  private GcoreNames() {}

  /**
   * The MP4 file of a rendition (GC-136): {@code qid{q}v{n}_{codec}_{kbps}_{height}.mp4}. What
   * counts of it later is the first number alone, so a name that was handed out while the rendition
   * was planned stays good when its rate turns out to be another.
   */
  public static String mp4(Rendition rendition) {
    Traits traits = rendition.traits();
    boolean sound = rendition.form() == Rendition.Form.SOUND || traits.width() == 0;
    return String.format(
        Locale.ROOT,
        "qid%dv1_%s_%d_%s.mp4",
        quality(rendition.name()),
        sound ? "aac" : codec(traits.codecs()),
        traits.bitrate() / 1000,
        sound ? "audio" : Integer.toString(Math.min(traits.width(), traits.height())));
  }

  /**
   * The files of screenshots (GC-145): five, or for short videos one a second.
   *
   * @param length of the video
   */
  public static List<String> screenshots(Duration length) {
    int count = Math.clamp(length.toSeconds(), 1, MOST_SCREENSHOTS);
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> "screenshot_" + number + ".jpg")
        .toList();
  }

  /** The picture that an owner sent, by its key in the storage. */
  public static String poster(String key) {
    return "poster-" + key.substring(key.indexOf('/') + 1);
  }

  /** The same, 200 pixels high. */
  public static String posterThumb(String key) {
    return "poster_thumb-" + key.substring(key.indexOf('/') + 1) + ".jpg";
  }

  /** The sheet of small pictures (GC-146). */
  public static String sprite(String slug) {
    return slug + "_sprite.jpg";
  }

  /** The number that stands for a rendition, found from its name alone. */
  static long quality(String rendition) {
    CRC32 sum = new CRC32();
    sum.update(rendition.getBytes(StandardCharsets.UTF_8));
    return sum.getValue() >>> 1;
  }

  private static String codec(String codecs) {
    return codecs.isEmpty() || codecs.startsWith("avc")
        ? "h264"
        : codecs.startsWith("av01") ? "av1" : codecs.startsWith("vp09") ? "vp9" : "hevc";
  }

  /** Whether a video has such a sheet. */
  public static boolean hasSprite(List<Rendition> renditions) {
    return GcoreSprite.of(renditions).isPresent();
  }

  /**
   * Where in the sheet each moment is found (GC-147): as WebVTT, but with numbered cues and commas
   * in its times, as Gcore's answers have it.
   *
   * @param renditions those that can be played
   * @return empty where there is no picture, or nothing is known of it yet
   */
  public static Optional<String> spriteText(String slug, List<Rendition> renditions) {
    return GcoreSprite.of(renditions).map(plan -> GcoreSprite.text(plan, sprite(slug)));
  }
}
