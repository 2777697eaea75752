package slipway.api.cloudflare;

import java.time.Duration;
import java.util.List;
import slipway.core.account.Authenticate;
import slipway.core.account.Caller;
import slipway.core.journey.DeleteVideo;
import slipway.core.video.Videos;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;

/**
 * The paths of this dialect and who answers them, one class for each. The upload addresses are part
 * of the dialect but take bytes, so another room answers them: whoever puts the house together
 * gives them the manners found here ({@link #DOOR}, {@link CloudflareProblems}).
 */
public final class CloudflareRoutes {
  /** Name of this dialect's door: what uploads and videos made here carry. */
  public static final String DOOR = "cloudflare";

  private static final String STREAM = "/accounts/{account}/stream";
  private static final String VIDEO = STREAM + "/{uid}";

  /** What an authenticated caller may ask for. */
  @FunctionalInterface
  interface Operation {
    Response answer(Request request, Caller caller) throws Exception;
  }

  private final CloudflareCallers callers;
  private final Routes routes = new Routes();

  /**
   * The dialect over core's use cases.
   *
   * @param origin the configured public origin, which every URL handed out begins with
   */
  public CloudflareRoutes(
      Origin origin, Authenticate authenticate, Videos videos, DeleteVideo deleteVideo) {
    callers = new CloudflareCallers(authenticate);
    var shapes = new CloudflareVideos(origin, CloudflareVideos.Profiles.none());
    var owned = new CloudflareOwned(videos);
    routes
        .get(STREAM + "/live_inputs", reading((_, _) -> noLiveInputs()))
        .get(VIDEO, reading(new CloudflareGetVideo(owned, shapes)))
        .delete(VIDEO, changing(new CloudflareDeleteVideo(owned, deleteVideo)));
  }

  /** With the paths about what viewers get. */
  public CloudflareRoutes with(CloudflareDelivery delivery) {
    delivery.addTo(routes, this::reading, this::changing);
    return this;
  }

  /** Everything under {@code /client/v4}. */
  public Area area() {
    return Area.at("/client/v4", routes)
        .notFound(_ -> CloudflareProblems.notFound())
        .methodNotAllowed((_, allowed) -> CloudflareProblems.notAllowed(allowed))
        .onError(CloudflareProblems::render)
        .cors(
            new CorsPolicy(
                CloudflareCallers::mayRead,
                List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"),
                /* requestHeaders= */ List.of(),
                List.of("Location", "stream-media-id", "Retry-After"),
                /* credentials= */ false,
                /* maxAge= */ Duration.ZERO,
                /* preflightStatus= */ 204,
                /* privateNetwork= */ false));
  }

  /** For every key of the account. */
  private Handler reading(Operation operation) {
    return request -> operation.answer(request, callers.caller(request, /* changes= */ false));
  }

  /** For keys that may change something. */
  private Handler changing(Operation operation) {
    return request -> operation.answer(request, callers.caller(request, /* changes= */ true));
  }

  private static Response noLiveInputs() {
    return CloudflareAnswers.ok(CloudflareShapes.LiveInputs.none());
  }
}
