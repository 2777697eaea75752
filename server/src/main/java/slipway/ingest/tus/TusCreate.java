package slipway.ingest.tus;

import java.io.IOException;
import java.util.List;
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
  private final Admissions admissions;
  private final Endings endings;
  private final UploadNews news;
  private final TakeBytes take;
  private final CreateUpload create;
  private final Repeats repeats = new Repeats();
  private final Writers writers;
  private final Receiver receiver;

  TusCreate(
      TusDoor door,
      TusAnswers answers,
      UploadNews news,
      TakeBytes take,
      CreateUpload create,
      Writers writers,
      Receiver receiver) {
    this.door = door;
    this.answers = answers;
    this.admissions = new Admissions(door);
    this.endings = new Endings(door, take);
    this.news = news;
    this.take = take;
    this.create = create;
    this.writers = writers;
    this.receiver = receiver;
  }

  /**
   * What a creation asks for, after every check that needs no upload.
   *
   * @param length {@code null} when it is deferred
   * @param sha256 what the whole file is said to be
   * @param bringsBytes whether the body is the upload's first bytes
   */
  private record Wanted(
      @Nullable Long length,
      TusMetadata metadata,
      String rawMetadata,
      TusConcat concat,
      @Nullable String sha256,
      boolean bringsBytes,
      Checksums checksums) {

    /** After the door has said its word. */
    Wanted agreed(Admission.Admitted admitted) {
      String said = admitted.metadata();
      return new Wanted(
          length,
          metadata,
          said == null ? rawMetadata : said,
          concat,
          sha256,
          bringsBytes,
          checksums);
    }
  }

  @Override
  public Response handle(Request request) throws Exception {
    Wanted checked = door.asksFirst() ? null : wanted(request);
    TusMetadata said = checked == null ? TusMetadata.none() : checked.metadata;
    Admission admission;
    try {
      admission = admissions.ask(request, said);
    } catch (ProblemException refused) {
      if (refused.problem() instanceof Problem.AlreadyUploaded) {
        return before(request, checked).orElseThrow(() -> refused);
      }
      throw refused;
    }
    return switch (admission) {
      case Admission.TurnedAway(Response answer) -> answer;
      case Admission.Admitted admitted -> {
        Wanted agreed = (checked == null ? wanted(request) : checked).agreed(admitted);
        Long most = admitted.limits().maxBytes();
        if (most != null) {
          checkSize(request.body(), agreed.length, most);
        }
        yield once(request, admitted.creator(), agreed);
      }
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
    if (!offsetStream && !door.excusesBodies() && !Bodies.isEmpty(request.body())) {
      throw TusError.INVALID_CONTENT_TYPE.thrown();
    }
    Long length = TusHeaders.lengthOrDeferred(headers);
    TusMetadata metadata = TusMetadata.of(headers, door.metadataRules());
    Checksums checksums =
        Checksums.announced(headers, door.excusesChecksums()).watchedBy(news::meanwhile);
    String sha256 = ReprDigest.announced(headers);
    checkSize(request.body(), length, door.maxBytes(take.settings()));
    return new Wanted(length, metadata, metadata.raw(), concat, sha256, offsetStream, checksums);
  }

  /** TUS-129, TUS-130. */
  private Wanted wantedWhole(Request request, TusConcat concat) throws IOException {
    Headers headers = request.headers();
    if (!Bodies.isEmpty(request.body())) {
      throw TusError.MODIFY_FINAL.thrown();
    }
    if (headers.has("Upload-Length") || headers.has("Upload-Defer-Length")) {
      throw TusError.INVALID_UPLOAD_LENGTH.thrown();
    }
    TusMetadata metadata = TusMetadata.of(headers, door.metadataRules());
    return new Wanted(
        /* length= */ null,
        metadata,
        metadata.raw(),
        concat,
        /* sha256= */ null,
        /* bringsBytes= */ false,
        Checksums.announced(headers));
  }

  /** TUS-63, TUS-75. */
  private static void checkSize(Body body, @Nullable Long length, long limit) {
    long declared = body.declaredLength().orElse(0);
    if ((length != null && length > limit) || declared > (length == null ? limit : length)) {
      throw new TusException(
          TusError.MAX_SIZE_EXCEEDED.refusal().with("Tus-Max-Size", Long.toString(limit)));
    }
  }

  /** A creation that is repeated gives what it gave before (TUS-68, TUS-137). */
  private Response once(Request request, Creator creator, Wanted wanted) throws IOException {
    Birth birth =
        repeats.birth(creator, request.headers(), wanted.concat).announcing(wanted.sha256);
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

  /** The answer that got lost, if this is the request that used up its ticket. */
  private Optional<Response> before(Request request, @Nullable Wanted checked) throws IOException {
    Optional<Creator> creator = door.before(request);
    if (creator.isEmpty()) {
      return Optional.empty();
    }
    Wanted wanted = checked == null ? wanted(request) : checked;
    Birth birth =
        repeats.birth(creator.get(), request.headers(), wanted.concat).announcing(wanted.sha256);
    String key = birth.requestKey();
    return key == null
        ? Optional.empty()
        : create.repeated(key).map(upload -> again(request, upload, birth));
  }

  private Response again(Request request, Upload before, Birth birth) {
    if (!Objects.equals(before.birth().requestPrint(), birth.requestPrint())) {
      throw TusError.REQUEST_DIFFERS.thrown();
    }
    return created(request, before, door.location(request, before));
  }

  private Response create(Request request, Creator creator, Wanted wanted, Birth birth)
      throws IOException {
    CreateUpload.Asked asked =
        new CreateUpload.Asked(
            door.nameOf(wanted.metadata),
            wanted.length,
            wanted.rawMetadata,
            wanted.concat.raw(),
            birth);
    return switch (wanted.concat) {
      case TusConcat.None() -> start(request, create.upload(creator, asked), wanted, birth);
      case TusConcat.Partial _ -> fill(request, create.part(creator, asked), wanted);
      case TusConcat.Final(_, var parts) -> {
        if (!door.joinsUnfinished()) {
          requireFinished(parts, creator);
        }
        Upload whole = whole(creator, asked, parts);
        yield created(request, whole, door.location(request, whole));
      }
    };
  }

  /** Whoever still brings bytes to the ticket's upload has to go first, as they are void now. */
  private Upload whole(Creator creator, CreateUpload.Asked asked, List<String> parts) {
    if (!(creator instanceof Creator.Ticket(Upload ticketed))) {
      return create.whole(creator, asked, parts);
    }
    try (Writers.Seat _ = writers.take(ticketed.id(), () -> {})) {
      return create.whole(creator, asked, parts);
    }
  }

  /** TUS-139; what is not there, or somebody else's, is refused later in other words. */
  private void requireFinished(List<String> parts, Creator creator) {
    long bytes = 0;
    for (String id : parts) {
      Upload part = take.find().started(id);
      if (part.account() != creator.account()) {
        continue;
      }
      if (part.state() == Upload.State.OPEN) {
        throw TusError.UPLOAD_NOT_FINISHED.thrown();
      }
      bytes += part.offset();
    }
    if (bytes > door.maxBytes(take.settings())) {
      throw TusError.MAX_SIZE_EXCEEDED.thrown();
    }
  }

  private Response start(Request request, Upload upload, Wanted wanted, Birth birth)
      throws IOException {
    Body body = wanted.bringsBytes ? request.body() : Body.of(new byte[0]);
    Filled filled;
    try (Writers.Seat seat = writers.take(upload.id(), () -> body.stop(Bodies.DISPLACED))) {
      Upload started =
          birth.ticketed() ? take.start(upload, wanted.length, wanted.rawMetadata, birth) : upload;
      filled = fill(request, started, wanted, seat, body);
    }
    return answer(request, filled);
  }

  private Response fill(Request request, Upload part, Wanted wanted) throws IOException {
    Body body = wanted.bringsBytes ? request.body() : Body.of(new byte[0]);
    Filled filled;
    try (Writers.Seat seat = writers.take(part.id(), () -> body.stop(Bodies.DISPLACED))) {
      filled = fill(request, part, wanted, seat, body);
    }
    return answer(request, filled);
  }

  private Filled fill(Request request, Upload started, Wanted wanted, Writers.Seat seat, Body body)
      throws IOException {
    String location = door.location(request, started);
    try {
      Upload filled =
          wanted.bringsBytes || started.isComplete()
              ? receiver.append(seat, started, body, wanted.checksums)
              : started;
      return new Filled(filled, null);
    } catch (TusException mismatch) {
      // Nothing was created (TUS-108); with a ticket it can be tried again.
      receiver.drop(started);
      throw mismatch;
    } catch (IOException | RuntimeException broken) {
      Response refused = answers.failed(request, stopped(broken, started));
      // What came before is kept, and nobody should have to send it again (TUS-81).
      boolean isThere = LeftOff.isThere(take, started);
      return new Filled(started, isThere ? refused.with("Location", location) : refused);
    }
  }

  private Exception stopped(Exception broken, Upload upload) {
    return broken instanceof ProblemException ended
        ? TusError.stopped(ended, upload, take)
        : broken;
  }

  /**
   * What became of a creation.
   *
   * @param refused the answer, when not all went well
   */
  private record Filled(Upload upload, @Nullable Response refused) {}

  private Response answer(Request request, Filled filled) {
    Response refused = filled.refused;
    return refused == null
        ? created(request, filled.upload, door.location(request, filled.upload))
        : refused;
  }

  private Response created(Request request, Upload upload, String location) {
    news.moved(upload);
    Response plain = TusHeaders.progress(Response.of(201), upload).with("Location", location);
    Response answer =
        endings.add(ReprDigest.wanted(plain, request.headers(), upload, take), upload);
    return upload.isPart()
        ? answer
        : answer.withHeaders(answer.headers().orElse(door.onCreation(take.find().videoOf(upload))));
  }
}
