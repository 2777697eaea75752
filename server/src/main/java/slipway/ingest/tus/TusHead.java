package slipway.ingest.tus;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;

/**
 * {@code HEAD} on an upload: how far it is. A writer that is still there is asked to leave first,
 * so that the offset given is one that a PATCH may use (TUS-153, TUS-156).
 */
final class TusHead implements Handler {
  private static final Logger log = LoggerFactory.getLogger(TusHead.class);

  static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final TusDoor door;
  private final TakeBytes take;
  private final Endings endings;
  private final Writers writers;
  private final Receiver receiver;

  TusHead(TusDoor door, TakeBytes take, Writers writers, Receiver receiver) {
    this.door = door;
    this.endings = new Endings(door, take);
    this.take = take;
    this.writers = writers;
    this.receiver = receiver;
  }

  @Override
  public Response handle(Request request) {
    TusHeaders.requireVersion(request.headers());
    Upload upload = look(door.uploadId(request));
    Response answer = TusHeaders.progress(Response.of(200), upload);
    if (upload.length() != null) {
      answer = answer.with("Upload-Length", Long.toString(upload.length()));
    } else if (!upload.isJoined()) {
      answer = answer.with("Upload-Defer-Length", "1");
    }
    if (!upload.concat().isEmpty()) {
      answer = answer.with("Upload-Concat", upload.concat());
    }
    if (!upload.metadata().isEmpty()) {
      answer = answer.with("Upload-Metadata", upload.metadata());
    }
    return endings.add(ReprDigest.wanted(answer, request.headers(), upload, take), upload);
  }

  /**
   * Never fails with what would make clients start a new upload from zero: only 404 says that the
   * upload is no more, all else is 423 and tried again (TUS-33).
   */
  Upload look(String id) {
    long begun = System.nanoTime();
    try {
      boolean written = writers.isWritten(id);
      Upload known = take.find().started(id);
      if (known.state() == Upload.State.FINISHED) {
        // Nobody writes it any more, so there is nobody to wait for (TUS-164).
        return known;
      }
      if (written || writers.isWritten(id)) {
        requireSomebodyWaits(begun);
        writers.settle(id);
        known = take.find().started(id);
      }
      requireSomebodyWaits(begun);
      // If nobody wrote when it was read, it was exact, and is not read again (TUS-32).
      Upload upload = take.claim(take.find().requireInTime(known));
      boolean forgotten = upload.state() == Upload.State.OPEN && upload.isComplete();
      // Whoever writes has brought the last byte, and is about to end it.
      return forgotten && !writers.isWritten(id) ? completed(id) : upload;
    } catch (ProblemException e) {
      throw switch (e.problem()) {
        case Problem.NotFound _, Problem.UploadExpired _ -> e;
        default -> new ProblemException(new Problem.Locked(RETRY_AFTER), e);
      };
    } catch (RuntimeException | IOException e) {
      log.warn("the state of an upload cannot be given now", e);
      throw new ProblemException(new Problem.Locked(RETRY_AFTER), e);
    }
  }

  /**
   * A client that was told to come back later may be writing by now, and whoever looks so late must
   * not take its turn.
   */
  private static void requireSomebodyWaits(long begun) {
    if (System.nanoTime() - begun > TusRoutes.LOOK.toNanos()) {
      throw new ProblemException(new Problem.Locked(RETRY_AFTER));
    }
  }

  /** Ends what a crash left between its last byte and its end (TUS-185). */
  private Upload completed(String id) throws IOException {
    try (Writers.Seat _ = writers.take(id, () -> {})) {
      Upload upload = take.find().startedInTime(id);
      return upload.isComplete() ? receiver.finish(upload) : upload;
    }
  }
}
