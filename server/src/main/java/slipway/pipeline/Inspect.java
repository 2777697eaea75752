package slipway.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.Transactions;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.core.task.Work;
import slipway.core.upload.JoinParts;
import slipway.core.upload.Limits;
import slipway.core.upload.Minutes;
import slipway.core.upload.Upload;
import slipway.core.upload.Uploads;
import slipway.core.video.Content;
import slipway.core.video.Facts;
import slipway.core.video.Failure;
import slipway.core.video.Particulars;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.media.ffmpeg.FfmpegState;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * First stage: finds out what was uploaded. What browsers can watch as it is can be watched from
 * here on, and is ready unless a ladder is wanted; the rest goes on to {@link RemuxSource} or
 * {@link Transcode}, first of all to {@link CutSource} when only a part is wanted, or fails with a
 * reason.
 */
public final class Inspect implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Inspect.class);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(15);

  private final MoveVideo move;
  private final Work work;
  private final JoinParts parts;
  private final Uploads uploads;
  private final Transactions transactions;
  private final BlobStore blobs;
  private final Inspector inspector;
  private final Plans plans;
  private final Minutes minutes;
  private final FfmpegState ffmpeg;
  private final Playlists playlists;

  public Inspect(
      MoveVideo move,
      Work work,
      JoinParts parts,
      Uploads uploads,
      Transactions transactions,
      BlobStore blobs,
      Inspector inspector,
      Plans plans,
      Minutes minutes,
      FfmpegState ffmpeg,
      Playlists playlists) {
    this.move = move;
    this.work = work;
    this.parts = parts;
    this.uploads = uploads;
    this.transactions = transactions;
    this.blobs = blobs;
    this.inspector = inspector;
    this.plans = plans;
    this.minutes = minutes;
    this.ffmpeg = ffmpeg;
    this.playlists = playlists;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    Optional<Video> wanted = move.underWay(id);
    if (wanted.isEmpty()) {
      return Outcome.done();
    }
    Video video = wanted.get();
    if (!parts.missing(id).isEmpty()) {
      return Outcome.done(() -> work.join(id));
    }
    Optional<Blob> prepared = ClearSource.open(blobs, video);
    boolean uncut = prepared.isEmpty() && video.wishes().isCut();
    Optional<Blob> stored = uncut ? blobs.open(BlobKeys.source(id)) : prepared;
    if (stored.isEmpty() && video.wishes().isEncrypted()) {
      return Outcome.done(() -> work.decrypt(id));
    }
    if (stored.isEmpty()) {
      return failed(id, Failure.fileGone());
    }
    try (Blob blob = stored.get()) {
      Inspection found = limited(id, known(video, inspector.inspect(id, blob)));
      if (uncut && found.known().isPresent()) {
        return toCut(video, found.known().get());
      }
      return switch (found) {
        case Inspection.AsIs(Facts facts, Traits traits, boolean texts) ->
            plans.changesPicture(video)
                ? ended(video, facts, () -> toEncode(video, facts))
                : ended(
                    video,
                    facts,
                    () -> {
                      watchable(video, facts, traits, blob.size());
                      later(video, texts);
                    });
        case Inspection.Remux(Facts facts, String reason) -> {
          log.info("video {} must be remuxed: {}", id, reason);
          yield plans.changesPicture(video)
              ? ended(video, facts, () -> toEncode(video, facts))
              : ended(video, facts, () -> toRemux(video, facts));
        }
        case Inspection.Encode(Facts facts, String reason) -> {
          log.info("video {} must be encoded: {}", id, reason);
          yield ended(video, facts, () -> toEncode(video, facts));
        }
        case Inspection.Refused(Failure failure) -> refused(video, failure);
        case Inspection.NotNow(String reason) -> {
          move.waits(id, reason);
          yield new Outcome.Wait(TRY_AGAIN, reason);
        }
        case Inspection.Stopped() -> Tries.cancelled();
        case Inspection.Again _ when control.cutShort() -> Tries.cancelled();
        case Inspection.Again(Failure.Kind kind, String cause) -> {
          log.warn("inspecting video {} went wrong: {}", id, cause);
          move.started(id);
          yield Tries.again(move, id, kind, cause);
        }
      };
    }
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("inspection of video {} was given up: {}", job.key(), reason);
    move.failed(
        UUID.fromString(job.key()),
        Failure.of(Failure.Kind.INTERNAL, "Looking into the file failed on our side."));
  }

  /** The pieces of a playlist are one file here, but their owner named the playlist (LP-89). */
  private Inspection known(Video video, Inspection found) {
    return playlists.isOne(video) ? found.with(Facts::fromPlaylist) : found;
  }

  /** What its ticket does not allow is refused, however well it plays (MD-18, CF-37). */
  private Inspection limited(UUID id, Inspection found) {
    Limits limits = uploads.ofVideo(id).map(Upload::limits).orElse(Limits.none());
    Duration most = limits.maxDuration();
    Duration least = limits.minDuration();
    Duration length = found.known().map(Facts::duration).orElse(Duration.ZERO);
    if (most != null && length.compareTo(most) > 0) {
      return new Inspection.Refused(Failure.tooLong(most));
    }
    // Zero is a length that nobody knows.
    return least != null && length.isPositive() && length.compareTo(least) < 0
        ? new Inspection.Refused(Failure.tooShort(least))
        : found;
  }

  /** Of what a wrong key made of a file, nothing stays (MD-98). */
  private Outcome refused(Video video, Failure failure) throws IOException {
    if (!video.wishes().isEncrypted()) {
      return failed(video.id(), failure);
    }
    ClearSource.forget(blobs, video.id());
    return failed(
        video.id(),
        switch (failure.kind()) {
          case NOT_MEDIA, UNREADABLE, NOTHING_TO_PLAY, INCOMPLETE ->
              Failure.of(
                  Failure.Kind.ENCRYPTED,
                  "What the encrypted file decrypts to is no video. Is the key another one than it"
                      + " was encrypted with, or do its first 16 bytes not hold the IV?",
                  Decrypt.CURE);
          case ENCRYPTED,
              BAD_PLAYLIST,
              OVER_LIMIT,
              TOO_LARGE,
              TOO_LONG,
              TOO_SHORT,
              NEVER_CAME,
              OUT_OF_TIME,
              NOT_FETCHED,
              INTERNAL ->
              failure;
        });
  }

  /**
   * What follows, unless the account's minutes do not last for what was found: then the video fails
   * and keeps its bytes, so that it can be tried again when there is room (CF-32).
   */
  private Outcome ended(Video video, Facts facts, Runnable next) {
    return Outcome.done(() ->
        transactions.change(() -> {
          Optional<Failure> overrun = minutes.overrun(video, facts.duration());
          if (overrun.isPresent()) {
            log.info("video {} failed: {}", video.id(), overrun.get().sentence());
            move.started(video.id());
            move.failed(video.id(), overrun.get());
          } else {
            next.run();
          }
        }));
  }

  private Outcome failed(UUID id, Failure failure) {
    log.info("video {} failed: {}", id, failure.sentence());
    return Outcome.done(() -> {
      move.started(id);
      move.failed(id, failure);
    });
  }

  /** What was asked for must be there; a second is never divided (section 2 of Gcore's). */
  private Outcome toCut(Video video, Facts facts) {
    Particulars said = video.wishes().effectiveParticulars();
    long start = Objects.requireNonNullElse(said.clipStart(), 0);
    long length = Objects.requireNonNullElse(said.clipLength(), 0);
    Duration whole = facts.duration();
    boolean beyond =
        Duration.ofSeconds(start).compareTo(whole) >= 0
            || start + length > Math.ceilDiv(whole.toMillis(), 1000);
    if (whole.isPositive() && beyond) {
      return failed(video.id(), Failure.partBeyondEnd());
    }
    Duration rest = whole.minusSeconds(start);
    Duration part = length > 0 ? Duration.ofSeconds(length) : rest.isNegative() ? whole : rest;
    return ended(
        video,
        facts.toCutTo(part),
        () -> {
          move.started(video.id());
          move.inspected(video.id(), facts.toCutTo(part));
          work.cut(video.id());
        });
  }

  /** Of a part, also how long the whole was. */
  private static Facts remembering(Video video, Facts found) {
    Facts before = video.facts();
    return video.wishes().isCut() && before != null ? found.cutOutOf(before.whole()) : found;
  }

  private void watchable(Video video, Facts found, Traits traits, long size) {
    UUID id = video.id();
    Facts facts = remembering(video, found);
    Rendition source =
        new Rendition(id, "source", Rendition.Form.SOURCE, ClearSource.key(video), size, traits);
    transactions.change(() -> {
      move.started(id);
      move.inspected(id, facts);
      move.viewable(id, List.of(source));
      if (plans.ladderBelow(video, facts, ffmpeg)) {
        move.ladderFollows(id);
      } else {
        move.ready(id);
      }
    });
  }

  private void toRemux(Video video, Facts facts) {
    transactions.change(() -> {
      move.started(video.id());
      move.inspectedForRemux(video.id(), remembering(video, facts));
      later(video, /* texts= */ true);
    });
  }

  private void toEncode(Video video, Facts facts) {
    transactions.change(() -> {
      move.started(video.id());
      move.inspectedForTranscoding(video.id(), remembering(video, facts));
      later(video, /* texts= */ true);
    });
  }

  /**
   * @param texts whether there may be tracks of text, for which a process must be started
   */
  private void later(Video video, boolean texts) {
    Content content = video.content();
    if (content != null && content.sha256() == null) {
      work.hash(video.id());
    }
    if (texts) {
      work.texts(video.id());
    }
  }
}
