package slipway.app;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import slipway.api.gcore.GcoreRoutes;
import slipway.api.gcore.GcoreSettings;
import slipway.core.Transactions;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.KeepCaption;
import slipway.core.video.Posters;
import slipway.http.Area;
import slipway.http.Origin;

/** The addresses of the Gcore dialect. */
final class GcoreDoors {
  private GcoreDoors() {}

  /** What this dialect needs besides what all do. */
  record More(
      GcoreSettings settings,
      Posters posters,
      KeepCaption keepCaption,
      CaptionFiles captionFiles,
      Transactions transactions,
      InstantSource clock) {}

  static List<Area> all(Origin origin, Doors.Rooms rooms) {
    More more = rooms.gcore();
    GcoreRoutes routes =
        new GcoreRoutes(
            new GcoreRoutes.Parts(
                origin,
                more.settings(),
                rooms.authenticate(),
                rooms.videos(),
                rooms.renditions(),
                rooms.requestUpload(),
                rooms.importFromUrl(),
                rooms.change(),
                rooms.delete(),
                more.posters(),
                more.keepCaption(),
                more.captionFiles(),
                more.transactions(),
                more.clock()));
    List<Area> areas = new ArrayList<>();
    for (Area area : routes.areas()) {
      areas.add(area.limited(rooms.limit(), _ -> true, Doors::tooMany));
    }
    return areas;
  }
}
