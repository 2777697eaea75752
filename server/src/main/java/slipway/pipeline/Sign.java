package slipway.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.Ids;
import slipway.core.journey.SignVideo;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.video.Signing;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.media.packaging.WrittenResource;
import slipway.media.provenance.SignedMp4;
import slipway.media.provenance.Signer;
import slipway.media.provenance.Statement;
import slipway.media.provenance.TimeStamps;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.FullDisk;

/**
 * Signs all files that a video can be taken away as (LP-168, MD-80 to MD-87). Kept is what stands
 * before the samples in each of them; the samples stay where they are. Each time it is another
 * blob, so nobody ever reads half of one, and what a crash leaves goes with the video's folder.
 */
public final class Sign implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Sign.class);
  private static final String GENERATOR = "Slipway";

  /** A disk that was full or a file that was busy may be better a moment later. */
  private static final int TRIES = 3;

  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration WAIT_FOR_SPACE = Duration.ofMinutes(1);
  private static final String OUR_FAULT =
      "The files could not be signed on our side; try again later.";
  private static final String NO_SPACE = "There was no space for signed files.";
  private static final String UNSTAMPED = "The files are signed without a time stamp. %s";

  private final SignVideo signVideo;
  private final Renditions renditions;
  private final BlobStore blobs;
  private final SigningKeys keys;
  private final Optional<TimeStamps> stamps;
  private final Ids ids;
  private final String version;

  /**
   * Signs with whatever key there is at that moment.
   *
   * @param stamps has signatures stamped, if the operator named an authority
   * @param version of this software, said in each statement
   */
  public Sign(
      SignVideo signVideo,
      Renditions renditions,
      BlobStore blobs,
      SigningKeys keys,
      Optional<TimeStamps> stamps,
      Ids ids,
      String version) {
    this.signVideo = signVideo;
    this.renditions = renditions;
    this.blobs = blobs;
    this.keys = keys;
    this.stamps = stamps;
    this.ids = ids;
    this.version = version;
  }

  @Override
  public Outcome run(Job job, JobControl control) {
    UUID id = UUID.fromString(job.key());
    Optional<Video> found = signVideo.wanted(id);
    if (found.isEmpty()) {
      return Outcome.done();
    }
    boolean isLastTry = job.attempt() >= TRIES;
    Run run = new Run(found.get(), isLastTry, control);
    String error = null;
    try {
      run.sign();
    } catch (CancellationException stopped) {
      return Tries.cancelled();
    } catch (SigningKeys.NotNow notNow) {
      error = String.valueOf(notNow.getMessage());
    } catch (TimeStamps.NoTimeStamp no) {
      error = UNSTAMPED.formatted(no.getMessage());
    } catch (IOException | RuntimeException broken) {
      if (control.cutShort()) {
        run.drop();
        return Tries.cancelled();
      }
      if (broken instanceof IOException failure && FullDisk.is(failure)) {
        run.drop();
        return new Outcome.Wait(WAIT_FOR_SPACE, NO_SPACE);
      }
      log.error("video {} could not be signed", id, broken);
      error = OUR_FAULT;
    }
    return error != null && !isLastTry
        ? new Outcome.RetryAfter(WAIT, error)
        : ended(id, run, error);
  }

  private Outcome ended(UUID id, Run run, @Nullable String error) {
    List<Signing.File> signed = List.copyOf(run.signed);
    if (error != null) {
      log.warn("video {} is handed out unsigned: {}", id, error);
      return Outcome.done(() -> signVideo.ended(id, Signing.State.FAILED, signed, error));
    }
    String unstamped = run.unstamped;
    if (unstamped != null) {
      log.warn("video {}: {}", id, unstamped);
      return Outcome.done(() -> signVideo.ended(id, Signing.State.UNSTAMPED, signed, unstamped));
    }
    return Outcome.done(() -> signVideo.ended(id, Signing.State.SIGNED, signed, null));
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("signing video {} was given up: {}", job.key(), reason);
    UUID id = UUID.fromString(job.key());
    List<Signing.File> signed = signVideo.wanted(id).map(Sign::before).orElse(List.of());
    signVideo.ended(id, Signing.State.FAILED, signed, OUR_FAULT);
  }

  /** What was signed at another time. */
  private static List<Signing.File> before(Video video) {
    Signing signing = video.wishes().signing();
    return signing == null ? List.of() : signing.files();
  }

  /** One try; what it signed stays known also when it comes to an end in the middle. */
  private final class Run {
    private final Video video;
    private final boolean isLastTry;
    private final JobControl control;
    private final List<Signing.File> signed;

    /** Keys of what this try wrote, also of what it did not bring to an end. */
    private final List<String> written = new ArrayList<>();

    /** Why files have no stamp; from then on the authority is not asked again. */
    private @Nullable String unstamped;

    Run(Video video, boolean isLastTry, JobControl control) {
      this.video = video;
      this.isLastTry = isLastTry;
      this.control = control;
      this.signed = new ArrayList<>(before(video));
    }

    void sign() throws IOException {
      Signer signer = keys.signer();
      List<Rendition> made = renditions.of(video.id());
      try (WholeFiles files = WholeFiles.open(blobs, made)) {
        for (String name : files.names()) {
          Optional<Signing.File> earlier =
              signed.stream().filter(file -> file.rendition().equals(name)).findFirst();
          boolean lacksStamp = earlier.isPresent() && earlier.get().stampedAt() == null;
          if (earlier.isEmpty() || (lacksStamp && asksForStamps())) {
            Optional<Signing.File> file = stamped(files, name, signer, made, earlier.isPresent());
            file.ifPresent(better -> {
              earlier.ifPresent(signed::remove);
              signed.add(better);
            });
          }
        }
      }
    }

    /** Each try has names of its own, so what one leaves on a full disk nobody would find again. */
    void drop() {
      for (String key : written) {
        try {
          blobs.delete(key);
        } catch (IOException stays) {
          log.warn("an unfinished signature stays: {}", key, stays);
        }
      }
    }

    private boolean asksForStamps() {
      return stamps.isPresent() && unstamped == null;
    }

    /** With a stamp if there is one to be had; empty when that leaves it as it is. */
    private Optional<Signing.File> stamped(
        WholeFiles files, String name, Signer signer, List<Rendition> made, boolean isSigned)
        throws IOException {
      if (asksForStamps()) {
        try {
          return Optional.of(sign(files, name, signer, made, stamps));
        } catch (TimeStamps.NoTimeStamp no) {
          if (!isLastTry) {
            throw no;
          }
          unstamped = UNSTAMPED.formatted(no.getMessage());
        }
      }
      return isSigned
          ? Optional.empty()
          : Optional.of(sign(files, name, signer, made, Optional.empty()));
    }

    private Signing.File sign(
        WholeFiles files,
        String name,
        Signer signer,
        List<Rendition> made,
        Optional<TimeStamps> with)
        throws IOException {
      UUID statement = ids.uuid();
      SignedMp4.Signed whole =
          SignedMp4.of(
              files.tracks(name),
              files::file,
              new Statement(
                  statement,
                  name,
                  new Statement.Parent(video.id(), video.name()),
                  !isSource(video, name, made),
                  GENERATOR,
                  version),
              signer,
              with,
              control::cancelled);
      String key = BlobKeys.signed(video.id(), name, statement);
      written.add(key);
      keep(key, WrittenResource.of(whole.resource()));
      return new Signing.File(name, key, whole.stampedAt());
    }
  }

  /** Whether its samples are those that were sent to us. */
  private static boolean isSource(Video video, String name, List<Rendition> made) {
    List<String> sent = List.of(BlobKeys.source(video.id()), BlobKeys.clear(video.id()));
    boolean commonSound = made.stream().anyMatch(one -> one.form() == Rendition.Form.SOUND);
    return made.stream()
        .filter(one -> one.form() == Rendition.Form.SOURCE && sent.contains(one.blob()))
        .anyMatch(one ->
            name.startsWith(one.name() + "-audio") || (name.equals(one.name()) && !commonSound));
  }

  private void keep(String key, byte[] bytes) throws IOException {
    try (BlobAppender out = blobs.append(key, 0)) {
      out.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)});
      out.force();
    }
  }
}
