package slipway.media.thumbnail;

import static slipway.media.ffmpeg.FilterGraph.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import slipway.media.container.Size;
import slipway.media.ffmpeg.FilterGraph.Filter;

/**
 * How large a picture is to be. With one side given, the other follows from the video; with none it
 * is as large as the video, within {@link #LARGEST}.
 */
public record PictureBox(OptionalInt width, OptionalInt height, Fit fit) {
  /** Longest side of any picture: a thumbnail is not a way to have a server enlarge things. */
  public static final int LARGEST = 4096;

  /** Within a box, as most want it. */
  public static PictureBox within(int width, int height) {
    return new PictureBox(OptionalInt.of(width), OptionalInt.of(height), Fit.CLIP);
  }

  /** The same with no side longer than {@code side}. */
  PictureBox atMost(int side) {
    return width.isEmpty() && height.isEmpty()
        ? within(side, side)
        : new PictureBox(atMost(width, side), atMost(height, side), fit);
  }

  private static OptionalInt atMost(OptionalInt given, int side) {
    // A side that is left open could become longer than that, so the box gets two.
    return OptionalInt.of(Math.min(given.orElse(side), side));
  }

  /** What comes out for a video of this display size. */
  Size size(Size video) {
    if (width.isEmpty() || height.isEmpty() || fit == Fit.CLIP) {
      return within(video);
    }
    return new Size(side(width.getAsInt()), side(height.getAsInt()));
  }

  /** To which size the video has to be scaled, before anything is cut off or added. */
  Size scaled(Size video) {
    Size size = size(video);
    double across = (double) size.width() / video.width();
    double down = (double) size.height() / video.height();
    return switch (fit) {
      case CLIP, SCALE -> size;
      case CROP -> times(video, Math.max(across, down), size, /* atLeast= */ true);
      case FILL -> times(video, Math.min(across, down), size, /* atLeast= */ false);
    };
  }

  /**
   * The largest picture of the video's shape that the given sides allow. A box does not enlarge;
   * one side alone is taken at its word.
   */
  private Size within(Size video) {
    double scale = (double) LARGEST / Math.max(video.width(), video.height());
    if (width.isPresent() == height.isPresent()) {
      scale = Math.min(1, scale);
    }
    if (width.isPresent()) {
      scale = Math.min(scale, (double) side(width.getAsInt()) / video.width());
    }
    if (height.isPresent()) {
      scale = Math.min(scale, (double) side(height.getAsInt()) / video.height());
    }
    return new Size(
        side((int) Math.round(video.width() * scale)),
        side((int) Math.round(video.height() * scale)));
  }

  private static Size times(Size video, double scale, Size bound, boolean atLeast) {
    int width = (int) Math.round(video.width() * scale);
    int height = (int) Math.round(video.height() * scale);
    // Of a very long picture only so much is looked at as fits; it is distorted then.
    return atLeast
        ? new Size(
            Math.clamp(width, bound.width(), 2 * LARGEST),
            Math.clamp(height, bound.height(), 2 * LARGEST))
        : new Size(Math.clamp(width, 1, bound.width()), Math.clamp(height, 1, bound.height()));
  }

  private static int side(int wanted) {
    return Math.clamp(wanted, 1, LARGEST);
  }

  /** The filters that make it so; all numbers are computed here. */
  List<Filter> filters(Size video) {
    Size scaled = scaled(video);
    Size size = size(video);
    List<Filter> filters = new ArrayList<>();
    filters.add(
        filter("scale")
            .with("w", scaled.width())
            .with("h", scaled.height())
            .withWord("out_range", "pc"));
    if (fit == Fit.CROP && !scaled.equals(size)) {
      filters.add(filter("crop").with("w", size.width()).with("h", size.height()));
    }
    if (fit == Fit.FILL && !scaled.equals(size)) {
      filters.add(
          filter("pad")
              .with("w", size.width())
              .with("h", size.height())
              .with("x", (size.width() - scaled.width()) / 2)
              .with("y", (size.height() - scaled.height()) / 2));
    }
    filters.add(filter("setsar").with("r", 1));
    return filters;
  }

  /** A part of a file name that stands for this box and no other. */
  String key() {
    return text(width) + "x" + text(height) + fit.name().toLowerCase(Locale.ROOT);
  }

  private static String text(OptionalInt side) {
    return side.isPresent() ? Integer.toString(side.getAsInt()) : "";
  }
}
