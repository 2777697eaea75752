package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.core.rendition.Traits;
import slipway.media.container.AudioCodec;
import slipway.media.container.ByteSource;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleEntry;
import slipway.media.container.Size;
import slipway.media.container.WebmReading;

/** What our own reader finds in a file, in core's words. */
final class Measured {
  private Measured() {}

  /** The index of a file; empty when it is not one that we can read. */
  static Optional<Mp4Movie> movie(Path file) throws IOException {
    try (FileByteSource source = FileByteSource.open(file)) {
      return Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie)
          ? Optional.of(movie)
          : Optional.empty();
    }
  }

  /** How many pictures a file has; 0 when it cannot be read. */
  static int pictures(ByteSource source) throws IOException {
    return Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie)
        ? movie.video().map(track -> track.samples().count()).orElse(0)
        : 0;
  }

  static Traits of(Mp4Movie movie) {
    Size size = movie.video().flatMap(Mp4Track::displaySize).orElse(new Size(0, 0));
    List<String> codecs = new ArrayList<>();
    movie.video().flatMap(Mp4Track::video).map(Measured::codec).ifPresent(codecs::add);
    movie.audio().flatMap(Mp4Track::audio).map(Measured::codec).ifPresent(codecs::add);
    double bitrate =
        movie.video().map(Mp4Track::bitrate).orElse(0.0)
            + movie.audio().map(Mp4Track::bitrate).orElse(0.0);
    return new Traits(
        size.width(),
        size.height(),
        movie.video().map(Mp4Track::rate).orElse(0.0),
        Math.round(bitrate),
        String.join(",", codecs),
        Duration.ofMillis(Math.round(movie.duration() * 1000)));
  }

  /** The same of a WebM file; empty when it is not a whole one. */
  static Optional<WebmReading.Webm> webm(Path file) throws IOException {
    try (FileByteSource source = FileByteSource.open(file)) {
      return WebmReading.of(source);
    }
  }

  /**
   * Of the picture of a WebM file.
   *
   * @param sound whether there is sound with it
   * @param bytes of the whole file
   */
  static Traits of(WebmReading.Track picture, boolean sound, double seconds, long bytes) {
    return new Traits(
        picture.width(),
        picture.height(),
        seconds > 0 ? picture.blocks() / seconds : 0,
        seconds > 0 ? Math.round(bytes * 8 / seconds) : 0,
        sound ? "vp8,opus" : "vp8",
        Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private static String codec(SampleEntry.Video entry) {
    return entry.codec().codecString();
  }

  private static String codec(SampleEntry.Audio entry) {
    return entry.codec() instanceof AudioCodec.Aac aac ? aac.codecString() : entry.codecName();
  }
}
