package slipway.app;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import slipway.api.gcore.GcoreRoutes;
import slipway.api.gcore.GcoreScratch;
import slipway.api.gcore.GcoreSettings;
import slipway.api.gcore.GcoreThings;
import slipway.api.gcore.GcoreTokens;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.account.HouseSecrets;
import slipway.core.account.UsedTokens;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.KeepCaption;
import slipway.core.video.Posters;
import slipway.http.Area;
import slipway.http.Origin;
import slipway.ingest.tus.TusDoor;
import slipway.ingest.tus.UploadTokens;

/** The addresses of the Gcore dialect. */
final class GcoreDoors {
  private GcoreDoors() {}

  /** What this dialect needs besides what all do. */
  record More(
      GcoreSettings settings,
      HouseSecrets secrets,
      UsedTokens usedTokens,
      Ids ids,
      Posters posters,
      KeepCaption keepCaption,
      CaptionFiles captionFiles,
      Transactions transactions,
      InstantSource clock,
      GcoreScratch scratch,
      GcoreThings.Parts things) {}

  static List<Area> all(Origin origin, Doors.Rooms rooms) {
    More more = rooms.gcore();
    GcoreTokens tokens = new GcoreTokens(more.secrets(), more.clock());
    GcoreRoutes routes =
        new GcoreRoutes(
            new GcoreRoutes.Parts(
                origin,
                more.settings(),
                tokens,
                more.usedTokens(),
                more.ids(),
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
                more.clock(),
                more.scratch(),
                more.things()));
    List<Area> areas = new ArrayList<>();
    for (Area area : routes.areas()) {
      areas.add(area.limited(rooms.limit(), _ -> true, Doors::tooMany));
    }
    areas.add(
        Doors.tus(
            TusDoor.gcore(
                rooms.take(),
                token -> tokens.upload(token).map(GcoreDoors::claim),
                more.settings().uploadSessions()),
            rooms));
    return areas;
  }

  private static UploadTokens.Claim claim(GcoreTokens.Upload said) {
    return new UploadTokens.Claim(said.id(), said.video(), said.client());
  }
}
