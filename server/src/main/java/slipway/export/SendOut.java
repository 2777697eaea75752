package slipway.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.export.ExportOrder;
import slipway.core.export.ExportVideo;
import slipway.core.export.MetadataShape;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingException;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * Does the orders. What the other side has taken for good is kept on the way, so a restart or a
 * broken line costs only the piece that was under way.
 */
public final class SendOut implements JobHandler {
  /** Name of the job; its key is the video's id, a colon and the task's id. */
  public static final String KIND = "export";

  private static final Logger log = LoggerFactory.getLogger(SendOut.class);

  /** Waits between the tries; after the last one it is failed until somebody wants it again. */
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(30),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1));

  private static final Pattern TRY = Pattern.compile("Try (\\d+) failed: .*", Pattern.DOTALL);

  private final ExportVideo exports;
  private final BlobStore blobs;
  private final ToIpfs ipfs;
  private final ToAddress address;
  private final ToPinata pinata;

  /**
   * Wires the ways out.
   *
   * @param outgoing for addresses that callers name
   * @param trusted for those that the operator names, wherever they lie
   */
  public SendOut(
      ExportVideo exports,
      BlobStore blobs,
      MetadataShape metadata,
      Outgoing outgoing,
      Outgoing trusted,
      ExportSettings settings) {
    this.exports = exports;
    this.blobs = blobs;
    this.ipfs =
        new ToIpfs(
            exports,
            metadata,
            settings.kubo().map(url -> new Kubo(trusted, url, settings.kuboAuthorization())),
            settings
                .pinning()
                .map(url -> new PinningService(trusted, url, settings.pinningToken())));
    this.address = new ToAddress(outgoing);
    this.pinata = new ToPinata(exports, metadata, trusted, settings.pinata());
  }

  /** What became of one try. */
  sealed interface Sent {
    /** All of it is there. */
    record Done(ExportOrder order) implements Sent {}

    /** The other side is still at it. */
    record Later(Duration after, String reason) implements Sent {}
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key().substring(0, job.key().indexOf(':')));
    UUID task = task(job);
    Optional<ExportOrder> found = exports.toDo(id, task);
    Optional<Video> video = exports.wanted(id);
    if (found.isEmpty() || video.isEmpty()) {
      return Outcome.done();
    }
    ExportOrder order = found.get();
    exports.sends(order, 0);
    // What was cut off stays here.
    String key = video.get().wishes().isCut() ? BlobKeys.clear(id) : BlobKeys.source(id);
    try (Blob blob = blobs.open(key).orElse(null)) {
      if (blob == null) {
        return failed(task, "The stored file is missing.");
      }
      Sent sent =
          switch (order.target()) {
            case IPFS -> ipfs.send(order, video.get(), blob, control);
            case ADDRESS -> address.send(order, blob);
            case PINATA -> pinata.send(order, video.get(), blob);
          };
      return switch (sent) {
        case Sent.Done(ExportOrder done) -> Outcome.done(() -> exports.done(done));
        case Sent.Later(Duration after, String reason) -> new Outcome.RetryAfter(after, reason);
      };
    } catch (NotTaken no) {
      return no.isFinal() ? failed(task, no.sentence()) : again(job, order, no.sentence());
    } catch (OutgoingException.Refused never) {
      return failed(task, String.valueOf(never.getMessage()));
    } catch (OutgoingException broken) {
      return control.cancelled()
          ? new Outcome.RetryAfter(Duration.ZERO, "cancelled on the way")
          : again(job, order, String.valueOf(broken.getMessage()));
    }
  }

  private static UUID task(Job job) {
    return UUID.fromString(job.key().substring(job.key().indexOf(':') + 1));
  }

  private Outcome again(Job job, ExportOrder order, String sentence) {
    int tries = job.lastReason().map(SendOut::tries).orElse(0);
    log.info("export {} did not work: {}", order.task(), sentence);
    if (tries >= WAITS.size()) {
      return failed(order.task(), sentence);
    }
    exports.waitsAgain(order, sentence);
    return new Outcome.RetryAfter(
        WAITS.get(tries), "Try %d failed: %s".formatted(tries + 1, sentence));
  }

  /** Also after a wait for the other side, which is not a failure, counting begins anew. */
  private static int tries(String lastReason) {
    Matcher matcher = TRY.matcher(lastReason);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private Outcome failed(UUID task, String sentence) {
    log.info("export {} failed: {}", task, sentence);
    return Outcome.done(() -> exports.failed(task, sentence));
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("export {} was given up: {}", job.key(), reason);
    exports.failed(task(job), "Sending the file failed on our side; try again later.");
  }

  /** A picture for those who show metadata without the video. */
  static byte[] logo() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">\
    <rect width="96" height="96" rx="16" fill="#0b3954"/>\
    <path d="M36 26v44l36-22z" fill="#fff"/></svg>
    """
        .getBytes(UTF_8);
  }
}
