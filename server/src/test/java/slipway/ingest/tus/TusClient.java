package slipway.ingest.tus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.http.Area;
import slipway.http.Body;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.Receiver;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** Speaks tus to a door of a house in memory, without a socket. */
final class TusClient {
  static final String BYTES = "application/offset+octet-stream";

  final IngestHouse house;
  private final TusDoor door;
  private final Area area;
  private final String creation;

  private TusClient(IngestHouse house, TusDoor door, String creation) {
    this(house, door, creation, house.receiver);
  }

  private TusClient(IngestHouse house, TusDoor door, String creation, Receiver receiver) {
    this.house = house;
    this.door = door;
    this.creation = creation;
    this.area = TusRoutes.area(door, house.take, house.create, house.writers, receiver);
  }

  /** At another door. */
  static TusClient at(IngestHouse house, TusDoor door) {
    return new TusClient(house, door, door.path() + "?ticket=");
  }

  /** The same house with a receiver that remembers nothing, as after a restart. */
  TusClient with(Receiver restarted) {
    return new TusClient(house, door, creation, restarted);
  }

  static TusClient files() {
    IngestHouse house = new IngestHouse();
    return new TusClient(
        house, TusDoor.files(house.take, house.authenticate, TusBrowsers.any()), "/files/?ticket=");
  }

  /** The dialect's rendering is stood in for by {@code errors(<problem>)}. */
  static TusClient livepeer() {
    IngestHouse house = new IngestHouse();
    TusDoor door =
        TusDoor.livepeer(
            house.take,
            (request, failure) ->
                Response.text(status(failure), "dialect: " + failure.getMessage()),
            request -> Response.text(401, "dialect: no token"));
    return new TusClient(house, door, "/api/asset/upload/tus?token=");
  }

  private static int status(Exception failure) {
    Problem problem = ((ProblemException) failure).problem();
    return problem instanceof Problem.BadTicket
        ? 403
        : problem instanceof Problem.AlreadyUploaded ? 422 : 404;
  }

  Response send(Request.Builder request) {
    return area.handle(request.build());
  }

  /** A request that speaks tus. */
  Request.Builder to(String method, String target) {
    return Request.to(method, target).header("Tus-Resumable", "1.0.0");
  }

  Request.Builder post(RequestUpload.Given given) {
    return to("POST", creation + given.ticket());
  }

  Request.Builder head(Upload upload) {
    return to("HEAD", address(upload));
  }

  Request.Builder delete(Upload upload) {
    return to("DELETE", address(upload));
  }

  Request.Builder patch(Upload upload, long offset, String bytes) {
    return patch(upload, offset, Body.of(bytes(bytes)));
  }

  Request.Builder patch(Upload upload, long offset, Body body) {
    return to("PATCH", address(upload))
        .header("Content-Type", BYTES)
        .header("Upload-Offset", Long.toString(offset))
        .body(body);
  }

  String address(Upload upload) {
    return door.path() + "/" + upload.id();
  }

  /** The upload at a {@code Location}. */
  Upload at(Response created) {
    String path = URI.create(header(created, "Location")).getPath();
    return house.upload(path.substring(path.lastIndexOf('/') + 1));
  }

  /** Sends a request on a thread of its own, up to where it waits for its body. */
  Thread writing(Request.Builder request, StagedBody body) throws InterruptedException {
    Thread writer = Thread.ofVirtual().start(() -> send(request));
    body.awaitReader();
    return writer;
  }

  /** Looks, so that a writer who may stay makes durable what it has, and tells of it. */
  Response lookMeanwhile(Upload upload, StagedBody body) throws Exception {
    FutureTask<Response> look = new FutureTask<>(() -> send(head(upload)));
    Thread.ofVirtual().start(look);
    while (!look.isDone()) {
      // The writer sees that somebody looks when something comes, however little.
      body.give("");
      Thread.sleep(5);
    }
    return look.get();
  }

  /** A started upload without bytes. */
  Upload started(long length) {
    return at(send(post(house.ticket()).header("Upload-Length", Long.toString(length))));
  }

  /** A started upload with these bytes so far. */
  Upload startedWith(long length, String bytes) {
    Upload upload = started(length);
    send(patch(upload, 0, bytes));
    return house.upload(upload.id());
  }

  static String header(Response response, String name) {
    return response.headers().first(name).orElse("none");
  }

  static String text(Response response) {
    try {
      return new String(response.content().toBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
