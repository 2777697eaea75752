package slipway.app;

import slipway.core.Transactions;
import slipway.core.access.SigningKeys;
import slipway.core.account.Accounts;
import slipway.core.caption.Captions;
import slipway.core.event.Events;
import slipway.core.rendition.Chunks;
import slipway.core.rendition.Renditions;
import slipway.core.sound.Sounds;
import slipway.core.task.Tasks;
import slipway.core.upload.FetchAuthorizations;
import slipway.core.upload.Uploads;
import slipway.core.video.LooseFiles;
import slipway.core.video.Videos;
import slipway.core.webhook.Attempts;
import slipway.core.webhook.Deliveries;
import slipway.core.webhook.Webhooks;
import slipway.records.SealedSecrets;
import slipway.records.SqlAccounts;
import slipway.records.SqlAttempts;
import slipway.records.SqlCaptions;
import slipway.records.SqlChunks;
import slipway.records.SqlDeliveries;
import slipway.records.SqlEvents;
import slipway.records.SqlFetchAuthorizations;
import slipway.records.SqlLooseFiles;
import slipway.records.SqlRenditions;
import slipway.records.SqlSigningKeys;
import slipway.records.SqlSounds;
import slipway.records.SqlTasks;
import slipway.records.SqlTransactions;
import slipway.records.SqlUploads;
import slipway.records.SqlVideos;
import slipway.records.SqlWebhooks;
import slipway.sql.Database;

/** What outlives the process: core's ports over one database. */
record Memory(
    Transactions transactions,
    Accounts accounts,
    Videos videos,
    Tasks tasks,
    Uploads uploads,
    Renditions renditions,
    Captions captions,
    Sounds sounds,
    Chunks chunks,
    Events events,
    SigningKeys signingKeys,
    Webhooks webhooks,
    Deliveries deliveries,
    Attempts attempts,
    FetchAuthorizations authorizations,
    LooseFiles loose) {

  static Memory over(Database database, SealedSecrets sealed) {
    SqlSigningKeys signingKeys = new SqlSigningKeys(database, sealed);
    signingKeys.sealAll();
    return new Memory(
        new SqlTransactions(database),
        new SqlAccounts(database),
        new SqlVideos(database),
        new SqlTasks(database),
        new SqlUploads(database),
        new SqlRenditions(database),
        new SqlCaptions(database),
        new SqlSounds(database),
        new SqlChunks(database),
        new SqlEvents(database),
        signingKeys,
        new SqlWebhooks(database),
        new SqlDeliveries(database),
        new SqlAttempts(database),
        new SqlFetchAuthorizations(database),
        new SqlLooseFiles(database));
  }
}
