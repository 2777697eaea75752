package slipway.api.cloudflare;

import java.util.List;
import slipway.core.Ids;
import slipway.core.account.Authenticate;
import slipway.core.account.Caller;
import slipway.core.clip.ClipVideo;
import slipway.core.journey.ChangeVideo;
import slipway.core.journey.DeleteVideo;
import slipway.core.upload.ChangeTicket;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.Minutes;
import slipway.core.upload.RequestUpload;
import slipway.core.video.Videos;
import slipway.core.webhook.KeepWebhooks;
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
 * gives them the manners found here ({@link #DOOR}, {@link #UPLOADS}, {@link CloudflareNewcomers},
 * {@link CloudflareProblems}).
 */
public final class CloudflareRoutes {
  /** Name of this dialect's door: what uploads and videos made here carry. */
  public static final String DOOR = "cloudflare";

  /** Above the one-time URLs of end users. */
  public static final String UPLOADS = "/cf";

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS");

  private static final String STREAM = "/accounts/{account}/stream";
  private static final String VIDEO = STREAM + "/{uid}";

  /** What an authenticated caller may ask for. */
  @FunctionalInterface
  interface Operation {
    Response answer(Request request, Caller caller) throws Exception;
  }

  private final CloudflareCallers callers;
  private final CorsPolicy pages;
  private final Routes routes = new Routes();

  /** How new videos come. */
  public record Coming(
      CloudflareNewcomers newcomers,
      RequestUpload requestUpload,
      ImportFromUrl importFromUrl,
      ClipVideo clipVideo) {}

  /** What becomes of videos that are there. */
  public record Keeping(
      Videos videos,
      ChangeVideo changeVideo,
      ChangeTicket changeTicket,
      DeleteVideo deleteVideo,
      Minutes minutes) {}

  /** What is behind webhooks. */
  public record Telling(KeepWebhooks webhooks, Ids ids) {}

  /**
   * Who takes bytes at the API's own address; both ask for credentials themselves.
   *
   * @param tus creates an upload
   * @param form takes a file in a form
   * @param pages what browsers are told where an upload goes on, which they are told here, too
   */
  public record Arriving(Handler tus, Handler form, CorsPolicy pages) {}

  /**
   * The dialect over core's use cases.
   *
   * @param origin the configured public origin, which every URL handed out begins with
   */
  public CloudflareRoutes(
      Origin origin,
      Authenticate authenticate,
      Coming coming,
      Keeping keeping,
      Telling telling,
      Arriving arriving) {
    callers = new CloudflareCallers(authenticate);
    pages = arriving.pages();
    var shapes = coming.newcomers().shapes();
    var owned = new CloudflareOwned(keeping.videos());
    var reader = coming.newcomers().reader();
    routes
        .post(STREAM, new CloudflareStream(callers, arriving.tus(), arriving.form()))
        .get(STREAM, reading(new CloudflareListVideos(keeping.videos(), shapes)))
        .post(
            STREAM + "/direct_upload",
            changing(new CloudflareDirectUpload(reader, coming.requestUpload(), shapes, origin)))
        .post(
            STREAM + "/copy", changing(new CloudflareCopy(reader, coming.importFromUrl(), shapes)))
        .post(
            STREAM + "/clip",
            changing(new CloudflareClip(owned, reader, coming.clipVideo(), shapes)))
        .get(
            STREAM + "/storage-usage",
            reading(new CloudflareStorageUsage(keeping.videos(), keeping.minutes())))
        .get(STREAM + "/live_inputs", reading((_, _) -> noLiveInputs()))
        .get(VIDEO, reading(new CloudflareGetVideo(owned, shapes)))
        .post(
            VIDEO,
            changing(
                new CloudflareEditVideo(
                    owned, reader, keeping.changeVideo(), keeping.changeTicket(), shapes)))
        .delete(VIDEO, changing(new CloudflareDeleteVideo(owned, keeping.deleteVideo())))
        .get(VIDEO + "/embed", reading(new CloudflareEmbed(owned, shapes)));
    addWebhook(new CloudflareWebhook(telling.webhooks(), telling.ids()));
  }

  private void addWebhook(CloudflareWebhook webhook) {
    String path = STREAM + "/webhook";
    routes
        .put(path, changing(new CloudflarePutWebhook(webhook)))
        .get(path, reading(new CloudflareGetWebhook(webhook)))
        .delete(path, changing(new CloudflareDeleteWebhook(webhook)));
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
                METHODS,
                pages.requestHeaders(),
                pages.exposedHeaders(), // TUS-146
                /* credentials= */ false,
                pages.maxAge(),
                pages.preflightStatus(),
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
