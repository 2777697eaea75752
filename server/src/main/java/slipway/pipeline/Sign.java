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
import slipway.media.packaging.Resource;
import slipway.media.packaging.WrittenResource;
import slipway.media.provenance.SignedMp4;
import slipway.media.provenance.Signer;
import slipway.media.provenance.Statement;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

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
  private static final String OUR_FAULT =
      "The files could not be signed on our side; try again later.";
  private static final String NO_SPACE = "There was no space for signed files.";

  private final SignVideo signVideo;
  private final Renditions renditions;
  private final BlobStore blobs;
  private final SigningKeys keys;
  private final Ids ids;
  private final String version;

  /**
   * Signs with whatever key there is at that moment.
   *
   * @param version of this software, said in each statement
   */
  public Sign(
      SignVideo signVideo,
      Renditions renditions,
      BlobStore blobs,
      SigningKeys keys,
      Ids ids,
      String version) {
    this.signVideo = signVideo;
    this.renditions = renditions;
    this.blobs = blobs;
    this.keys = keys;
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
    Video video = found.get();
    Signing before = video.wishes().signing();
    List<Signing.File> signed = new ArrayList<>(before == null ? List.of() : before.files());
    String error = null;
    try {
      sign(video, signed, control);
    } catch (CancellationException stopped) {
      return new Outcome.RetryAfter(Duration.ZERO, "cancelled on the way");
    } catch (SigningKeys.NotNow notNow) {
      error = String.valueOf(notNow.getMessage());
    } catch (NoSpaceException full) {
      error = NO_SPACE;
    } catch (IOException | RuntimeException broken) {
      log.error("video {} could not be signed", id, broken);
      error = OUR_FAULT;
    }
    return error != null && job.attempt() < TRIES
        ? new Outcome.RetryAfter(WAIT, error)
        : ended(id, signed, error);
  }

  private Outcome ended(UUID id, List<Signing.File> signed, @Nullable String error) {
    if (error != null) {
      log.warn("video {} is handed out unsigned: {}", id, error);
    }
    return Outcome.done(() -> signVideo.ended(id, signed, error));
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("signing video {} was given up: {}", job.key(), reason);
    UUID id = UUID.fromString(job.key());
    List<Signing.File> signed =
        signVideo
            .wanted(id)
            .map(video -> video.wishes().signing())
            .map(Signing::files)
            .orElse(List.of());
    signVideo.ended(id, signed, OUR_FAULT);
  }

  /** Adds what it signs to the list, also when it comes to an end in the middle. */
  private void sign(Video video, List<Signing.File> signed, JobControl control) throws IOException {
    Signer signer = keys.signer();
    List<Rendition> made = renditions.of(video.id());
    try (WholeFiles files = WholeFiles.open(blobs, made)) {
      for (String name : files.names()) {
        if (signed.stream().noneMatch(file -> file.rendition().equals(name))) {
          UUID statement = ids.uuid();
          Resource resource =
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
                  control::cancelled);
          String key = BlobKeys.signed(video.id(), name, statement);
          keep(key, WrittenResource.of(resource));
          signed.add(new Signing.File(name, key));
        }
      }
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
