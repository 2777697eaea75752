package slipway.ingest.tus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.Area;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;

/** The addresses of a door. */
public final class TusRoutes {
  /** What an upload offers to those who cannot ask by {@code GET}. */
  static final List<String> WITHOUT_GET = List.of("HEAD", "PATCH", "DELETE", "OPTIONS");

  /** The longest that whoever asks for an offset waits, also for a database (TUS-34). */
  static final Duration LOOK = Duration.ofSeconds(9);

  private final TusDoor door;
  private final TakeBytes take;
  private final CreateUpload create;
  private final Writers writers;
  private final Receiver receiver;
  private final TusAnswers answers;
  private final UploadNews news;
  private final Duration longestLook;

  private TusRoutes(
      TusDoor door, TakeBytes take, CreateUpload create, Writers writers, Receiver receiver) {
    this(door, take, create, writers, receiver, LOOK);
  }

  private TusRoutes(
      TusDoor door,
      TakeBytes take,
      CreateUpload create,
      Writers writers,
      Receiver receiver,
      Duration longestLook) {
    this.longestLook = longestLook;
    this.door = door;
    this.take = take;
    this.create = create;
    this.writers = writers;
    this.receiver = receiver;
    this.answers = new TusAnswers(door);
    this.news = new UploadNews(door, System::nanoTime);
  }

  /**
   * The area in which tus is spoken, complete with its CORS policy.
   *
   * @param writers shared with every other way in
   */
  public static Area area(
      TusDoor door, TakeBytes take, CreateUpload create, Writers writers, Receiver receiver) {
    return new TusRoutes(door, take, create, writers, receiver).area();
  }

  /** With another patience of those who ask for an offset, for tests. */
  static Area area(
      TusDoor door,
      TakeBytes take,
      CreateUpload create,
      Writers writers,
      Receiver receiver,
      Duration longestLook) {
    return new TusRoutes(door, take, create, writers, receiver, longestLook).area();
  }

  /**
   * The creation alone, for a door whose uploads are created among the addresses of an API, which
   * has looked at {@code Tus-Resumable} already (TUS-296).
   *
   * @param writers shared with every other way in
   */
  public static Handler creation(
      TusDoor door, TakeBytes take, CreateUpload create, Writers writers, Receiver receiver) {
    TusRoutes routes = new TusRoutes(door, take, create, writers, receiver);
    return routes.answers.around(routes.post());
  }

  /**
   * An address that takes a whole file raw, made resumable for clients that know how (TUS-254): who
   * speaks the IETF's dialect gets an upload at this door, all others are served by {@code plain}.
   *
   * @param raw who may use the address, and what it says of a whole file
   */
  public static Handler upgradable(
      TusDoor door,
      TakeBytes take,
      CreateUpload create,
      Writers writers,
      Receiver receiver,
      RawAddress raw,
      Handler plain) {
    TusRoutes routes = new TusRoutes(door, take, create, writers, receiver);
    IetfUploads ietf = routes.ietf();
    IetfAnswers answers = new IetfAnswers(routes.answers, take.settings());
    return request -> {
      if (!(Speech.of(request.headers()) instanceof Speech.Ietf speech)) {
        return plain.handle(request);
      }
      // In its own words, when it is nobody.
      Callable<Creator> who = admitted(raw, request);
      return answers
          .around((sent, spoken) -> ietf.create(sent, spoken, who, raw), speech)
          .handle(request);
    };
  }

  /** Of a request that may have used up its own ticket that is found out later (TUS-68). */
  private static Callable<Creator> admitted(RawAddress raw, Request request) throws Exception {
    try {
      Creator creator = raw.admit(request);
      return () -> creator;
    } catch (ProblemException refused) {
      if (request.headers().has("Idempotency-Key")
          && refused.problem() instanceof Problem.AlreadyUploaded) {
        return () -> {
          throw refused;
        };
      }
      throw refused;
    }
  }

  /** An address that takes whole files raw. */
  public interface RawAddress {
    /** Who sent the request; throws what the address refuses it with. */
    Creator admit(Request request) throws Exception;

    /** What the address calls the file, where the request's header fields do not. */
    Optional<String> name(Request request);

    /** What it says when the whole file is here. */
    Response finished(Request request, Upload upload) throws Exception;
  }

  private Handler post() {
    return new TusCreate(door, answers, news, take, create, writers, receiver);
  }

  private IetfUploads ietf() {
    return new IetfUploads(door, take, create, writers, receiver);
  }

  /**
   * An answer in the version of the IETF's draft that the request speaks, for areas where that
   * dialect is spoken: also what none of its handlers has answered says so (TUS-257).
   */
  public static Response inItsVersion(Request request, Response answer) {
    return Speech.of(request.headers()) instanceof Speech.Ietf speech
        ? IetfHeaders.echoed(answer, speech)
        : answer;
  }

  private static Response late(Request request) {
    throw new ProblemException(new Problem.Locked(TusHead.RETRY_AFTER));
  }

  /** tus has no {@code GET}, and bytes are never given back (TUS-287). */
  private Handler noGet() {
    return answers.around(request -> {
      TusHeaders.requireVersion(request.headers());
      return door.notOffered(request, WITHOUT_GET);
    });
  }

  private Area area() {
    Handler options = answers.around(new TusOptions(door, take));
    Handler post = answers.around(post());
    Handler head = answers.around(new TusHead(door, take, writers, receiver));
    Handler late = answers.around(TusRoutes::late);
    Handler patch = answers.around(new TusPatch(door, take, news, writers, receiver));
    Handler delete = answers.around(new TusDelete(door, take, writers, receiver));
    Routes routes = new Routes();
    if (door.speaksIetf()) {
      IetfUploads ietf = ietf();
      TwoDialects two = new TwoDialects(door, take, new IetfAnswers(answers, take.settings()));
      post = two.marked(post, ietf::create);
      head = two.perhapsUnmarked(head, ietf::head);
      late = two.marked(late, (request, _) -> late(request));
      patch = two.marked(patch, ietf::append);
      delete = two.perhapsUnmarked(delete, (request, _) -> ietf.delete(request));
      Handler get = two.perhapsUnmarked(noGet(), ietf::get);
      routes = routes.get("/{id}", InTime.handler(longestLook, get, late));
    }
    routes =
        routes
            .post("/", post)
            .head("/{id}", InTime.handler(longestLook, head, late))
            .patch("/{id}", patch)
            .options("/", options)
            .options("/{id}", options)
            .options("/{id}/{below...}", options);
    if (door.terminates()) {
      routes = routes.delete("/{id}", delete);
    }
    Area area =
        Area.at(door.path(), routes)
            .overridingMethods()
            .notFound(request -> answers.notOffered(request, List.of()))
            .methodNotAllowed(answers::notOffered)
            .onError(answers::failedEarly)
            .cors(door.cors());
    if (door.speaksIetf()) {
      area = area.completing(TusRoutes::inItsVersion);
    }
    return door.ignoresCase() ? area.ignoringCase() : area;
  }
}
