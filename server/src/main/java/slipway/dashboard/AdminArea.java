package slipway.dashboard;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import slipway.core.access.ChangeProtection;
import slipway.core.account.Accounts;
import slipway.core.account.ChangeQuota;
import slipway.core.account.OpenAccount;
import slipway.core.caption.Captions;
import slipway.core.caption.KeepCaption;
import slipway.core.caption.RemoveCaption;
import slipway.core.export.ExportVideo;
import slipway.core.journey.DeleteVideo;
import slipway.core.journey.RetryVideo;
import slipway.core.rendition.Renditions;
import slipway.core.task.Tasks;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Uploads;
import slipway.core.video.Videos;
import slipway.core.webhook.KeepWebhooks;
import slipway.core.webhook.ResendLog;
import slipway.core.webhook.TryWebhook;
import slipway.http.Area;
import slipway.http.Handler;
import slipway.http.Routes;

/** Everything below {@code /admin}; every route is behind the admin key. */
public final class AdminArea {
  private AdminArea() {}

  /**
   * What the routes work with.
   *
   * @param health asked on each request
   * @param jobs asked on each request
   * @param webhookDoors doors whose webhooks are set here, with the names of what they tell
   */
  public record Parts(
      AdminKey key,
      String version,
      Supplier<HealthReport> health,
      Supplier<List<JobRow>> jobs,
      Accounts accounts,
      OpenAccount openAccount,
      ChangeQuota changeQuota,
      ChangeProtection changeProtection,
      Videos videos,
      Uploads uploads,
      Tasks tasks,
      Renditions renditions,
      RequestUpload requestUpload,
      ImportFromUrl importFromUrl,
      DeleteVideo deleteVideo,
      RetryVideo retryVideo,
      ExportVideo exportVideo,
      Captions captions,
      KeepCaption keepCaption,
      RemoveCaption removeCaption,
      KeepWebhooks webhooks,
      Handler listWebhooks,
      TryWebhook tryWebhook,
      ResendLog resendLog,
      Hindrances hindrances,
      Map<String, List<String>> webhookDoors) {}

  /** The area, to be mounted as it is. No CORS: only our own page calls it. */
  public static Area of(Parts parts) {
    AdminKey key = parts.key();
    OneVideo one = new OneVideo(parts.videos());
    VideoShapes shapes = new VideoShapes(parts.uploads(), parts.tasks(), parts.renditions());
    Copies copies = new Copies(parts.tasks(), parts.exportVideo());
    Handler protection = key.guard(new ProtectionOfAccount(parts.changeProtection()));
    Handler nothing = key.guard(_ -> AdminProblems.notFound());
    Routes routes =
        new Routes()
            .get("/session", key.guard(new GetSession(parts.version(), parts.health())))
            .get("/jobs", key.guard(new ListJobs(parts.jobs())))
            .get("/webhooks", key.guard(parts.listWebhooks()))
            .post("/webhooks/{id}/test", key.guard(new TestWebhook(parts.tryWebhook())))
            .post("/webhooks/{id}/resend", key.guard(new ResendWebhook(parts.resendLog())))
            .get("/accounts", key.guard(new ListAccounts(parts.accounts())))
            .post("/accounts", key.guard(new AddAccount(parts.openAccount())))
            .patch("/accounts/{id}", key.guard(new ChangeAccount(parts.changeQuota())))
            .get("/accounts/{id}/protection", protection)
            .patch("/accounts/{id}/protection", protection)
            .post("/accounts/{id}/keys", key.guard(new AddKey(parts.openAccount())))
            .get("/videos", key.guard(new ListVideos(parts.videos(), shapes)))
            .post(
                "/videos",
                key.guard(new CreateVideo(parts.accounts(), parts.requestUpload(), shapes)))
            .post(
                "/recordings",
                key.guard(new ImportRecording(parts.accounts(), parts.importFromUrl(), shapes)))
            .get("/videos/{id}", key.guard(new GetVideo(one, shapes, parts.hindrances(), copies)))
            .delete("/videos/{id}", key.guard(new RemoveVideo(one, parts.deleteVideo())))
            .post(
                "/videos/{id}/renditions/{name}/retry",
                key.guard(new TryRenditionAgain(one, shapes, parts.retryVideo())))
            .post(
                "/videos/{id}/exports/{task}/retry",
                key.guard(new TryExportAgain(one, shapes, copies)))
            .post(
                "/videos/{id}/retry", key.guard(new TryVideoAgain(one, shapes, parts.retryVideo())))
            .get("/videos/{id}/captions", key.guard(new ListCaptions(one, parts.captions())))
            .post("/videos/{id}/captions", key.guard(new AddCaption(one, parts.keepCaption())))
            .delete(
                "/videos/{id}/captions/{number}",
                key.guard(new DropCaption(one, parts.removeCaption())));
    AccountWebhook webhook =
        new AccountWebhook(parts.accounts(), parts.webhooks(), parts.webhookDoors());
    String hook = "/accounts/{id}/webhooks/{door}";
    routes
        .get(hook, key.guard(webhook::get))
        .put(hook, key.guard(webhook::put))
        .delete(hook, key.guard(webhook::delete));
    return Area.at("/admin", routes)
        .notFound(nothing)
        .methodNotAllowed((request, _) -> nothing.handle(request))
        .onError(AdminProblems::render);
  }
}
