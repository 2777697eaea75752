package slipway.media.probe;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** One track of a file, in the file's order. */
public sealed interface Track {

  /** Position in the file, from 0. */
  int index();

  /** FFmpeg's name of the codec, such as {@code h264}; empty when it is not known (MD-14). */
  Optional<String> codec();

  /**
   * Pictures.
   *
   * @param profile such as {@code High}; empty when not known
   * @param width coded pixels, 0 when not known
   * @param height coded pixels, 0 when not known
   * @param pixelShape width of a pixel over its height; 1/1 when the file says nothing
   * @param rotation degrees counter-clockwise that a player must turn the picture by: a multiple of
   *     90 in -180..180, others are rounded
   * @param pixelFormat such as {@code yuv420p}
   * @param fieldOrder {@code tt}, {@code bb}, {@code tb}, {@code bt} when interlaced
   * @param realRate lowest rate at which all timestamps fall on the grid ({@code r_frame_rate})
   * @param averageRate frames over duration ({@code avg_frame_rate}); may be nonsense (MD-14)
   * @param colour how numbers become light
   * @param start of the first picture on the file's timeline
   * @param duration of the track
   * @param bitRate bits per second
   * @param picture whether it is a cover picture and no video
   * @param byDefault whether the file marks it as the one to show
   */
  record Video(
      int index,
      Optional<String> codec,
      Optional<String> profile,
      int width,
      int height,
      Ratio pixelShape,
      int rotation,
      Optional<String> pixelFormat,
      Optional<String> fieldOrder,
      Optional<Ratio> realRate,
      Optional<Ratio> averageRate,
      Colour colour,
      Optional<Duration> start,
      Optional<Duration> duration,
      OptionalLong bitRate,
      boolean picture,
      boolean byDefault)
      implements Track {

    /** Size to show it at: square pixels, upright (MD-19). */
    public Size displaySize() {
      long wide = Math.max(1, Math.round(width * pixelShape.value()));
      int squareWidth = (int) Math.min(wide, Integer.MAX_VALUE);
      return Math.abs(rotation) == 90
          ? new Size(height, squareWidth)
          : new Size(squareWidth, height);
    }

    /** Frames per second as a person would say it: the average unless that is nonsense. */
    public Optional<Ratio> rate() {
      boolean plausible = averageRate.isPresent() && averageRate.get().value() <= 300;
      return plausible ? averageRate : realRate.or(() -> averageRate);
    }

    /** Whether there is something to show (MD-17). */
    boolean usable() {
      return codec.isPresent() && width > 0 && height > 0 && !picture;
    }
  }

  /**
   * Sound.
   *
   * @param profile such as {@code LC}; empty when not known
   * @param sampleRate Hz, 0 when not known
   * @param channels 0 when not known
   * @param bitDepth bits per sample of uncompressed and lossless sound; empty otherwise
   * @param start of the first sample on the file's timeline
   * @param duration of the track
   * @param bitRate bits per second
   * @param byDefault whether the file marks it as the one to play
   * @param language as the file says, usually ISO 639-2
   */
  record Audio(
      int index,
      Optional<String> codec,
      Optional<String> profile,
      int sampleRate,
      int channels,
      OptionalLong bitDepth,
      Optional<Duration> start,
      Optional<Duration> duration,
      OptionalLong bitRate,
      boolean byDefault,
      Optional<String> language)
      implements Track {

    /** Of a language that nobody says. */
    public Audio(
        int index,
        Optional<String> codec,
        Optional<String> profile,
        int sampleRate,
        int channels,
        OptionalLong bitDepth,
        Optional<Duration> start,
        Optional<Duration> duration,
        OptionalLong bitRate,
        boolean byDefault) {
      this(
          index,
          codec,
          profile,
          sampleRate,
          channels,
          bitDepth,
          start,
          duration,
          bitRate,
          byDefault,
          /* language= */ Optional.empty());
    }

    /** Whether there is something to hear (MD-17). */
    boolean usable() {
      return codec.isPresent() && sampleRate > 0;
    }
  }

  /**
   * Colour description, by FFmpeg's names; each is empty when the file says nothing.
   *
   * @param transfer characteristics, such as {@code smpte2084}
   * @param primaries such as {@code bt2020}
   * @param matrix such as {@code bt2020nc}
   */
  record Colour(Optional<String> transfer, Optional<String> primaries, Optional<String> matrix) {}

  /**
   * Subtitles, data, attachments.
   *
   * @param type as ffprobe says, empty when it does not
   * @param language as the file says, usually ISO 639-2
   * @param title as the file says: anybody's text
   */
  record Other(
      int index,
      Optional<String> codec,
      Optional<String> type,
      Optional<String> language,
      Optional<String> title)
      implements Track {}

  /** Pixels. */
  record Size(int width, int height) {
    public int shortSide() {
      return Math.min(width, height);
    }

    /** {@code 1280x720}. */
    @Override
    public String toString() {
      return width + "x" + height;
    }
  }
}
