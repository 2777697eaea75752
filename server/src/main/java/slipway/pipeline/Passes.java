package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.jobs.JobControl;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.transcode.Encoding;
import slipway.media.transcode.EncodingResult;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.Rung;
import slipway.media.transcode.TranscodeSettings;
import slipway.pipeline.Preparation.Result.Go;
import slipway.pipeline.Verification.Verdict;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;
import slipway.storage.Sums;

/**
 * One pass of the encoder over a whole source: makes the files of some rungs, verifies each, and
 * publishes those that are good at once. What is wrong with one is kept with that one (REL-33).
 */
public final class Passes {
  private static final Logger log = LoggerFactory.getLogger(Passes.class);

  private final MoveVideo move;
  private final Renditions renditions;
  private final BlobStore blobs;
  private final TranscodeSettings settings;

  public Passes(
      MoveVideo move, Renditions renditions, BlobStore blobs, TranscodeSettings settings) {
    this.move = move;
    this.renditions = renditions;
    this.blobs = blobs;
    this.settings = settings;
  }

  TranscodeSettings settings() {
    return settings;
  }

  /** How a pass ended. */
  sealed interface Ended {
    /** Every rendition of it is done or failed. */
    record Settled() implements Ended {}

    /** It did not work this time. */
    record TryAgain(Failure.Kind kind, String cause) implements Ended {}

    /** Nobody wants it any more, or the server stops. */
    record Cancelled() implements Ended {}
  }

  /** The renditions of a plan that are neither done nor failed. */
  LadderPlan unsettled(UUID id, LadderPlan plan) {
    List<String> open =
        renditions.all(id).stream()
            .filter(rendition -> !rendition.isSettled())
            .map(Rendition::name)
            .toList();
    LadderPlan left =
        plan.only(plan.rungs().stream().filter(rung -> open.contains(rung.name())).toList());
    return open.contains(LadderPlan.AUDIO) ? left : left.silent();
  }

  /** The first download of a plan that is neither done nor failed. */
  Optional<Rung> nextDownload(UUID id, LadderPlan plan) {
    return plan.downloads().stream()
        .filter(rung ->
            renditions.named(id, rung.name()).filter(found -> !found.isSettled()).isPresent())
        .findFirst();
  }

  /** Nothing more comes of the downloads that are still to be made. */
  void failDownloads(UUID id, Failure failure) {
    renditions.all(id).stream()
        .filter(rendition -> rendition.form() == Rendition.Form.DOWNLOAD)
        .forEach(rendition -> move.renditionFailed(id, rendition.name(), failure));
  }

  /**
   * Nothing more comes of the pictures of one wave; those of the other, the sound and the downloads
   * are none the worse for it (REL-33).
   *
   * @return whether something was still to come
   */
  boolean failWave(UUID id, int wave, Waves waves, Failure failure) {
    List<Rendition> all = renditions.all(id);
    List<String> names = waves.pictures(wave, id, all);
    names.forEach(name -> move.renditionFailed(id, name, failure));
    return all.stream().anyMatch(one -> names.contains(one.name()) && !one.isSettled());
  }

  /** Whether a whole picture of it can be watched. */
  boolean isPictureThere(UUID id) {
    return renditions.of(id).stream()
        .anyMatch(rendition ->
            rendition.form() == Rendition.Form.PICTURE
                || rendition.form() == Rendition.Form.SOURCE);
  }

  /** Makes all that the plan names. */
  Ended make(Go go, LadderPlan plan, JobControl control) throws IOException {
    Encoding encoding = new Encoding(go.ffmpeg(), settings);
    Cancellation cancellation = new Cancellation();
    control.onCancel(cancellation::cancel);
    EncodingResult result;
    try (WorkFolder folder = go.ffmpeg().workFolder()) {
      result =
          encoding.make(
              plan, go.source(), folder, told(go.id(), names(plan), cancellation), cancellation);
      if (result instanceof EncodingResult.Made(Map<String, Path> files, String detail)) {
        publish(go.id(), plan, files, detail);
      }
    }
    // Whatever runs now has the room that this run took.
    return switch (result) {
      case EncodingResult.Made _ -> new Ended.Settled();
      case EncodingResult.Rejected(String cause, String detail) ->
          rejected(go, plan, Failure.of(Failure.Kind.UNREADABLE, cause), detail, control);
      case EncodingResult.TryAgain _ when control.cutShort() -> new Ended.Cancelled();
      case EncodingResult.TryAgain(var trouble, String cause, String detail) -> {
        log.warn("encoding video {} failed: {}", go.id(), detail);
        yield new Ended.TryAgain(Tries.kind(trouble), cause);
      }
      case EncodingResult.NoRoom() ->
          throw new NoSpaceException("the disk of the work folders is full");
      case EncodingResult.Cancelled() -> new Ended.Cancelled();
    };
  }

  /** Writes progress down, and ends the run of a video that has been deleted meanwhile (REL-36). */
  DoubleConsumer told(UUID id, List<String> names, Cancellation cancellation) {
    return new SteadyProgress(share -> {
      if (!move.renditionsProgressed(id, names, share)) {
        cancellation.cancel();
      }
    });
  }

  static List<String> names(LadderPlan plan) {
    List<String> names = new ArrayList<>(plan.rungs().stream().map(Rung::name).toList());
    if (plan.audio().isPresent()) {
      names.add(LadderPlan.AUDIO);
    }
    return names;
  }

  /** One output that cannot be made takes the whole run with it, so each is tried alone. */
  private Ended rejected(Go go, LadderPlan plan, Failure failure, String detail, JobControl control)
      throws IOException {
    log.info("video {}: {} cannot be encoded: {}", go.id(), names(plan), detail);
    List<LadderPlan> alone = alone(plan);
    if (alone.size() == 1) {
      move.renditionFailed(go.id(), names(plan).getFirst(), failure);
      return new Ended.Settled();
    }
    for (LadderPlan one : alone) {
      Ended ended = make(go, one, control);
      if (!(ended instanceof Ended.Settled)) {
        return ended;
      }
    }
    return new Ended.Settled();
  }

  /**
   * The tries of a plan are used up. One output that needs too much of something takes the whole
   * run with it, so each that was not made alone already has one more try by itself (REL-33); what
   * is not made then has failed.
   */
  Ended lastTries(Go go, LadderPlan plan, Ended.TryAgain last, JobControl control)
      throws IOException {
    List<LadderPlan> alone = alone(unsettled(go.id(), plan));
    for (LadderPlan one : alone) {
      switch (alone.size() == 1 ? last : make(go, one, control)) {
        case Ended.Settled() -> {}
        case Ended.TryAgain(Failure.Kind kind, String cause) ->
            move.renditionFailed(go.id(), names(one).getFirst(), Failure.of(kind, cause));
        case Ended.Cancelled() -> {
          return new Ended.Cancelled();
        }
      }
    }
    return new Ended.Settled();
  }

  static List<LadderPlan> alone(LadderPlan plan) {
    List<LadderPlan> alone = new ArrayList<>();
    plan.rungs().forEach(rung -> alone.add(plan.only(List.of(rung)).silent()));
    if (plan.audio().isPresent()) {
      alone.add(plan.soundOnly());
    }
    return alone;
  }

  /** Verifies and publishes; what does not stand up fails with its reason. */
  void publish(UUID id, LadderPlan plan, Map<String, Path> files, String detail)
      throws IOException {
    Duration known = move.beingMade(id).flatMap(Video::plays).orElse(Duration.ZERO);
    Verification verification = new Verification(plan, settings.leastShare(), known);
    double reach = reach(id, files);
    List<Rendition> made = new ArrayList<>();
    for (String name : names(plan)) {
      Path file = files.get(name);
      Optional<Rendition> planned = renditions.named(id, name);
      if (file == null || planned.isEmpty()) {
        continue;
      }
      Verdict verdict =
          switch (planned.get().form()) {
            case SOUND -> verification.sound(file, reach);
            case DOWNLOAD -> verification.webm(rung(plan, name), file, reach);
            case PICTURE, SOURCE -> verification.picture(rung(plan, name), file, reach);
          };
      switch (verdict) {
        case Verdict.Good(var traits) -> {
          long size = Files.size(file);
          Sums.publish(blobs, file, planned.get().blob());
          made.add(planned.get().done(size, traits));
        }
        case Verdict.Bad(Failure failure) -> {
          log.warn("video {}, {}: {} ffmpeg said: {}", id, name, failure.sentence(), detail);
          move.renditionFailed(id, name, failure);
        }
      }
    }
    move.viewable(id, made);
  }

  private static Rung rung(LadderPlan plan, String name) {
    return plan.rungs().stream().filter(rung -> rung.name().equals(name)).findFirst().orElseThrow();
  }

  /** What the longest of the files plays, also of those made before. */
  private double reach(UUID id, Map<String, Path> files) throws IOException {
    double reach = 0;
    for (Rendition rendition : renditions.of(id)) {
      if (rendition.form() == Rendition.Form.SOURCE) {
        continue; // It plays what is in it, whether that can be decoded or not.
      }
      reach = Math.max(reach, rendition.traits().duration().toMillis() / 1000.0);
    }
    for (Path file : files.values()) {
      reach = Math.max(reach, Measured.movie(file).map(movie -> movie.duration()).orElse(0.0));
    }
    return reach;
  }
}
