package slipway.app;

import java.util.ArrayList;
import java.util.List;
import slipway.core.account.Accounts;
import slipway.core.account.Authenticate;
import slipway.core.journey.DeleteVideo;
import slipway.core.journey.RetryVideo;
import slipway.core.task.Tasks;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Uploads;
import slipway.core.video.Videos;
import slipway.http.Area;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;
import slipway.ingest.tus.TusDoor;
import slipway.ingest.tus.TusRoutes;

/** The addresses of the dialects and of the ingest rooms, put together. */
final class Doors {
  private Doors() {}

  /** The rooms behind the doors. */
  record Rooms(
      Accounts accounts,
      Authenticate authenticate,
      Videos videos,
      Tasks tasks,
      Uploads uploads,
      RequestUpload requestUpload,
      TakeBytes take,
      RetryVideo retry,
      DeleteVideo delete,
      Writers writers,
      Receiver receiver) {}

  /** All areas of the site. */
  static List<Area> all(Rooms rooms, List<Area> others) {
    List<Area> areas = new ArrayList<>(others);
    TusDoor files = TusDoor.files(rooms.take());
    areas.add(TusRoutes.area(files, rooms.take(), rooms.writers(), rooms.receiver()));
    return areas;
  }
}
