package slipway.ingest.tus;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Birth;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
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
 * {@code POST} on the creation address: starts an upload and takes its first bytes when the request
 * brings some (TUS-60 to TUS-91). With a ticket the upload exists already, so that doing it twice
 * gives the same address and starts over (LP-61).
 */
final class TusCreate implements Handler {
  private final TusDoor door;
  private final TusAnswers answers;
  private final TakeBytes take;
  private final CreateUpload create;
  private final Repeats repeats = new Repeats();
  private final Writers writers;
  private final Receiver receiver;

  TusCreate(
      TusDoor door,
      TusAnswers answers,
      TakeBytes take,
      CreateUpload create,
      Writers writers,
      Receiver receiver) {
    this.door = door;
    this.answers = answers;
    this.take = take;
    this.create = create;
    this.writers = writers;
    this.receiver = receiver;
  }

  /**
   * What a creation asks for, after every check that needs no upload.
   *
   * @param length {@code null} when it is deferred
   * @param bringsBytes whether the body is the upload's first bytes
   */
  private record Wanted(
      @Nullable Long length,
      TusMetadata metadata,
      TusConcat concat,
      boolean bringsBytes,
      Checksums checksums) {}

  @Override
  public Response handle(Request request) throws Exception {
    Wanted checked = door.asksFirst() ? null : wanted(request);
    return switch (door.admit(request)) {
      case Admission.TurnedAway(Response answer) -> answer;
      case Admission.Admitted(Creator creator) ->
          once(request, creator, checked == null ? wanted(request) : checked);
    };
  }

  private Wanted wanted(Request request) throws IOException {
    Headers headers = request.headers();
    TusHeaders.requireVersion(headers);
    TusConcat concat = TusConcat.of(headers);
    if (!(concat instanceof TusConcat.None) && !door.joinsParts()) {
      throw TusError.INVALID_CONCAT.thrown();
    }
    if (concat instanceof TusConcat.Final) {
      return wantedWhole(request, concat);
    }
    boolean offsetStream = TusHeaders.isOffsetStream(headers);
    if (!offsetStream && !Bodies.isEmpty(request.body())) {
      throw TusError.INVALID_CONTENT_TYPE.thrown();
    }
    Long length = TusHeaders.lengthOrDeferred(headers);
    TusMetadata metadata = TusMetadata.of(headers);
    Checksums checksums = Checksums.announced(headers);
    checkSize(request.body(), length);
    return new Wanted(length, metadata, concat, offsetStream, checksums);
  }

  /** TUS-129, TUS-130. */
  private static Wanted wantedWhole(Request request, TusConcat concat) throws IOException {
    Headers headers = request.headers();
    if (!Bodies.isEmpty(request.body())) {
      throw TusError.MODIFY_FINAL.thrown();
    }
    if (headers.has("Upload-Length") || headers.has("Upload-Defer-Length")) {
      throw TusError.INVALID_UPLOAD_LENGTH.thrown();
    }
    return new Wanted(
        /* length= */ null,
        TusMetadata.of(headers),
        concat,
        /* bringsBytes= */ false,
        Checksums.announced(headers));
  }

  /** TUS-63, TUS-75. */
  private void checkSize(Body body, @Nullable Long length) {
    long limit = take.settings().maxBytes();
    long declared = body.declaredLength().orElse(0);
    if ((length != null && length > limit) || declared > (length == null ? limit : length)) {
      throw new TusException(
          TusError.MAX_SIZE_EXCEEDED.refusal().with("Tus-Max-Size", Long.toString(limit)));
    }
  }

  /** A creation that is repeated gives what it gave before (TUS-68, TUS-137). */
  private Response once(Request request, Creator creator, Wanted wanted) throws IOException {
    Birth birth = repeats.birth(creator, request.headers(), wanted.concat);
    String key = birth.requestKey();
    if (key == null) {
      return create(request, creator, wanted, birth);
    }
    repeats.begin(key);
    try {
      Optional<Upload> before = create.repeated(key);
      return before.isPresent()
          ? again(request, before.get(), birth)
          : create(request, creator, wanted, birth);
    } finally {
      repeats.ended(key);
    }
  }

  private Response again(Request request, Upload before, Birth birth) {
    if (!Objects.equals(before.birth().requestPrint(), birth.requestPrint())) {
      throw TusError.REQUEST_DIFFERS.thrown();
    }
    return created(before, door.location(request, before));
  }

  private Response create(Request request, Creator creator, Wanted wanted, Birth birth)
      throws IOException {
    CreateUpload.Asked asked =
        new CreateUpload.Asked(
            wanted.metadata.name().orElse("Untitled"),
            wanted.length,
            wanted.metadata.raw(),
            wanted.concat.raw(),
            birth);
    return switch (wanted.concat) {
      case TusConcat.None() -> start(request, create.upload(creator, asked), wanted, birth);
      case TusConcat.Partial _ -> fill(request, create.part(creator, asked), wanted);
      case TusConcat.Final(_, var parts) -> {
        Upload whole = create.whole(creator, asked, parts);
        yield created(whole, door.location(request, whole));
      }
    };
  }

  private Response start(Request request, Upload upload, Wanted wanted, Birth birth)
      throws IOException {
    Body body = wanted.bringsBytes ? request.body() : Body.of(new byte[0]);
    try (Writers.Seat seat = writers.take(upload.id(), () -> body.stop(Bodies.DISPLACED))) {
      Upload started =
          birth.ticketed()
              ? take.start(upload, wanted.length, wanted.metadata.raw(), birth)
              : upload;
      return fill(request, started, wanted, seat, body);
    }
  }

  private Response fill(Request request, Upload part, Wanted wanted) throws IOException {
    Body body = wanted.bringsBytes ? request.body() : Body.of(new byte[0]);
    try (Writers.Seat seat = writers.take(part.id(), () -> body.stop(Bodies.DISPLACED))) {
      return fill(request, part, wanted, seat, body);
    }
  }

  private Response fill(
      Request request, Upload started, Wanted wanted, Writers.Seat seat, Body body)
      throws IOException {
    String location = door.location(request, started);
    try {
      Upload filled =
          wanted.bringsBytes || started.isComplete()
              ? receiver.append(seat, started, body, wanted.checksums)
              : started;
      return created(filled, location);
    } catch (TusException mismatch) {
      // Nothing was created (TUS-108); with a ticket it can be tried again.
      receiver.drop(started);
      throw mismatch;
    } catch (ProblemException problem) {
      Response refused = answers.failed(request, problem);
      // What is left can be gone on with, unless the house wants none of it (TUS-81).
      return problem.problem() instanceof Problem.UnsupportedMedia
              || problem.problem() instanceof Problem.TooLong
          ? refused
          : refused.with("Location", location);
    }
  }

  private Response created(Upload upload, String location) {
    Response answer = TusHeaders.progress(Response.of(201), upload).with("Location", location);
    return upload.isPart()
        ? answer
        : answer.withHeaders(answer.headers().orElse(door.onCreation(take.videoOf(upload))));
  }
}
