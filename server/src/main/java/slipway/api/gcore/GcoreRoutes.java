package slipway.api.gcore;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.account.Authenticate;
import slipway.core.account.Caller;
import slipway.core.account.UsedTokens;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.KeepCaption;
import slipway.core.journey.ChangeVideo;
import slipway.core.journey.DeleteVideo;
import slipway.core.rendition.Renditions;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.RequestUpload;
import slipway.core.video.Posters;
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
      Origin origin,
      GcoreSettings settings,
      GcoreTokens tokens,
      UsedTokens usedTokens,
      Ids ids,
      Authenticate authenticate,
      Videos videos,
      Renditions renditions,
      RequestUpload requestUpload,
      ImportFromUrl importFromUrl,
      ChangeVideo changeVideo,
      DeleteVideo deleteVideo,
      Posters posters,
      KeepCaption keepCaption,
      CaptionFiles captionFiles,
      Transactions transactions,
      InstantSource clock,
      GcoreScratch scratch,
      GcoreThings.Parts things) {}

  private final GcoreCallers callers;
  private final Routes routes = new Routes();
  private final Routes signInRoutes = new Routes();

  /** The dialect over core's use cases. */
  public GcoreRoutes(Parts parts) {
    callers = new GcoreCallers(parts.authenticate(), parts.tokens(), parts.origin());
    addVideos(parts);
    addSignIn(parts);
  }

  private void addVideos(Parts parts) {
    var videos =
        new GcoreVideos(new GcoreUrls(parts.origin()), parts.renditions(), parts.things().files());
    var owned = new GcoreOwned(parts.videos());
    var references = new GcoreThings(parts.things());
    references.addTo(routes, parts.videos(), videos, this::known);
    var posters = new GcorePosters(parts.posters());
    var maker =
        new GcoreMaker(
            parts.requestUpload(),
            parts.importFromUrl(),
            posters,
            references,
            parts.transactions(),
            parts.clock());
    String one = "/videos/{id}";
    routes
        .post(
            "/videos", known(new GcoreCreateVideo(maker, videos, parts.settings().createAnswer())))
        .get("/videos", known(new GcoreListVideos(parts.videos(), videos)))
        .get("/videos/names", known(new GcoreListNames(parts.videos())))
        .post(
            "/videos/batch",
            known(
                new GcoreCreateBatch(
                    maker,
                    parts.keepCaption(),
                    parts.captionFiles(),
                    parts.transactions(),
                    parts.ids(),
                    parts.scratch(),
                    videos)))
        .get(one, known(new GcoreGetVideo(owned, videos)))
        .patch(
            one,
            known(new GcoreUpdateVideo(owned, parts.changeVideo(), posters, references, videos)))
        .delete(one, known(new GcoreDeleteVideo(owned, parts.deleteVideo())))
        .get(
            one + "/upload",
            known(
                new GcoreUploadSession(
                    owned, videos, parts.tokens(), parts.origin(), parts.settings().uploadHost())));
  }

  /** What the mobile apps ask of another service (section 14). */
  private void addSignIn(Parts parts) {
    var signIn =
        new GcoreSignIn(
            parts.authenticate(), parts.tokens(), parts.usedTokens(), parts.ids(), parts.clock());
    signInRoutes
        .post("/auth/jwt/login", signIn::login)
        .post("/auth/jwt/refresh", signIn::refresh)
        .get("/clients/me", known(new GcoreGetClient()));
  }

  /** Everything under {@code /streaming}, and where it was found before (GC-04). */
  public List<Area> areas() {
    return List.of(area("/streaming", routes), area("/vp/api", routes), area("/iam", signInRoutes));
  }

  private Area area(String prefix, Routes offered) {
    return Area.at(prefix, offered)
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
