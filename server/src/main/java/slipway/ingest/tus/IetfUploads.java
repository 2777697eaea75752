package slipway.ingest.tus;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Birth;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.Body;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;

/**
 * Resumable Uploads for HTTP, the IETF's dialect, on the same addresses and the same uploads as tus
 * (contract, section 21): one method for each verb. Interim answers tell the address of a new
 * upload before its bytes are awaited.
 */
final class IetfUploads {
  private final TusDoor door;
  private final TakeBytes take;
  private final CreateUpload create;
  private final Writers writers;
  private final Receiver receiver;
  private final TusHead look;
  private final Admissions admissions;
  private final Repeats repeats = new Repeats();
  private final HeldBack heldBack = new HeldBack(System::nanoTime);

  IetfUploads(
      TusDoor door, TakeBytes take, CreateUpload create, Writers writers, Receiver receiver) {
    this.door = door;
    this.take = take;
    this.create = create;
    this.writers = writers;
    this.receiver = receiver;
    this.look = new TusHead(door, take, writers, receiver);
    this.admissions = new Admissions(door);
  }

  /** {@code POST} (TUS-230 to TUS-239). */
  Response create(Request request, Speech.Ietf speech) throws Exception {
    return create(
        request,
        speech,
        () ->
            switch (admissions.ask(request, IetfHeaders.metadata(request.headers()))) {
              case Admission.TurnedAway(Response answer) -> turnedAway(answer);
              case Admission.Admitted(Creator who, _) -> who;
            },
        _ -> Optional.empty(),
        (_, _) -> Response.of(201));
  }

  /**
   * The same at an address that takes whole files raw (TUS-236, TUS-254).
   *
   * @param who may use it; {@link Problem.AlreadyUploaded} when it is used up, maybe by this very
   *     request (TUS-68)
   */
  Response create(
      Request request, Speech.Ietf speech, Callable<Creator> who, TusRoutes.RawAddress address)
      throws Exception {
    return create(request, speech, who, address::name, address::finished);
  }

  /** What is said of a whole file. */
  private interface Finished {
    Response answer(Request request, Upload upload) throws Exception;
  }

  private Response create(
      Request request,
      Speech.Ietf speech,
      Callable<Creator> who,
      Function<Request, Optional<String>> otherName,
      Finished finished)
      throws Exception {
    Headers headers = request.headers();
    Body body = request.body();
    boolean complete = IetfHeaders.complete(headers, speech);
    // Before anything else is found wrong with the length: that answer tells the limits (TUS-252).
    requireFits(0, IetfHeaders.length(headers));
    OptionalLong declared = IetfBody.length(headers, body, 0, complete);
    TusMetadata metadata = IetfHeaders.metadata(headers);
    IetfBody check = new IetfBody(request, speech);
    requireFits(body.declaredLength().orElse(0), declared);
    Creation asked =
        new Creation(
            request,
            speech,
            complete,
            declared.isPresent() ? declared.getAsLong() : null,
            metadata.name().or(() -> otherName.apply(request)).orElse("Untitled"),
            metadata.raw(),
            check,
            finished);
    Creator creator;
    try {
      creator = who.call();
    } catch (ProblemException refused) {
      if (refused.problem() instanceof Problem.AlreadyUploaded) {
        return before(asked).orElseThrow(() -> refused);
      }
      throw refused;
    }
    return once(asked, creator);
  }

  /**
   * A creation after every check that needs no upload.
   *
   * @param length {@code null} when it stays unknown
   */
  private record Creation(
      Request request,
      Speech.Ietf speech,
      boolean complete,
      @Nullable Long length,
      String name,
      String metadata,
      IetfBody check,
      Finished finished) {}

  /** One that is repeated gives what it gave before (TUS-68). */
  private Response once(Creation asked, Creator creator) throws Exception {
    Birth birth = birth(asked, creator);
    String key = birth.requestKey();
    if (key == null) {
      return create(asked, creator, birth);
    }
    repeats.begin(key);
    try {
      Optional<Upload> before = create.repeated(key);
      return before.isPresent() ? again(asked, before.get(), birth) : create(asked, creator, birth);
    } finally {
      repeats.ended(key);
    }
  }

  private Birth birth(Creation asked, Creator creator) {
    Headers headers = asked.request.headers();
    // Who was told the address in a 104 may come back to it, whatever becomes of the answer.
    boolean claimed = creator instanceof Creator.Ticket || asked.speech.version() > 0;
    return repeats
        .ietfBirth(creator, headers, asked.complete, claimed)
        .announcing(ReprDigest.announced(headers));
  }

  /** The answer that got lost, if this is the request that used up its ticket. */
  private Optional<Response> before(Creation asked) throws Exception {
    Optional<Creator> creator = door.before(asked.request);
    if (creator.isEmpty()) {
      return Optional.empty();
    }
    Birth birth = birth(asked, creator.get());
    String key = birth.requestKey();
    Optional<Upload> upload = key == null ? Optional.empty() : create.repeated(key);
    return upload.isEmpty() ? Optional.empty() : Optional.of(again(asked, upload.get(), birth));
  }

  private Response again(Creation asked, Upload before, Birth birth) throws Exception {
    if (!Objects.equals(before.birth().requestPrint(), birth.requestPrint())) {
      throw TusError.REQUEST_DIFFERS.thrown();
    }
    tellLocation(asked, before);
    return created(asked, before);
  }

  private void tellLocation(Creation asked, Upload upload) {
    new Interim(asked.request, asked.speech, System::nanoTime)
        .location(door.location(asked.request, upload), UploadLimit.of(take, upload));
  }

  private Response create(Creation asked, Creator creator, Birth birth) throws Exception {
    Body body = asked.request.body();
    Upload upload =
        create.upload(
            creator, new CreateUpload.Asked(asked.name, asked.length, asked.metadata, "", birth));
    try (Writers.Seat seat = writers.take(upload.id(), () -> body.stop(Bodies.DISPLACED))) {
      Upload started =
          birth.ticketed() ? take.start(upload, asked.length, asked.metadata, birth) : upload;
      tellLocation(asked, started);
      Upload filled;
      try {
        filled = filled(seat, started, body, asked.check, asked.complete);
      } catch (TusException wrong) {
        // A digest or a length that does not fit: nothing was created (TUS-108). Dropped while the
        // seat is ours, so that no bytes of a newcomer go along.
        receiver.drop(upload);
        throw wrong;
      } catch (IOException | RuntimeException broken) {
        // Also told here, as an older client, or a proxy, had no 104.
        throw LeftOff.isThere(take, started)
            ? new LeftOff(door.location(asked.request, started), broken)
            : broken;
      }
      return created(asked, filled);
    }
  }

  private Response created(Creation asked, Upload upload) throws Exception {
    Response told =
        upload.state() == Upload.State.FINISHED
            ? asked.finished.answer(asked.request, upload)
            : Response.of(201);
    Response answer =
        IetfHeaders.progress(told, asked.speech, upload, take)
            .with("Location", door.location(asked.request, upload));
    return ReprDigest.wanted(answer, asked.request.headers(), upload, take);
  }

  /** Doors that speak this dialect answer by problems only. */
  private static Creator turnedAway(Response answer) {
    throw new TusException(TusError.UPLOAD_REJECTED.refusal().withStatus(answer.status()));
  }

  /** {@code PATCH} (TUS-242 to TUS-247). */
  Response append(Request request, Speech.Ietf speech) throws IOException {
    long beganAt = heldBack.now();
    Headers headers = request.headers();
    if (speech.isTyped() && !IetfHeaders.isPartialUpload(headers)) {
      throw TusError.INVALID_CONTENT_TYPE.thrown();
    }
    Body body = request.body();
    long offset = IetfHeaders.offset(headers);
    boolean complete = IetfHeaders.complete(headers, speech);
    OptionalLong declared = IetfBody.length(headers, body, offset, complete);
    IetfBody check = new IetfBody(request, speech);
    Upload known = take.find().started(door.uploadId(request));
    if (known.isJoined()) {
      throw TusError.MODIFY_FINAL.thrown();
    }
    if (known.state() == Upload.State.FINISHED) {
      return repeated(body, speech, known, offset, complete);
    }
    try (Writers.Seat seat = writers.takeAt(known, offset, () -> body.stop(Bodies.DISPLACED))) {
      Upload upload = take.claim(take.find().startedInTime(known.id()));
      if (upload.state() == Upload.State.FINISHED) {
        return repeated(body, speech, upload, offset, complete);
      }
      take.bounds().requireWithin(upload);
      if (offset != upload.offset()) {
        throw new ProblemException(new Problem.OffsetMismatch(upload.offset(), offset));
      }
      Upload filled = filled(seat, sized(upload, body, declared), body, check, complete);
      var _ = heldBack.arrived(headers, filled.id(), body.declaredLength().orElse(0), beganAt);
      Response answer = IetfHeaders.progress(Response.of(204), speech, filled, take);
      return ReprDigest.wanted(answer, headers, filled, take);
    }
  }

  /** {@code HEAD} (TUS-240, TUS-241). */
  Response head(Request request, Speech.Ietf speech) {
    refuseState(request);
    Upload upload = look.look(door.uploadId(request));
    Response answer = IetfHeaders.progress(Response.of(204), speech, upload, take);
    return ReprDigest.wanted(answer, request.headers(), upload, take);
  }

  /** {@code GET}: from version 8 on another way to ask for the offset (TUS-240). */
  Response get(Request request, Speech.Ietf speech) {
    if (!speech.asksByGet()) {
      throw new TusException(
          TusError.METHOD_NOT_ALLOWED
              .refusal()
              .with("Allow", String.join(", ", TusRoutes.WITHOUT_GET)));
    }
    return head(request, speech);
  }

  /** {@code DELETE} (TUS-249). */
  Response delete(Request request) throws IOException {
    refuseState(request);
    Upload upload = take.find().started(door.uploadId(request));
    try (Writers.Seat _ = writers.take(upload.id(), () -> {})) {
      receiver.drop(take.find().startedInTime(upload.id()));
      return Response.of(204);
    }
  }

  private static void refuseState(Request request) {
    for (String name : new String[] {"Upload-Offset", "Upload-Complete", "Upload-Incomplete"}) {
      if (request.headers().has(name)) {
        throw TusError.INVALID_OFFSET.thrown();
      }
    }
  }

  private Upload filled(
      Writers.Seat seat, Upload upload, Body body, IetfBody check, boolean complete)
      throws IOException {
    try {
      Upload filled =
          body.isEmpty() && !upload.isComplete() && !check.isWanted()
              ? upload
              : receiver.append(seat, upload, body, check);
      if (!complete || filled.state() == Upload.State.FINISHED) {
        return filled;
      }
      IetfBody.requireEnd(filled);
      return receiver.finish(filled);
    } catch (IetfBody.Surplus tooMuch) {
      receiver.drop(upload);
      throw new TusException(TusError.INVALID_UPLOAD_LENGTH.refusal());
    }
  }

  private Upload sized(Upload upload, Body body, OptionalLong declared) throws IOException {
    Long known = upload.length();
    if (known != null && upload.offset() + body.declaredLength().orElse(0) > known) {
      receiver.drop(upload);
      throw TusError.INVALID_UPLOAD_LENGTH.thrown();
    }
    if (declared.isEmpty()) {
      requireFits(upload.offset() + body.declaredLength().orElse(0), declared);
      return upload;
    }
    long length = declared.getAsLong();
    if ((known != null && known != length) || length < upload.offset()) {
      throw TusError.INVALID_UPLOAD_LENGTH.thrown();
    }
    requireFits(upload.offset() + body.declaredLength().orElse(0), declared);
    if (known != null) {
      return upload;
    }
    return length == upload.offset()
        ? upload.withLength(length)
        : take.declareLength(upload, length);
  }

  private void requireFits(long end, OptionalLong length) {
    long limit = door.maxBytes(take.settings());
    if (length.orElse(0) > limit || end > limit) {
      throw TusError.MAX_SIZE_EXCEEDED.thrown();
    }
    if (length.isPresent() && end > length.getAsLong()) {
      throw TusError.INVALID_UPLOAD_LENGTH.thrown();
    }
  }

  /**
   * The client missed the last answer; anything else is a mistake (TUS-247). Who takes the upload
   * for unfinished and has more for it than its length does not send the file that was announced:
   * such an upload is void, as if its end had come with the surplus (TUS-246).
   */
  private Response repeated(
      Body body, Speech.Ietf speech, Upload upload, long offset, boolean complete)
      throws IOException {
    if (offset != upload.offset()) {
      throw TusError.UPLOAD_COMPLETE.thrown();
    }
    boolean empty = Bodies.isEmpty(body);
    if (!complete && !empty) {
      receiver.drop(upload);
      throw TusError.INVALID_UPLOAD_LENGTH.thrown();
    }
    if (!complete || !empty) {
      throw TusError.UPLOAD_COMPLETE.thrown();
    }
    return IetfHeaders.progress(Response.of(204), speech, upload, take);
  }
}
