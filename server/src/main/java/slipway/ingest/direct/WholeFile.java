package slipway.ingest.direct;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Birth;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.Body;
import slipway.http.BodyException;
import slipway.http.Hangup;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;

/**
 * Takes a file that comes in one request, from its first byte. One that breaks leaves its ticket
 * usable and counts for nothing (CF-40, LP-54); what was made for a key goes again, as nobody could
 * go on with it, also when the file is none that can be played (CF-19).
 */
final class WholeFile {
  private static final String DISPLACED = "a newer request writes this upload";

  private final DirectDoor door;
  private final TakeBytes take;
  private final CreateUpload create;
  private final Writers writers;
  private final Receiver receiver;

  WholeFile(
      DirectDoor door, TakeBytes take, CreateUpload create, Writers writers, Receiver receiver) {
    this.door = door;
    this.take = take;
    this.create = create;
    this.writers = writers;
    this.receiver = receiver;
  }

  /**
   * A file as it lies in a request.
   *
   * @param name what it is called, safe to show
   * @param length in bytes, {@code null} when that is not known before its end
   */
  record Brought(String name, @Nullable Long length) {}

  /** Brings the bytes of a file into an upload; what follows them in the body comes after. */
  @FunctionalInterface
  interface Bytes {
    /** The upload with all its bytes, which is not finished yet unless its length was known. */
    Upload append(Writers.Seat seat, Upload upload) throws IOException;
  }

  /** Where the request comes in the order of all; asked for first of everything. */
  long arrive() {
    return writers.arrive();
  }

  /** Who brings it, and that a body of this length could be taken from them. */
  Creator admit(Request request, long mostAround) throws Exception {
    Creator creator = door.admit(request);
    long atLeast = request.body().declaredLength().orElse(0) - mostAround;
    if (atLeast > limit(creator)) {
      throw new ProblemException(new Problem.TooLarge(limit(creator)));
    }
    if (atLeast > 0 && mostAround > 0) {
      // The file's own length is not known; when it is, starting the upload looks for room.
      take.bounds().requireRoomFor(creator, atLeast);
    }
    return creator;
  }

  /** The most bytes that a file may have here. */
  long limit(Creator creator) {
    long allowed =
        switch (creator) {
          case Creator.Ticket(Upload upload) -> take.bounds().limitFor(upload.limits());
          case Creator.Key key -> take.bounds().limitFor(key.limits());
        };
    return Math.min(door.maxBytes(), allowed);
  }

  /** Takes the file and answers. */
  Response take(Request request, long arrival, Creator creator, Brought file, Bytes bytes)
      throws Exception {
    Body body = request.body();
    boolean ticketed = creator instanceof Creator.Ticket;
    Birth birth = new Birth(Birth.Dialect.TUS, ticketed, /* claimed= */ ticketed, null, null);
    // Of nothing there is no last byte: whether it is all is seen when the body has ended.
    Long length = file.length() == null || file.length() == 0 ? null : file.length();
    Upload upload =
        create.upload(creator, new CreateUpload.Asked(file.name(), length, "", "", birth));
    try (Writers.Seat seat = writers.take(upload.id(), arrival, () -> body.stop(DISPLACED))) {
      Upload started = ticketed ? take.start(upload, length, "", birth) : upload;
      try {
        Upload received = bytes.append(seat, started);
        return door.finished(request, receiver.finishSome(received));
      } catch (IOException | RuntimeException broken) {
        if (!ticketed) {
          receiver.drop(started);
        }
        throw broken;
      }
    } catch (BodyException.ClientGone gone) {
      throw new Hangup("the client is gone");
    }
  }
}
