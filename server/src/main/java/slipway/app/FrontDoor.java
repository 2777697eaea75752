package slipway.app;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;

/**
 * Where requests come in; asks them to come back while the house behind it is still being built.
 * Who asks how far an upload has come is let wait instead: clients of tus answer most refusals of
 * that question by sending the whole file again to a new upload (TUS-33).
 */
final class FrontDoor implements Handler {
  /** Less than the ten seconds after which clients give a question up (TUS-34). */
  private static final Duration PATIENCE = Duration.ofSeconds(9);

  private final VisitOptions visits;
  private final Duration patience;
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile Handler house = this::starting;

  FrontDoor(VisitOptions visits) {
    this(visits, PATIENCE);
  }

  /** With another patience, for tests. */
  FrontDoor(VisitOptions visits, Duration patience) {
    this.visits = visits;
    this.patience = patience;
  }

  void opensTo(Handler built) {
    house = built;
    opened.countDown();
  }

  private Response starting(Request request) throws Exception {
    boolean asksForOffset = asksForOffset(request);
    if (asksForOffset && opened.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return house.handle(request);
    }
    Response answer =
        asksForOffset
            ? Response.of(423).with("Cache-Control", "no-store")
            : Response.text(503, "starting\n");
    Response later = answer.with("Retry-After", "1");
    return corsOfRefusals().map(pages -> pages.apply(request, later)).orElse(later);
  }

  /** As clients of tus and of the IETF's draft do. */
  private static boolean asksForOffset(Request request) {
    Headers headers = request.headers();
    return request.method().equals("HEAD")
        && (headers.has("Tus-Resumable") || headers.has("Upload-Draft-Interop-Version"));
  }

  @Override
  public Response handle(Request request) throws Exception {
    return house.handle(request);
  }

  @Override
  public Optional<CorsPolicy> corsOfRefusals() {
    return visits.cors()
        ? Optional.of(visits.browsers().policy(/* preflightStatus= */ 200))
        : Optional.empty();
  }
}
