package slipway.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.api.cloudflare.CloudflareDelivery;
import slipway.api.livepeer.LivepeerProblems;
import slipway.api.livepeer.LivepeerRoutes;
import slipway.core.account.Authenticate;
import slipway.core.clip.ClipVideo;
import slipway.core.journey.ChangeVideo;
import slipway.core.journey.DeleteVideo;
import slipway.core.journey.RestoreVideo;
import slipway.core.journey.RetryVideo;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.rendition.Renditions;
import slipway.core.task.Tasks;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.video.Videos;
import slipway.http.Area;
import slipway.http.Handler;
import slipway.http.Origin;
import slipway.http.RateLimit;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;
import slipway.ingest.KeyOrTicket;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;
import slipway.ingest.direct.DirectDoor;
import slipway.ingest.direct.FilesDirect;
import slipway.ingest.direct.LivepeerPut;
import slipway.ingest.direct.PutFile;
import slipway.ingest.direct.ShownName;
import slipway.ingest.tus.TusDoor;
import slipway.ingest.tus.TusRoutes;

/**
 * The addresses of the dialects with those of the ingest rooms between them: a dialect says how its
 * upload addresses speak, an ingest room takes the bytes there.
 */
final class Doors {
  private Doors() {}

  /** The rooms behind the doors. */
  record Rooms(
      Authenticate authenticate,
      Videos videos,
      Renditions renditions,
      Tasks tasks,
      RequestUpload requestUpload,
      ImportFromUrl importFromUrl,
      TakeBytes take,
      CreateUpload create,
      ChangeVideo change,
      RetryVideo retry,
      DeleteVideo delete,
      ClipVideo clip,
      LivepeerRoutes.Access access,
      LivepeerRoutes.Telling telling,
      CloudflareDelivery delivery,
      CloudflareWing.Rooms cloudflare,
      LivepeerRoutes.Exporting exporting,
      RestoreVideo restore,
      Writers writers,
      Receiver receiver,
      RateLimit limit,
      VisitOptions visits,
      GcoreDoors.More gcore) {}

  /**
   * All areas of the site.
   *
   * @param viewers come before others of the same prefix
   * @param others have nothing to do with dialects
   */
  static List<Area> all(Origin origin, Rooms rooms, List<Area> viewers, List<Area> others) {
    VisitOptions visits = rooms.visits();
    List<Area> areas = new ArrayList<>(viewers);
    areas.addAll(others);
    TusDoor files =
        TusDoor.files(
            rooms.take(), rooms.authenticate(), visits.browsers(), visits.expiredIsGone());
    areas.add(tus(files, rooms));
    areas.add(
        FilesDirect.area(
                new KeyOrTicket(rooms.take(), rooms.authenticate()),
                rooms.take(),
                rooms.create(),
                rooms.writers(),
                rooms.receiver(),
                (door, plain) -> resumable(files, rooms, door, plain))
            .completing(TusRoutes::inItsVersion)
            .limited(rooms.limit(), _ -> true, Doors::tooMany));
    areas.addAll(livepeer(origin, files, rooms));
    areas.addAll(GcoreDoors.all(origin, rooms));
    areas.addAll(
        CloudflareWing.areas(
            origin,
            CloudflareWing.Shared.of(rooms),
            rooms.cloudflare(),
            routes -> routes.with(rooms.delivery())));
    return visits.cors() ? areas : areas.stream().map(Area::withoutCors).toList();
  }

  /** A raw upload that a client may make resumable on the way (TUS-254). */
  private static Handler resumable(TusDoor files, Rooms rooms, DirectDoor door, Handler plain) {
    return TusRoutes.upgradable(
        files,
        rooms.take(),
        rooms.create(),
        rooms.writers(),
        rooms.receiver(),
        new Raw(door),
        plain);
  }

  /** What a raw upload says in its own words, also when it was made resumable. */
  private record Raw(DirectDoor door) implements TusRoutes.RawAddress {
    @Override
    public Creator admit(Request request) throws Exception {
      return door.admit(request);
    }

    @Override
    public Optional<String> name(Request request) {
      return request.query().first("name").map(ShownName::of);
    }

    @Override
    public Response finished(Request request, Upload upload) throws Exception {
      return door.finished(request, upload);
    }
  }

  private static List<Area> livepeer(Origin origin, TusDoor files, Rooms rooms) {
    LivepeerRoutes routes =
        new LivepeerRoutes(
            origin,
            rooms.authenticate(),
            rooms.videos(),
            rooms.renditions(),
            rooms.tasks(),
            rooms.requestUpload(),
            rooms.importFromUrl(),
            rooms.change(),
            rooms.delete(),
            rooms.retry(),
            rooms.clip(),
            rooms.access(),
            rooms.telling(),
            rooms.exporting(),
            rooms.restore());
    LivepeerPut door = new LivepeerPut(rooms.take());
    PutFile put =
        new PutFile(door, rooms.take(), rooms.create(), rooms.writers(), rooms.receiver());
    Handler resumable = resumable(files, rooms, door, put);
    Area direct =
        Area.at(LivepeerRoutes.DIRECT, new Routes().put("/", resumable))
            .ignoringCase()
            .notFound(_ -> LivepeerProblems.notFound())
            .methodNotAllowed((_, _) -> LivepeerProblems.notFound())
            .onError((request, failure) -> LivepeerProblems.render(failure, request))
            .completing(TusRoutes::inItsVersion)
            .cors(LivepeerRoutes.uploadCors());
    Handler ticketMissing =
        request ->
            LivepeerProblems.render(
                new ProblemException(new Problem.BadTicket("jwt must be provided")), request);
    TusDoor tus =
        TusDoor.livepeer(
            rooms.take(),
            (request, failure) -> LivepeerProblems.render(failure, request),
            ticketMissing);
    RateLimit limit = rooms.limit();
    return List.of(
        routes.area().limited(limit, _ -> true, Doors::tooMany),
        direct.limited(limit, _ -> true, Doors::tooMany),
        tus(tus, rooms));
  }

  static Exception tooMany(Duration wait) {
    return new ProblemException(new Problem.OverQuota("too many requests", wait));
  }

  static Area tus(TusDoor door, Rooms rooms) {
    // Only beginnings are counted: an upload under way is never told to wait (TUS-71, REL-93).
    return TusRoutes.area(door, rooms.take(), rooms.create(), rooms.writers(), rooms.receiver())
        .limited(rooms.limit(), request -> request.method().equals("POST"), Doors::tooMany);
  }
}
