package slipway.app;

import java.time.InstantSource;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.account.Accounts;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.Captions;
import slipway.core.caption.KeepCaption;
import slipway.core.event.RecordEvent;
import slipway.core.migration.BringBelongings;
import slipway.core.migration.Ledger;
import slipway.core.migration.MigrateVideo;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.upload.FetchAuthorizations;
import slipway.core.upload.ForbiddenUrls;
import slipway.core.upload.UploadSettings;
import slipway.core.upload.Uploads;
import slipway.core.video.Videos;
import slipway.dashboard.AdminKey;
import slipway.dashboard.MigrationArea;
import slipway.http.Area;
import slipway.playback.ServeOriginal;
import slipway.records.SqlLedger;
import slipway.sql.Database;
import slipway.storage.BlobStore;

/** Where libraries from elsewhere come in, and where ours goes out. */
final class MigrationDoor {
  private MigrationDoor() {}

  /** What the house remembers with, and works with. */
  record House(
      Database database,
      Accounts accounts,
      Videos videos,
      Tasks tasks,
      Uploads uploads,
      Work work,
      RecordEvent record,
      Transactions transactions,
      Ids ids,
      InstantSource clock,
      FetchAuthorizations secrets,
      Captions captions,
      CaptionFiles captionFiles,
      KeepCaption keepCaption) {}

  static Area area(
      AdminKey key,
      House house,
      BlobStore blobs,
      UploadSettings settings,
      ForbiddenUrls forbidden) {
    Ledger ledger = new SqlLedger(house.database());
    MigrateVideo migrate =
        new MigrateVideo(
            ledger,
            house.videos(),
            house.tasks(),
            house.uploads(),
            house.work(),
            house.record(),
            house.transactions(),
            house.ids(),
            house.clock(),
            settings,
            forbidden,
            house.secrets());
    return MigrationArea.of(
        key,
        house.accounts(),
        house.videos(),
        ledger,
        migrate,
        new BringBelongings(ledger, house.keepCaption(), house.transactions()),
        house.captions(),
        house.captionFiles(),
        new ServeOriginal(house.videos(), blobs));
  }
}
