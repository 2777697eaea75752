package slipway.pipeline;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.video.Failure;
import slipway.media.container.ByteSource;
import slipway.media.container.IndexTurns;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.TrackKind;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.packaging.Packability;
import slipway.media.packaging.PackagingCheck;
import slipway.media.probe.Container;
import slipway.media.probe.IndexedLengths;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Sniffed;
import slipway.media.probe.Sniffer;
import slipway.media.transcode.Remux;
import slipway.storage.Blob;
import slipway.storage.FullDisk;

/**
 * Looks into a stored source: first at its first bytes, then, for MP4, at its index with our own
 * reader, and only then with ffprobe. So an MP4 that browsers play costs no process at all, and its
 * cost follows its index and not its size. Safe for any thread.
 */
public final class Inspector {
  private static final Logger log = LoggerFactory.getLogger(Inspector.class);

  private final FfmpegState ffmpeg;
  private final Probes probes;
  private final FitIndex handOn;

  /**
   * @param handOn gets the index of each source that can be watched as it is
   */
  public Inspector(FfmpegState ffmpeg, Probes probes, FitIndex handOn) {
    this.ffmpeg = ffmpeg;
    this.probes = probes;
    this.handOn = handOn;
  }

  /**
   * Looks into one.
   *
   * @param id the video's, for the log
   */
  Inspection inspect(UUID id, Blob blob) throws IOException {
    byte[] head = Heads.of(blob, Sniffer.ENOUGH);
    return switch (Sniffer.look(head, /* complete= */ blob.size() <= Sniffer.ENOUGH)) {
      case Sniffed.Refused refused -> refused(Failure.Kind.NOT_MEDIA, refused.cause());
      case Sniffed.Undecided _ ->
          refused(Failure.Kind.NOT_MEDIA, "This is not recognised as a video or audio file.");
      case Sniffed.Media(Container container) ->
          container == Container.ISO_BMFF
              ? mp4(id, blob, new BlobSource(blob))
              : probe(id, blob, container, Optional.empty());
    };
  }

  /** What is left to do when the index is not needed any more, which ffprobe need not wait for. */
  @FunctionalInterface
  private interface Rest {
    Inspection get();
  }

  private Inspection mp4(UUID id, Blob blob, ByteSource source) throws IOException {
    Rest rest;
    try (IndexTurns.Turn turn = IndexTurns.next()) {
      rest = index(id, blob, source, turn);
    }
    return rest.get();
  }

  /** Reads and checks the index; what comes back holds no part of it. */
  private Rest index(UUID id, Blob blob, ByteSource source, IndexTurns.Turn turn)
      throws IOException {
    return switch (Mp4Index.read(source, turn)) {
      case Mp4Reading.Parsed(var movie) -> check(id, blob, source, movie);
      case Mp4Reading.Encrypted encrypted ->
          () -> refused(Failure.Kind.ENCRYPTED, encrypted.reason());
      case Mp4Reading.Incomplete incomplete -> {
        String reason = incomplete.reason();
        yield () -> refused(Failure.Kind.INCOMPLETE, reason);
      }
      case Mp4Reading.NotMp4 other -> () -> encode(id, blob, Optional.empty(), other.reason());
      case Mp4Reading.Malformed malformed ->
          () -> encode(id, blob, Optional.empty(), malformed.reason());
      case Mp4Reading.Unsupported unsupported ->
          () -> encode(id, blob, Optional.empty(), unsupported.reason());
    };
  }

  private Rest check(UUID id, Blob blob, ByteSource source, Mp4Movie movie) throws IOException {
    Optional<IndexedLengths> lengths = Optional.of(IndexedLengths.of(movie));
    boolean pictures = movie.video().isPresent();
    return switch (PackagingCheck.of(movie, source)) {
      case Packability.AsIs(var tracks) -> {
        handOn.read(blob, tracks);
        Inspection found =
            new Inspection.AsIs(
                FactsOfMovie.of(movie),
                Measured.of(movie),
                movie.tracks().stream().anyMatch(track -> track.kind() == TrackKind.TEXT));
        yield () -> found;
      }
      case Packability.Remux(String reason) ->
          // Sound alone is encoded as fast as it is copied.
          pictures
              ? () -> remux(id, blob, lengths, reason)
              : () -> encode(id, blob, lengths, reason);
      case Packability.Transcode(String reason) -> () -> encode(id, blob, lengths, reason);
    };
  }

  /** What our reader has found a reason for is encoded, whatever ffprobe thinks of it. */
  private Inspection encode(UUID id, Blob blob, Optional<IndexedLengths> index, String reason) {
    Inspection probed = probe(id, blob, Container.ISO_BMFF, index);
    return switch (probed) {
      case Inspection.Encode(var facts, _) -> new Inspection.Encode(facts, reason);
      case Inspection.Remux(var facts, _) -> new Inspection.Encode(facts, reason);
      case Inspection.AsIs _,
          Inspection.Refused _,
          Inspection.NotNow _,
          Inspection.Again _,
          Inspection.Stopped _ ->
          probed;
    };
  }

  private Inspection remux(UUID id, Blob blob, Optional<IndexedLengths> index, String reason) {
    Inspection probed = probe(id, blob, Container.ISO_BMFF, index);
    return probed instanceof Inspection.Remux(var facts, _)
        ? new Inspection.Remux(facts, reason)
        : probed;
  }

  private Inspection probe(
      UUID id, Blob blob, Container container, Optional<IndexedLengths> index) {
    if (!(ffmpeg instanceof FfmpegState.Present(var present)) || blob.file().isEmpty()) {
      return new Inspection.NotNow(
          "Waiting for FFmpeg, which this server cannot run at the moment.");
    }
    return switch (probes.of(present, blob, container, index)) {
      case ProbeResult.Probed(var facts) ->
          Remux.mayHelp(facts)
              ? new Inspection.Remux(FactsOfProbe.of(facts), "not an MP4 file")
              : new Inspection.Encode(FactsOfProbe.of(facts), "not an MP4 file");
      case ProbeResult.Unreadable(String cause) -> refused(Failure.Kind.UNREADABLE, cause);
      case ProbeResult.Encrypted encrypted -> refused(Failure.Kind.ENCRYPTED, encrypted.cause());
      case ProbeResult.NoUsableTracks(String cause) -> refused(Failure.Kind.NOTHING_TO_PLAY, cause);
      case ProbeResult.TimedOut() ->
          new Inspection.Again(Failure.Kind.OUT_OF_TIME, "Looking into the file took too long.");
      case ProbeResult.Unavailable(String reason) -> onOurSide(id, reason);
      case ProbeResult.Hindered(IOException cause) when FullDisk.is(cause) -> {
        log.warn("video {} waits for space to be looked into: {}", id, cause.toString());
        yield new Inspection.NotNow("Waiting for space on the disk.");
      }
      case ProbeResult.Hindered(IOException cause) -> onOurSide(id, cause.toString());
      case ProbeResult.Stopped() -> new Inspection.Stopped();
    };
  }

  private static Inspection onOurSide(UUID id, String reason) {
    log.warn("video {} could not be probed: {}", id, reason);
    return new Inspection.Again(Failure.Kind.INTERNAL, "Looking into the file failed on our side.");
  }

  private static Inspection refused(Failure.Kind kind, String cause) {
    return new Inspection.Refused(Failure.of(kind, cause));
  }
}
