package slipway.webhook;

import java.time.Instant;
import java.util.UUID;
import slipway.core.webhook.DeliveryRounds;
import slipway.jobs.JobQueue;

/**
 * Rounds of deliveries as durable jobs, one job for each webhook, so that none waits for another.
 */
public final class QueuedRounds implements DeliveryRounds {
  private final JobQueue queue;

  public QueuedRounds(JobQueue queue) {
    this.queue = queue;
  }

  @Override
  public void due(UUID webhook, Instant at) {
    queue.enqueue(Deliver.KIND, webhook.toString(), at, /* priority= */ 0);
  }

  @Override
  public void stop(UUID webhook) {
    queue.cancel(Deliver.KIND, webhook.toString());
  }
}
