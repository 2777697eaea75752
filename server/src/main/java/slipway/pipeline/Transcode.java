package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Rendition;
import slipway.core.video.Failure;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;
import slipway.media.probe.Sniffed;
import slipway.media.probe.Sniffer;
import slipway.media.transcode.RenditionPlan;
import slipway.media.transcode.RenditionResult;
import slipway.media.transcode.TranscodeSettings;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * Second stage, only for what browsers cannot watch as it is: makes one H.264/AAC rendition. Exit
 * code 0 is not trusted; what comes out is verified by our own reader before it is published
 * (MD-43).
 */
public final class Transcode implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Transcode.class);

  private static final Duration WAIT_FOR_FFMPEG = Duration.ofSeconds(30);

  private final MoveVideo move;
  private final BlobStore blobs;
  private final FfmpegState state;
  private final TranscodeSettings settings;

  public Transcode(MoveVideo move, BlobStore blobs, FfmpegState state, TranscodeSettings settings) {
    this.move = move;
    this.blobs = blobs;
    this.state = state;
    this.settings = settings;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    if (move.underWay(id).isEmpty()) {
      return Outcome.done();
    }
    if (!(state instanceof FfmpegState.Present(Ffmpeg ffmpeg))
        || !ffmpeg.missingEncoders().isEmpty()) {
      String reason = "Waiting for an FFmpeg that can encode H.264 and AAC.";
      move.waits(id, reason);
      return new Outcome.RetryAfter(WAIT_FOR_FFMPEG, reason);
    }
    Optional<Blob> stored = blobs.open(BlobKeys.source(id));
    if (stored.isEmpty()) {
      return failed(id, Failure.Kind.INTERNAL, "The stored file is missing; upload it again.");
    }
    move.started(id);
    try (Blob blob = stored.get()) {
      Path source = blob.file().orElseThrow();
      return switch (look(ffmpeg, blob, source)) {
        case ProbeResult.Probed(MediaFacts facts) -> encode(id, ffmpeg, facts, source, control);
        case ProbeResult.Unreadable(String sentence) ->
            failed(id, Failure.Kind.UNREADABLE, sentence);
        case ProbeResult.Encrypted encrypted ->
            failed(id, Failure.Kind.ENCRYPTED, encrypted.sentence());
        case ProbeResult.NoUsableTracks(String sentence) ->
            failed(id, Failure.Kind.NOTHING_TO_PLAY, sentence);
        case ProbeResult.TimedOut() ->
            again(id, Failure.Kind.OUT_OF_TIME, "Looking into the file took too long.");
        case ProbeResult.Unavailable(String reason) -> {
          log.warn("video {} could not be probed: {}", id, reason);
          yield again(id, Failure.Kind.INTERNAL, "Looking into the file failed on our side.");
        }
      };
    }
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("encoding of video {} was given up: {}", job.key(), reason);
    move.failed(
        UUID.fromString(job.key()),
        new Failure(
            Failure.Kind.INTERNAL, "Converting the file failed on our side; try again later."));
  }

  private static ProbeResult look(Ffmpeg ffmpeg, Blob blob, Path source) throws IOException {
    byte[] head = Heads.of(blob, Sniffer.ENOUGH);
    boolean complete = blob.size() <= Sniffer.ENOUGH;
    return Sniffer.look(head, complete) instanceof Sniffed.Media(var container)
        ? new Prober(ffmpeg).probe(source, container)
        : new ProbeResult.Unreadable("This is not recognised as a video or audio file.");
  }

  private Outcome encode(UUID id, Ffmpeg ffmpeg, MediaFacts facts, Path source, JobControl control)
      throws IOException {
    RenditionPlan plan = RenditionPlan.of(facts, settings);
    Cancellation cancellation = new Cancellation();
    control.onCancel(cancellation::cancel);
    try (WorkFolder folder = ffmpeg.workFolder()) {
      RenditionResult result =
          new slipway.media.transcode.Rendition(ffmpeg)
              .make(
                  plan,
                  source,
                  folder,
                  new SteadyProgress(share -> move.progressed(id, share)),
                  cancellation);
      return switch (result) {
        case RenditionResult.Made made -> publish(id, plan, made);
        case RenditionResult.Rejected(String sentence, String detail) -> {
          log.info("video {} cannot be encoded: {}", id, detail);
          yield failed(id, Failure.Kind.UNREADABLE, sentence);
        }
        case RenditionResult.TryAgain(String sentence, String detail) -> {
          log.warn("encoding video {} failed: {}", id, detail);
          yield again(id, Failure.Kind.OUT_OF_TIME, sentence);
        }
        case RenditionResult.Cancelled() ->
            new Outcome.RetryAfter(Duration.ZERO, "cancelled on the way");
      };
    }
  }

  private Outcome publish(UUID id, RenditionPlan plan, RenditionResult.Made made)
      throws IOException {
    Optional<String> fault = Verification.faultIn(plan, made);
    if (fault.isPresent()) {
      log.warn("video {}: {} ffmpeg said: {}", id, fault.get(), made.operatorDetail());
      return failed(id, Failure.Kind.INCOMPLETE, fault.get());
    }
    List<Rendition> renditions = new ArrayList<>();
    if (made.video().isPresent()) {
      String name = plan.video().orElseThrow().size().height() + "p0";
      renditions.add(publish(id, name, Rendition.Form.PICTURE, made.video().get()));
    }
    if (made.audio().isPresent()) {
      renditions.add(publish(id, "audio", Rendition.Form.SOUND, made.audio().get()));
    }
    return Outcome.done(() -> {
      move.viewable(id, renditions);
      move.ready(id);
    });
  }

  private Rendition publish(UUID id, String name, Rendition.Form form, Path file)
      throws IOException {
    long size = Files.size(file);
    String key = BlobKeys.rendition(id, name);
    blobs.publish(file, key);
    return new Rendition(id, name, form, key, size);
  }

  private Outcome again(UUID id, Failure.Kind kind, String sentence) {
    return Tries.again(move, id, new Failure(kind, sentence));
  }

  private Outcome failed(UUID id, Failure.Kind kind, String sentence) {
    log.info("video {} failed: {}", id, sentence);
    return Outcome.done(() -> move.failed(id, new Failure(kind, sentence)));
  }
}
