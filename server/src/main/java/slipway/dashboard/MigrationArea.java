package slipway.dashboard;

import slipway.core.account.Accounts;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.Captions;
import slipway.core.migration.BringBelongings;
import slipway.core.migration.Ledger;
import slipway.core.migration.MigrateVideo;
import slipway.core.video.Videos;
import slipway.http.Area;
import slipway.http.Handler;
import slipway.http.Routes;

/**
 * Everything below {@code /admin/migration}, for {@code ./slipway import} and {@code export};
 * behind the admin key.
 */
public final class MigrationArea {
  private MigrationArea() {}

  /**
   * The area, to be mounted as it is.
   *
   * @param original answers with the file of the route's {@code id}
   */
  public static Area of(
      AdminKey key,
      Accounts accounts,
      Videos videos,
      Ledger ledger,
      MigrateVideo migrate,
      BringBelongings bring,
      Captions captions,
      CaptionFiles files,
      Handler original) {
    Handler nothing = key.guard(_ -> AdminProblems.notFound());
    Routes routes =
        new Routes()
            .post("/videos", key.guard(new TakeMigrated(accounts, migrate)))
            .post("/states", key.guard(new StatesOfMigrated(accounts, ledger, videos)))
            .post("/belongings", key.guard(new TakeBelongings(accounts, bring)))
            .get("/originals", key.guard(new ListOriginals(videos, ledger, captions)))
            .get("/originals/{id}/captions/{number}", key.guard(new CaptionText(captions, files)))
            .get("/originals/{id}/file", key.guard(original));
    return Area.at("/admin/migration", routes)
        .notFound(nothing)
        .methodNotAllowed((request, _) -> nothing.handle(request))
        .onError(AdminProblems::render);
  }
}
