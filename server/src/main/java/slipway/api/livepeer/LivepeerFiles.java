package slipway.api.livepeer;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import slipway.api.livepeer.LivepeerShapes.PlaybackSource;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.rendition.Traits;
import slipway.core.video.Facts;
import slipway.core.video.TrackFacts;
import slipway.core.video.Video;
import slipway.http.Origin;

/** The static MP4s of a video: which of them are told, and where they lie (LP-159). */
final class LivepeerFiles {
  /** Up to this length there are files of every video. */
  private static final Duration SHORT = Duration.ofMinutes(2);

  /** Of what came in pieces there is no file beyond this length, asked for or not. */
  private static final Duration LONGEST_IN_PIECES = Duration.ofHours(12);

  /** Made for the smallest sources beside their own size, and no file of its own. */
  private static final String LEAN = "low-bitrate";

  private final Origin origin;
  private final Renditions renditions;

  /** With the public origin under which viewers reach us (LP-15). */
  LivepeerFiles(Origin origin, Renditions renditions) {
    this.origin = origin;
    this.renditions = renditions;
  }

  /** A file below the folder of the video's playback URL. */
  String url(Video video, String file) {
    return origin.url("/hls/" + video.playbackId() + "/" + file);
  }

  /** Where the one of the most bits a second lies, if there is any. */
  Optional<String> best(Video video) {
    return of(video).stream().findFirst().map(PlaybackSource::url);
  }

  /** By falling bit rate (LP-118). */
  List<PlaybackSource> of(Video video) {
    if (!hasFiles(video)) {
      return List.of();
    }
    List<Rendition> made = renditions.of(video.id());
    Facts facts = video.facts();
    boolean inPieces = facts != null && facts.isFromPlaylist();
    long sound =
        made.stream()
            .filter(one -> one.form() == Rendition.Form.SOUND)
            .mapToLong(Rendition::size)
            .findFirst()
            .orElse(0);
    return made.stream()
        .filter(one -> one.form() != Rendition.Form.SOUND)
        .filter(one -> !one.name().equals(LEAN))
        .sorted(Comparator.comparingLong(one -> -bitrate(video, one)))
        .map(one -> file(video, one, one.form() == Rendition.Form.PICTURE ? sound : 0))
        .filter(file -> file.width() != null)
        .limit(inPieces ? 1 : Long.MAX_VALUE)
        .toList();
  }

  /** Asked for, or short; of unknown length means none. */
  private static boolean hasFiles(Video video) {
    Facts facts = video.facts();
    // What is to be signed is there once it is (LP-168).
    if (facts == null || facts.duration().isZero() || video.awaitsSigning()) {
      return false;
    }
    if (facts.isFromPlaylist() && facts.duration().compareTo(LONGEST_IN_PIECES) > 0) {
      return false;
    }
    return video.wishes().downloads() || facts.duration().compareTo(SHORT) <= 0;
  }

  /** On average; as known of the file, else as its size says. */
  private static long bitrate(Video video, Rendition rendition) {
    long known = rendition.traits().bitrate();
    Facts facts = video.facts();
    if (known > 0 || facts == null || facts.duration().isZero()) {
      return known;
    }
    return rendition.size() * 8000 / Math.max(1, facts.duration().toMillis());
  }

  /** The index of the file is not counted, a thousandth of it as a rule. */
  private PlaybackSource file(Video video, Rendition rendition, long sound) {
    Traits traits = rendition.traits();
    Facts facts = video.facts();
    TrackFacts.Picture picture =
        facts == null ? null : facts.video().map(TrackFacts::picture).orElse(null);
    boolean known = traits.width() > 0;
    return new PlaybackSource(
        "MP4",
        "html5/video/mp4",
        url(video, rendition.name() + ".mp4"),
        rendition.size() + sound,
        known ? (Integer) traits.width() : picture == null ? null : (Integer) picture.width(),
        known ? (Integer) traits.height() : picture == null ? null : (Integer) picture.height(),
        bitrate(video, rendition));
  }
}
