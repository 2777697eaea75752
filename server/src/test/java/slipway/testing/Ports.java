package slipway.testing;

import slipway.core.Transactions;
import slipway.core.account.Accounts;
import slipway.core.caption.Captions;
import slipway.core.event.Events;
import slipway.core.rendition.Renditions;
import slipway.core.task.Tasks;
import slipway.core.upload.Uploads;
import slipway.core.video.Videos;

/** Everything that core remembers, in one implementation; what the port contract suites run on. */
public record Ports(
    Transactions transactions,
    Accounts accounts,
    Videos videos,
    Tasks tasks,
    Uploads uploads,
    Renditions renditions,
    Captions captions,
    Events events) {

  /** Fresh and empty, in memory. */
  public static Ports inMemory() {
    Renditions renditions = new InMemoryRenditions();
    return new Ports(
        new DirectTransactions(),
        new InMemoryAccounts(),
        new InMemoryVideos(renditions),
        new InMemoryTasks(),
        new InMemoryUploads(),
        renditions,
        new InMemoryCaptions(),
        new InMemoryEvents());
  }
}
