package slipway.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import slipway.api.cloudflare.CloudflareNewcomers;
import slipway.api.cloudflare.CloudflareProblems;
import slipway.api.cloudflare.CloudflareRoutes;
import slipway.api.cloudflare.CloudflareSettings;
import slipway.core.account.Authenticate;
import slipway.core.clip.ClipVideo;
import slipway.core.journey.ChangeVideo;
import slipway.core.journey.DeleteVideo;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.ChangeTicket;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.Minutes;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.TakeBytes;
import slipway.core.video.Videos;
import slipway.core.watermark.KeepWatermarks;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Origin;
import slipway.http.RateLimit;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;
import slipway.ingest.direct.CloudflareForm;
import slipway.ingest.direct.FormFile;
import slipway.ingest.tus.CloudflareManners;
import slipway.ingest.tus.TusDoor;
import slipway.ingest.tus.TusRoutes;

/** The addresses of Cloudflare's dialect, with those of the ingest rooms between them. */
final class CloudflareWing {
  private CloudflareWing() {}

  /** What this wing shares with others. */
  record Shared(
      Authenticate authenticate,
      Videos videos,
      RequestUpload requestUpload,
      ImportFromUrl importFromUrl,
      TakeBytes take,
      CreateUpload create,
      ChangeVideo change,
      DeleteVideo delete,
      ClipVideo clip,
      Writers writers,
      Receiver receiver,
      RateLimit limit) {

    static Shared of(Doors.Rooms rooms) {
      return new Shared(
          rooms.authenticate(),
          rooms.videos(),
          rooms.requestUpload(),
          rooms.importFromUrl(),
          rooms.take(),
          rooms.create(),
          rooms.change(),
          rooms.delete(),
          rooms.clip(),
          rooms.writers(),
          rooms.receiver(),
          rooms.limit());
    }
  }

  /** What only this wing needs. */
  record Rooms(
      CloudflareSettings settings,
      ChangeTicket changeTicket,
      Minutes minutes,
      KeepWatermarks watermarks,
      CloudflareRoutes.Telling telling,
      InstantSource clock) {}

  /**
   * All areas of the dialect.
   *
   * @param more adds the paths about what viewers get
   */
  static List<Area> areas(
      Origin origin, Shared rooms, Rooms own, UnaryOperator<CloudflareRoutes> more) {
    CloudflareSettings settings = own.settings();
    CloudflareNewcomers newcomers =
        new CloudflareNewcomers(
            origin, rooms.authenticate(), rooms.videos(), own.watermarks(), settings, own.clock());
    TusDoor door =
        TusDoor.cloudflare(rooms.take(), new Manners(newcomers), origin, settings.strictChunks());
    Handler creation =
        TusRoutes.creation(door, rooms.take(), rooms.create(), rooms.writers(), rooms.receiver());
    CloudflareForm byKey =
        new CloudflareForm(newcomers::byForm, newcomers::arrived, settings.formLimit());
    CloudflareRoutes routes =
        new CloudflareRoutes(
            origin,
            rooms.authenticate(),
            new CloudflareRoutes.Coming(
                newcomers, rooms.requestUpload(), rooms.importFromUrl(), rooms.clip()),
            new CloudflareRoutes.Keeping(
                rooms.videos(), rooms.change(), own.changeTicket(), rooms.delete(), own.minutes()),
            own.telling(),
            new CloudflareRoutes.Arriving(creation, form(byKey, rooms), door.browsers()));
    return List.of(
        more.apply(routes).area().limited(rooms.limit(), _ -> true, CloudflareWing::tooMany),
        oneTime(newcomers, settings, rooms)
            .limited(rooms.limit(), _ -> true, CloudflareWing::tooMany),
        // An upload under way is never told to wait (TUS-71, REL-93); creations count at the API.
        TusRoutes.area(door, rooms.take(), rooms.create(), rooms.writers(), rooms.receiver()));
  }

  /** Where end users send a form; every answer may be read by every page (CF-42). */
  private static Area oneTime(
      CloudflareNewcomers newcomers, CloudflareSettings settings, Shared rooms) {
    CloudflareForm door =
        CloudflareForm.oneTime(
            rooms.take(), CloudflareNewcomers::id, newcomers::arrived, settings.formLimit());
    Handler form = form(door, rooms);
    return Area.at(
            CloudflareRoutes.UPLOADS,
            new Routes().post("/{uid}", request -> open(form.handle(request))))
        .notFound(_ -> open(CloudflareProblems.notFound()))
        .methodNotAllowed((_, _) -> open(CloudflareProblems.onlyPost()))
        .onError((request, failure) -> open(CloudflareProblems.renderForm(request, failure)))
        .cors(
            new CorsPolicy(
                (request, page) -> true,
                List.of("POST", "OPTIONS"),
                List.of("Content-Type"),
                /* exposedHeaders= */ List.of(),
                /* credentials= */ false,
                Duration.ofDays(1),
                /* preflightStatus= */ 204,
                /* privateNetwork= */ false));
  }

  private static Handler form(CloudflareForm door, Shared rooms) {
    return new FormFile(door, rooms.take(), rooms.create(), rooms.writers(), rooms.receiver());
  }

  private static Response open(Response response) {
    return response.with("Access-Control-Allow-Origin", "*");
  }

  private static Exception tooMany(Duration wait) {
    return new ProblemException(new Problem.OverQuota("too many requests", wait));
  }

  /** The dialect's words for the ingest room. */
  private record Manners(CloudflareNewcomers newcomers) implements CloudflareManners {
    @Override
    public Creator creator(Request request, Map<String, String> metadata) {
      return newcomers.byTus(request, metadata);
    }

    @Override
    public Response words(Problem problem) {
      return CloudflareProblems.render(problem);
    }

    @Override
    public Response refusal(int status, String message) {
      return CloudflareProblems.refusal(status, message);
    }

    @Override
    public String uid(UUID video) {
      return CloudflareNewcomers.uid(video);
    }
  }
}
