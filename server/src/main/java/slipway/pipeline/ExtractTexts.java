package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.KeepEmbedded;
import slipway.core.caption.Languages;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.media.captions.EmbeddedText;
import slipway.media.captions.TextReading;
import slipway.media.captions.TextTracks;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Sniffed;
import slipway.media.probe.Sniffer;
import slipway.storage.Blob;
import slipway.storage.BlobStore;
import slipway.storage.FullDisk;

/**
 * Makes captions of the text tracks in a source (MD-76). Nobody waits for it, and no video fails
 * for it.
 */
public final class ExtractTexts implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(ExtractTexts.class);
  private static final Duration WAIT_FOR_FFMPEG = Duration.ofMinutes(10);
  private static final Duration TRY_AGAIN = Duration.ofMinutes(1);
  private static final int TRIES = 3;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
  private static final int LONGEST_LABEL = 200;

  private final KeepEmbedded keep;
  private final StoredCaptions files;
  private final BlobStore blobs;
  private final FfmpegState state;
  private final Probes probes;

  public ExtractTexts(
      KeepEmbedded keep, StoredCaptions files, BlobStore blobs, FfmpegState state, Probes probes) {
    this.keep = keep;
    this.files = files;
    this.blobs = blobs;
    this.state = state;
    this.probes = probes;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    if (!(state instanceof FfmpegState.Present(Ffmpeg ffmpeg))) {
      return new Outcome.Wait(WAIT_FOR_FFMPEG, "waiting for FFmpeg");
    }
    Optional<Blob> stored = ClearSource.open(blobs, id);
    if (stored.isEmpty()) {
      return Outcome.done();
    }
    var kept = new KeptTexts(id);
    try (Blob blob = stored.get()) {
      return outcome(job, control, kept, read(ffmpeg, blob, kept, control));
    } catch (ProblemException hindered) {
      return kept.later(hindered);
    } catch (IOException failure) {
      FullDisk.orThrow(failure);
      log.warn("the text tracks of video {} wait for space: {}", id, failure.toString());
      return noRoom();
    } finally {
      kept.dropUnlessWanted();
    }
  }

  private Outcome outcome(Job job, JobControl control, KeptTexts kept, TextReading reading) {
    return switch (reading) {
      case TextReading.Read() -> kept.done();
      case TextReading.NoRoom() -> noRoom();
      case TextReading.Cancelled() -> Tries.cancelled();
      // Whoever stops a service may end FFmpeg, too, which says nothing about the file.
      case TextReading.Failed _ when control.cutShort() -> Tries.cancelled();
      case TextReading.Failed(String detail) -> {
        log.warn("the text tracks of video {} could not be read: {}", job.key(), detail);
        yield job.attempt() < TRIES
            ? new Outcome.RetryAfter(TRY_AGAIN, "the text tracks could not be read")
            : Outcome.done();
      }
    };
  }

  private TextReading read(Ffmpeg ffmpeg, Blob blob, TextTracks.Taker taker, JobControl control)
      throws IOException {
    byte[] head = Heads.of(blob, Sniffer.ENOUGH);
    boolean complete = blob.size() <= Sniffer.ENOUGH;
    if (!(Sniffer.look(head, complete) instanceof Sniffed.Media(var container))) {
      return new TextReading.Read();
    }
    Path file = blob.file().orElseThrow();
    return switch (probes.of(ffmpeg, blob, container)) {
      case ProbeResult.Probed(MediaFacts facts) -> {
        Cancellation cancellation = new Cancellation();
        control.onCancel(cancellation::cancel);
        yield new TextTracks(ffmpeg).read(file, facts, taker, cancellation);
      }
      case ProbeResult.Unreadable _ -> new TextReading.Read();
      case ProbeResult.Encrypted _ -> new TextReading.Read();
      case ProbeResult.NoUsableTracks _ -> new TextReading.Read();
      case ProbeResult.TimedOut() -> new TextReading.Failed("looking into the file took too long");
      case ProbeResult.Unavailable(String reason) -> new TextReading.Failed(reason);
      case ProbeResult.Stopped() -> new TextReading.Cancelled();
      case ProbeResult.Hindered(IOException cause) -> throw cause;
    };
  }

  /** What one run has kept of a video's texts: each as soon as it was read. */
  private final class KeptTexts implements TextTracks.Taker {
    private final UUID video;
    private final List<KeepEmbedded.Found> found = new ArrayList<>();
    private boolean wanted;

    KeptTexts(UUID video) {
      this.video = video;
    }

    @Override
    public void take(EmbeddedText text) throws IOException {
      Optional<CaptionFiles.Kept> kept;
      try {
        kept = files.keep(video, text);
      } catch (ProblemException refused) {
        if (!(refused.problem() instanceof Problem.UnsupportedMedia(String reason))) {
          throw refused;
        }
        // The others may be fine.
        log.warn("text track {} of video {} is left out: {}", text.index(), video, reason);
        return;
      }
      String language = text.language().map(Languages::tag).orElse(Languages.UNKNOWN);
      kept.ifPresent(
          file -> found.add(new KeepEmbedded.Found(language, label(text, language), file)));
    }

    /** All are there; they become captions together with the end of the job. */
    Outcome done() {
      wanted = true;
      return Outcome.done(() -> {
        if (!keep.keep(video, found)) {
          drop();
        }
      });
    }

    /** They cannot be kept for now; else the problem is thrown again. */
    Outcome later(ProblemException hindered) {
      if (hindered.problem() instanceof Problem.NoSpace) {
        return noRoom();
      }
      if (hindered.problem() instanceof Problem.Busy) {
        return new Outcome.Wait(TRY_AGAIN, "waiting for other captions to be read");
      }
      throw hindered;
    }

    /** Each run has names of its own: what stays would be there for ever. */
    void dropUnlessWanted() {
      if (!wanted) {
        drop();
      }
    }

    private void drop() {
      found.forEach(one -> files.drop(one.kept().blob()));
    }
  }

  private static Outcome noRoom() {
    return new Outcome.Wait(TRY_AGAIN, "waiting for space on the disk");
  }

  private static String label(EmbeddedText text, String language) {
    String title = CONTROL.matcher(text.title().orElse("")).replaceAll(" ").strip();
    if (title.isEmpty()) {
      return Languages.ownName(language);
    }
    return title.substring(
        0,
        title.offsetByCodePoints(
            0, Math.min(LONGEST_LABEL / 2, title.codePointCount(0, title.length()))));
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("the text tracks of video {} were not read: {}", job.key(), reason);
  }
}
