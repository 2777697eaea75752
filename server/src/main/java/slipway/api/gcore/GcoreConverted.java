package slipway.api.gcore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.api.gcore.GcoreShapes.Converted;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;

/** The renditions of a video as {@code converted_videos} (GC-40, GC-42). */
final class GcoreConverted {
  private static final Comparator<Rendition> SMALLEST_FIRST =
      Comparator.<Rendition>comparingInt(rendition -> shortSide(rendition.traits()))
          .thenComparing(Rendition::name);

  private GcoreConverted() {}

  /** Those with a picture, or the sound of a video without one. */
  static List<Converted> of(List<Rendition> renditions, Function<Rendition, String> mp4) {
    boolean seen =
        renditions.stream().anyMatch(rendition -> rendition.form() != Rendition.Form.SOUND);
    List<Rendition> shown =
        renditions.stream()
            .filter(rendition -> !seen || rendition.form() != Rendition.Form.SOUND)
            .sorted(SMALLEST_FIRST)
            .toList();
    List<Converted> all = new ArrayList<>();
    for (Rendition rendition : shown) {
      all.add(converted(all.size() + 1, rendition, mp4.apply(rendition)));
    }
    return all;
  }

  private static Converted converted(int id, Rendition rendition, String mp4) {
    Traits traits = rendition.traits();
    return new Converted(
        id,
        rendition.form() == Rendition.Form.SOUND ? "audio" : "vod" + label(traits) + "n",
        known(traits.width()),
        known(traits.height()),
        rendition.isDone() ? rendition.size() : null,
        rendition.isDone() ? 100 : (int) Math.floor(rendition.progress() * 100),
        status(rendition.state()),
        rendition.state() == Rendition.State.FAILED ? "Encoding has failed" : "",
        mp4);
  }

  private static String status(Rendition.State state) {
    return switch (state) {
      case QUEUED -> "processing";
      case RUNNING -> "processing";
      case DONE -> "complete";
      case FAILED -> "error";
    };
  }

  /** Gcore's rung of 468 lines is called 480 (GC-41). */
  private static int label(Traits traits) {
    int side = shortSide(traits);
    return side == 468 ? 480 : side;
  }

  private static int shortSide(Traits traits) {
    return Math.min(traits.width(), traits.height());
  }

  private static @Nullable Integer known(int pixels) {
    return pixels == 0 ? null : pixels;
  }
}
