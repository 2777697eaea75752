package slipway.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.core.video.Facts;
import slipway.core.video.TrackFacts;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Track;
import slipway.media.container.Size;
import slipway.media.container.VideoCodec;

/** What our own index of an MP4 file says, in core's words. */
final class FactsOfMovie {
  /** What ffprobe calls the whole family; Livepeer's words are chosen from it (LP-89). */
  private static final List<String> CONTAINERS = List.of("mov", "mp4", "m4a", "3gp", "3g2", "mj2");

  private FactsOfMovie() {}

  static Facts of(Mp4Movie movie) {
    List<TrackFacts> tracks = new ArrayList<>();
    movie.video().ifPresent(track -> tracks.add(video(track, movie)));
    movie.audio().ifPresent(track -> tracks.add(audio(track, movie)));
    return new Facts(CONTAINERS, seconds(movie.duration()), tracks);
  }

  private static TrackFacts video(Mp4Track track, Mp4Movie movie) {
    Size size = track.displaySize().orElse(new Size(0, 0));
    String pixelFormat =
        track
            .video()
            .map(entry -> entry.codec() instanceof VideoCodec.H264 h264 ? h264.pixelFormat() : null)
            .orElse(null);
    return facts(
        track,
        movie,
        new TrackFacts.Picture(size.width(), size.height(), track.rate(), pixelFormat),
        /* sound= */ null);
  }

  private static TrackFacts audio(Mp4Track track, Mp4Movie movie) {
    var entry = track.audio().orElseThrow();
    return facts(
        track,
        movie,
        /* picture= */ null,
        new TrackFacts.Sound(entry.channels(), entry.sampleRate(), /* bitDepth= */ 0));
  }

  private static TrackFacts facts(
      Mp4Track track,
      Mp4Movie movie,
      TrackFacts.@Nullable Picture picture,
      TrackFacts.@Nullable Sound sound) {
    return new TrackFacts(
        track.codecName().orElse("unknown"),
        seconds(track.startDelay() - movie.start()),
        seconds(track.presentationEnd() - track.startDelay()),
        Math.round(track.bitrate()),
        picture,
        sound);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(Math.max(0, seconds) * 1e9));
  }
}
