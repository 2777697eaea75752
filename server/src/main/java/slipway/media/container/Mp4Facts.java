package slipway.media.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A short account of a movie in the words of ffprobe, for those who want to know and not to work
 * with it.
 *
 * @param duration in seconds (MD-18)
 * @param bitrate of the whole file in bits per second; 0 when it takes no time
 * @param tracks video and audio tracks that say how they are coded, in the order of the file
 */
record Mp4Facts(double duration, double bitrate, List<Track> tracks) {

  /** Copies the list. */
  Mp4Facts {
    tracks = List.copyOf(tracks);
  }

  /** One track. */
  sealed interface Track {
    /** The number of the track in the file. */
    int id();

    /** Such as {@code h264} or {@code aac}. */
    String codec();

    /** In seconds. */
    double duration();

    /** Bits per second on average. */
    double bitrate();

    /**
     * Pictures.
     *
     * @param pixelFormat such as {@code yuv420p}; empty when unknown
     * @param coded the size as stored
     * @param display the size as shown: square pixels, turned (MD-19)
     * @param fps pictures per second on average
     * @param rotation degrees by which a player turns the picture clockwise
     */
    record Video(
        int id,
        String codec,
        double duration,
        double bitrate,
        String pixelFormat,
        Size coded,
        Size display,
        double fps,
        int rotation)
        implements Track {}

    /**
     * Sound.
     *
     * @param sampleRate in Hz
     */
    record Audio(
        int id, String codec, double duration, double bitrate, int channels, int sampleRate)
        implements Track {}
  }

  /** Gathers the facts of a movie. */
  static Mp4Facts of(Mp4Movie movie) {
    List<Track> tracks = new ArrayList<>();
    for (Mp4Track track : movie.tracks()) {
      picture(track).or(() -> sound(track)).ifPresent(tracks::add);
    }
    double duration = movie.duration();
    return new Mp4Facts(duration, duration > 0 ? movie.size() * 8 / duration : 0, tracks);
  }

  private static Optional<Track> picture(Mp4Track track) {
    return track
        .video()
        .filter(entry -> track.codedSize().isPresent())
        .map(entry ->
            new Track.Video(
                track.id(),
                entry.codecName(),
                track.presentationEnd() - track.startDelay(),
                track.bitrate(),
                entry.codec().pixelFormat(),
                track.codedSize().orElseThrow(),
                track.displaySize().orElseThrow(),
                track.rate(),
                track.matrix().rotation()));
  }

  private static Optional<Track> sound(Mp4Track track) {
    return track
        .audio()
        .map(entry ->
            new Track.Audio(
                track.id(),
                entry.codecName(),
                track.presentationEnd() - track.startDelay(),
                track.bitrate(),
                entry.channels(),
                entry.sampleRate()));
  }
}
