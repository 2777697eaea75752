package slipway.media.thumbnail;

import java.time.Duration;
import slipway.media.container.Size;
import slipway.media.ffmpeg.ImageCommand;

/** What picture is to be made. */
public sealed interface PictureWish {

  /** What comes out. */
  Format format();

  /** A part of a file name ({@code [a-z0-9-]+}) that stands for this wish and no other. */
  String key();

  /** The size it has to be taken from at least, so that nothing is enlarged without need. */
  Size needed(Size display);

  /** Kinds of picture files. */
  enum Format {
    JPEG("jpg", "image/jpeg"),
    PNG("png", "image/png"),
    GIF("gif", "image/gif");

    private final String ending;
    private final String contentType;

    Format(String ending, String contentType) {
      this.ending = ending;
      this.contentType = contentType;
    }

    /** Ending of file names, without the point. */
    public String ending() {
      return ending;
    }

    /** Media type. */
    public String contentType() {
      return contentType;
    }
  }

  /**
   * One frame (MD-70).
   *
   * @param at to the millisecond; what lies outside of the video is the nearest frame inside
   * @param keyFrame whether the key frame at or before {@code at} will do
   */
  record Still(Duration at, PictureBox box, Format format, boolean keyFrame)
      implements PictureWish {
    @Override
    public String key() {
      return (keyFrame ? "key-" : "still-") + at.toMillis() + "-" + box.key();
    }

    @Override
    public Size needed(Size display) {
      return box.scaled(display);
    }
  }

  /** A short animation (MD-73); larger, longer and faster ones are made as large as allowed. */
  record Animation(Duration at, Duration length, int fps, PictureBox box) implements PictureWish {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final int FASTEST = 15;

    /** No side is longer than this. */
    private static final int LARGEST = 640;

    public Animation {
      length =
          length.compareTo(LONGEST) > 0
              ? LONGEST
              : length.compareTo(SHORTEST) < 0 ? SHORTEST : length;
      fps = Math.clamp(fps, 1, FASTEST);
      box = box.atMost(LARGEST);
    }

    @Override
    public Format format() {
      return Format.GIF;
    }

    @Override
    public String key() {
      return "gif-%d-%d-%d-%s".formatted(at.toMillis(), length.toMillis(), fps, box.key());
    }

    @Override
    public Size needed(Size display) {
      return box.scaled(display);
    }
  }

  /**
   * A picture that somebody sent, made smaller; its source is that picture.
   *
   * @param name {@code [a-z0-9]+}, stands for the picture
   * @param kind what its first bytes say it is
   * @param height in pixels; the width follows
   */
  record Smaller(String name, ImageCommand.Kind kind, int height) implements PictureWish {

    /** Of a file with that ending: {@code png}, {@code webp}, else JPEG. */
    public static Smaller of(String name, String ending, int height) {
      ImageCommand.Kind kind =
          switch (ending) {
            case "png" -> ImageCommand.Kind.PNG;
            case "webp" -> ImageCommand.Kind.WEBP;
            default -> ImageCommand.Kind.JPEG;
          };
      return new Smaller(name, kind, height);
    }

    @Override
    public Format format() {
      return Format.JPEG;
    }

    @Override
    public String key() {
      return "smaller-%s-%d".formatted(name, height);
    }

    @Override
    public Size needed(Size display) {
      return display;
    }
  }

  /** All cells of a contact sheet (MD-71). */
  record Sheet(SheetPlan plan) implements PictureWish {
    @Override
    public Format format() {
      return Format.JPEG;
    }

    @Override
    public String key() {
      return "sheet-%d-%d-%s"
          .formatted(plan.interval().toMillis(), plan.columns(), plan.cell().toString());
    }

    @Override
    public Size needed(Size display) {
      return plan.cell();
    }
  }
}
