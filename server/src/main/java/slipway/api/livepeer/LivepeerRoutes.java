package slipway.api.livepeer;

import java.time.Duration;
import java.util.List;
import slipway.core.Ids;
import slipway.core.access.KeepSigningKeys;
import slipway.core.account.Authenticate;
import slipway.core.account.Caller;
import slipway.core.clip.ClipVideo;
import slipway.core.export.ExportVideo;
import slipway.core.journey.ChangeVideo;
import slipway.core.journey.DeleteVideo;
import slipway.core.journey.RestoreVideo;
import slipway.core.journey.RetryVideo;
import slipway.core.rendition.Renditions;
import slipway.core.task.Tasks;
import slipway.core.upload.ForbiddenUrls;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.WrappingKey;
import slipway.core.video.Videos;
import slipway.core.webhook.Attempts;
import slipway.core.webhook.KeepWebhooks;
import slipway.core.webhook.TellNow;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;

/**
 * The paths of this dialect and who answers them. The two upload addresses are part of the dialect
 * but take bytes, so another room answers them: whoever puts the house together gives them the
 * manners found here ({@link #DOOR}, {@link LivepeerProblems}, {@link #uploadCors()}).
 */
public final class LivepeerRoutes {
  /** Name of this dialect's door: what uploads and videos made here carry. */
  public static final String DOOR = "livepeer";

  /** Where files are {@code PUT} (LP-32). */
  public static final String DIRECT = "/api/asset/upload/direct";

  /** Where tus uploads are created (LP-32). */
  public static final String TUS = "/api/asset/upload/tus";

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE");

  /** What an authenticated caller may ask for. */
  @FunctionalInterface
  interface Operation {
    Response answer(Request request, Caller caller) throws Exception;
  }

  private final LivepeerCallers callers;
  private final Routes routes = new Routes();

  /**
   * The dialect over core's use cases.
   *
   * @param origin the configured public origin, which every URL handed out begins with (LP-15)
   */
  public LivepeerRoutes(
      Origin origin,
      Authenticate authenticate,
      Videos videos,
      Renditions renditions,
      Tasks tasks,
      RequestUpload requestUpload,
      ImportFromUrl importFromUrl,
      ChangeVideo changeVideo,
      DeleteVideo deleteVideo,
      RetryVideo retryVideo,
      ClipVideo clipVideo,
      Access access,
      Telling news,
      Exporting exporting,
      RestoreVideo restoreVideo) {
    callers = new LivepeerCallers(authenticate, origin);
    var storage = new LivepeerStorage(exporting.gateway());
    var files = new LivepeerFiles(origin, renditions);
    var assets = new LivepeerAssets(origin, storage, files);
    var webhooks = new LivepeerWebhooks(news.webhooks());
    var shapes = new LivepeerTasks(assets, storage, exporting.exports()::order);
    var owned = new LivepeerOwned(videos);
    var clips = new LivepeerListClips(videos, assets);
    var ownedTasks = new LivepeerOwnedTasks(tasks);
    Handler uploadByUrl = alsoRestricted(new LivepeerUploadByUrl(importFromUrl, webhooks, assets));
    routes
        .post(
            "/asset/request-upload",
            alsoRestricted(new LivepeerRequestUpload(requestUpload, webhooks, assets, origin)))
        .post("/asset/upload/url", uploadByUrl)
        .post("/asset/request-upload/url", uploadByUrl) // LP-79
        .post("/asset/import", uploadByUrl)
        .get("/asset/{id}/clips", unrestricted(clips))
        .get("/clip/{id}", unrestricted(clips))
        .post("/clip", unrestricted(new LivepeerCreateClip(videos, clipVideo, assets)))
        .get("/asset", unrestricted(new LivepeerListAssets(videos, assets, origin)))
        .get("/asset/{id}", alsoRestricted(new LivepeerGetAsset(owned, assets)))
        .patch(
            "/asset/{id}",
            alsoRestricted(
                new LivepeerUpdateAsset(
                    owned, changeVideo, exporting.exports(), videos, webhooks, assets)))
        .post("/asset/{id}/restore", unrestricted(new LivepeerRestoreAsset(owned, restoreVideo)))
        .post(
            "/asset/{id}/export",
            alsoRestricted(
                new LivepeerExportAsset(
                    owned, exporting.exports(), exporting.forbidden(), videos, shapes)))
        .delete("/asset/{id}", unrestricted(new LivepeerDeleteAsset(owned, deleteVideo)))
        .post("/asset/{id}/retry", unrestricted(new LivepeerRetryAsset(owned, retryVideo)))
        .get("/task", unrestricted(new LivepeerListTasks(tasks, videos, shapes, origin)))
        .get("/task/{id}", alsoRestricted(new LivepeerGetTask(ownedTasks, videos, shapes)))
        .post(
            "/task/{id}/retry",
            unrestricted(new LivepeerRetryTask(ownedTasks, retryVideo, exporting.exports())))
        .get(
            "/playback/{id}",
            answered(new LivepeerPlaybackInfo(callers, videos, renditions, assets, files)));
    routes.get(
        "/access-control/public-key", answered(new LivepeerPublicKey(callers, access.wrapping())));
    addAccessControl(new LivepeerSigningKeys(access.signingKeys()), access.ids(), origin);
    addWebhooks(webhooks, news, origin);
  }

  /** What is behind access control. */
  public record Access(KeepSigningKeys signingKeys, Ids ids, WrappingKey wrapping) {}

  /**
   * What is behind copies in other places.
   *
   * @param gateway what stands before a CID in URLs for people
   */
  public record Exporting(ExportVideo exports, ForbiddenUrls forbidden, String gateway) {}

  /** What is behind webhooks. */
  public record Telling(KeepWebhooks webhooks, Attempts attempts, TellNow tellNow) {}

  private void addAccessControl(LivepeerSigningKeys keys, Ids ids, Origin origin) {
    String all = "/access-control/signing-key";
    String one = all + "/{id}";
    routes
        .post(all, unrestricted(new LivepeerMakeSigningKey(keys, ids)))
        .get(all, unrestricted(new LivepeerListSigningKeys(keys, origin)))
        .get(one, unrestricted(new LivepeerGetSigningKey(keys)))
        .patch(one, unrestricted(new LivepeerUpdateSigningKey(keys)))
        .delete(one, unrestricted(new LivepeerDeleteSigningKey(keys)));
  }

  private void addWebhooks(LivepeerWebhooks webhooks, Telling telling, Origin origin) {
    var logs = new LivepeerWebhookLogs(webhooks, telling.attempts());
    String one = "/webhook/{id}";
    String log = one + "/log/{logId}";
    routes
        .post("/webhook", unrestricted(new LivepeerMakeWebhook(webhooks)))
        .get("/webhook", unrestricted(new LivepeerListWebhooks(webhooks, origin)))
        .delete("/webhook", unrestricted(new LivepeerDeleteWebhooks(webhooks)))
        .get("/webhook/subscribed/{event}", unrestricted(new LivepeerSubscribedWebhooks(webhooks)))
        .get(one, unrestricted(new LivepeerGetWebhook(webhooks)))
        .put(one, unrestricted(new LivepeerReplaceWebhook(webhooks)))
        .patch(one, unrestricted(new LivepeerUpdateWebhook(webhooks)))
        .delete(one, unrestricted(new LivepeerDeleteWebhook(webhooks)))
        .get(one + "/log", unrestricted(new LivepeerListWebhookLogs(logs, origin)))
        .get(log, unrestricted(new LivepeerGetWebhookLog(logs)))
        .post(log + "/resend", unrestricted(new LivepeerResendWebhookLog(logs, telling.tellNow())));
  }

  /** Everything under {@code /api} that is JSON. */
  public Area area() {
    return Area.at("/api", routes)
        .ignoringCase() // LP-01
        .notFound(_ -> marked(LivepeerProblems.notFound())) // LP-04
        .methodNotAllowed((_, _) -> marked(LivepeerProblems.notFound()))
        .onError((request, failure) -> marked(LivepeerProblems.render(failure, request)))
        .cors(cors(callers::mayRead, List.of("*")));
  }

  /** The CORS manners of the two upload addresses: any page, with the fields tus needs (LP-30). */
  public static CorsPolicy uploadCors() {
    return cors(
        (_, _) -> true,
        List.of(
            "Authorization",
            "Content-Type",
            "Location",
            "Tus-Extension",
            "Tus-Max-Size",
            "Tus-Resumable",
            "Tus-Version",
            "Upload-Concat",
            "Upload-Defer-Length",
            "Upload-Length",
            "Upload-Metadata",
            "Upload-Offset",
            "X-HTTP-Method-Override",
            "X-Requested-With",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "Forwarded")); // LP-66
  }

  private static CorsPolicy cors(CorsPolicy.OriginRule origins, List<String> exposed) {
    return new CorsPolicy(
        origins,
        METHODS,
        /* requestHeaders= */ List.of(),
        exposed,
        /* credentials= */ true,
        /* maxAge= */ Duration.ZERO,
        /* preflightStatus= */ 204,
        /* privateNetwork= */ false);
  }

  /** For keys of servers, and keys of browsers with full access (LP-25). */
  private Handler unrestricted(Operation operation) {
    return answered(request -> operation.answer(request, callers.caller(request, false)));
  }

  /** Also for keys that browsers hold (LP-25). */
  private Handler alsoRestricted(Operation operation) {
    return answered(request -> operation.answer(request, callers.caller(request, true)));
  }

  private static Handler answered(Handler handler) {
    return request -> marked(handler.handle(request));
  }

  /** What every answer carries (LP-29). */
  private static Response marked(Response response) {
    return response
        .with("Vary", "Authorization, Origin")
        .with("Access-Control-Expose-Headers", "*");
  }
}
