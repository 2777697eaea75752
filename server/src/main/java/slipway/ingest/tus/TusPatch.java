package slipway.ingest.tus;

import java.io.IOException;
import java.util.OptionalLong;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.Body;
import slipway.http.Handler;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;

/**
 * {@code PATCH} on an upload: appends. Checks go from what costs nothing to what displaces another
 * writer, and no byte of the body is read before the last of them (contract, section 4).
 */
final class TusPatch implements Handler {
  private final TusDoor door;
  private final TakeBytes take;
  private final Endings endings;
  private final UploadNews news;
  private final Writers writers;
  private final Receiver receiver;
  private final HeldBack heldBack = new HeldBack(System::nanoTime);

  TusPatch(TusDoor door, TakeBytes take, UploadNews news, Writers writers, Receiver receiver) {
    this.door = door;
    this.endings = new Endings(door, take);
    this.news = news;
    this.take = take;
    this.writers = writers;
    this.receiver = receiver;
  }

  /** A door is asked and told only when nobody writes any more (TUS-283). */
  @Override
  public Response handle(Request request) throws IOException {
    long beganAt = heldBack.now();
    Upload upload = appended(request);
    long bytes = request.body().declaredLength().orElse(0);
    var _ = heldBack.arrived(request.headers(), upload.id(), bytes, beganAt);
    news.moved(upload);
    Response answer = TusHeaders.progress(Response.of(204), upload);
    return endings.add(ReprDigest.wanted(answer, request.headers(), upload, take), upload);
  }

  private Upload appended(Request request) throws IOException {
    Headers headers = request.headers();
    TusHeaders.requireVersion(headers);
    if (!TusHeaders.isOffsetStream(headers)) {
      throw TusError.INVALID_CONTENT_TYPE.thrown();
    }
    long offset = TusHeaders.offset(headers);
    Checksums checksums =
        Checksums.announced(headers, door.excusesChecksums()).watchedBy(news::meanwhile);
    Upload known = take.find().started(door.uploadId(request));
    if (known.isJoined()) {
      throw TusError.MODIFY_FINAL.thrown();
    }
    if (known.state() == Upload.State.FINISHED) {
      return repeated(request, known, offset);
    }
    Body body = request.body();
    door.checkChunk(known, body.declaredLength());
    try (Writers.Seat seat = writers.takeAt(known, offset, () -> body.stop(Bodies.DISPLACED))) {
      Upload upload = take.claim(take.find().startedInTime(known.id()));
      if (upload.state() == Upload.State.FINISHED) {
        return repeated(request, upload, offset);
      }
      take.bounds().requireWithin(upload);
      requireOffset(upload, offset);
      return append(seat, sized(upload, headers, body), body, checksums);
    }
  }

  private Upload append(Writers.Seat seat, Upload upload, Body body, Checksums checksums)
      throws IOException {
    try {
      return receiver.append(seat, upload, body, checksums);
    } catch (ProblemException ended) {
      throw TusError.stopped(ended, upload, take);
    }
  }

  private static void requireOffset(Upload upload, long offset) {
    if (offset != upload.offset()) {
      throw new ProblemException(new Problem.OffsetMismatch(upload.offset(), offset));
    }
  }

  /** The client missed the answer to its last bytes and sends them again (TUS-44, TUS-45). */
  private static Upload repeated(Request request, Upload upload, long offset) throws IOException {
    requireOffset(upload, offset);
    if (!Bodies.isEmpty(request.body())) {
      throw TusError.UPLOAD_SIZE_EXCEEDED.thrown();
    }
    return upload;
  }

  /** The upload with its length, if that comes only now, and room in it for the body. */
  private Upload sized(Upload upload, Headers headers, Body body) {
    OptionalLong declared = TusHeaders.length(headers);
    if (declared.isPresent()) {
      checkLength(upload, declared.getAsLong());
    }
    Long length = declared.isPresent() ? Long.valueOf(declared.getAsLong()) : upload.length();
    long limit = length == null ? take.bounds().limit(upload) : length;
    if (body.declaredLength().orElse(0) > limit - upload.offset()) {
      throw tooLarge(TusError.UPLOAD_SIZE_EXCEEDED, upload);
    }
    if (length == null || upload.length() != null) {
      return upload;
    }
    // With nothing left to come, length and end become known in one change (TUS-89, TUS-185).
    return length == upload.offset()
        ? upload.withLength(length)
        : take.declareLength(upload, length);
  }

  /** TUS-85 to TUS-88. */
  private void checkLength(Upload upload, long declared) {
    Long known = upload.length();
    if ((known != null && known != declared) || declared < upload.offset()) {
      throw TusError.INVALID_UPLOAD_LENGTH.thrown();
    }
    if (declared > take.bounds().mostBytes(upload)) {
      throw tooLarge(TusError.MAX_SIZE_EXCEEDED, upload);
    }
  }

  /** With the limit, so that a client knows what would do. */
  private TusException tooLarge(TusError error, Upload upload) {
    return new TusException(
        error.refusal().with("Tus-Max-Size", Long.toString(take.bounds().mostBytes(upload))));
  }
}
