package slipway.api.gcore;

import java.time.Duration;
import java.util.List;
import slipway.core.account.Authenticate;
import slipway.core.account.Caller;
import slipway.core.rendition.Renditions;
import slipway.core.video.Videos;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;

/**
 * The paths of this dialect and who answers them. Trailing slashes make no difference and nothing
 * is ever redirected, since that would turn a {@code POST} into a {@code GET} (GC-02); a literal
 * segment wins over an id (GC-03).
 */
public final class GcoreRoutes {
  /** Name of this dialect's door: what uploads and videos made here carry. */
  public static final String DOOR = "gcore";

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE");

  /** What an authenticated caller may ask for. */
  @FunctionalInterface
  interface Operation {
    Response answer(Request request, Caller caller) throws Exception;
  }

  /**
   * What the routes work with.
   *
   * @param origin the configured public origin, which every URL handed out begins with
   */
  public record Parts(
      Origin origin, Authenticate authenticate, Videos videos, Renditions renditions) {}

  private final GcoreCallers callers;
  private final Routes routes = new Routes();

  /** The dialect over core's use cases. */
  public GcoreRoutes(Parts parts) {
    callers = new GcoreCallers(parts.authenticate(), parts.origin());
    addVideos(parts);
  }

  private void addVideos(Parts parts) {
    var videos = new GcoreVideos(new GcoreUrls(parts.origin()), parts.renditions());
    var owned = new GcoreOwned(parts.videos());
    routes.get("/videos/{id}", known(new GcoreGetVideo(owned, videos)));
  }

  /** Everything under {@code /streaming}, and where it was found before (GC-04). */
  public List<Area> areas() {
    return List.of(area("/streaming"), area("/vp/api"));
  }

  private Area area(String prefix) {
    return Area.at(prefix, routes)
        .notFound(_ -> GcoreProblems.notFound())
        .methodNotAllowed((_, allowed) -> GcoreProblems.notOffered(allowed))
        .onError(GcoreProblems::render)
        .cors(
            new CorsPolicy(
                callers::mayRead,
                METHODS,
                /* requestHeaders= */ List.of(),
                /* exposedHeaders= */ List.of("Retry-After"),
                /* credentials= */ true,
                /* maxAge= */ Duration.ZERO,
                /* preflightStatus= */ 204,
                /* privateNetwork= */ false));
  }

  /** For callers with a key. */
  private Handler known(Operation operation) {
    return request -> operation.answer(request, callers.caller(request));
  }
}
