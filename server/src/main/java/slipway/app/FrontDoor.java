package slipway.app;

import java.util.Optional;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/**
 * Where requests come in; asks them to come back while the house behind it is still being built.
 */
final class FrontDoor implements Handler {
  private final VisitOptions visits;
  private volatile Handler house = this::starting;

  FrontDoor(VisitOptions visits) {
    this.visits = visits;
  }

  void opensTo(Handler built) {
    house = built;
  }

  private Response starting(Request request) {
    Response answer = Response.text(503, "starting\n").with("Retry-After", "1");
    return corsOfRefusals().map(pages -> pages.apply(request, answer)).orElse(answer);
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
