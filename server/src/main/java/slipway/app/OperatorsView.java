package slipway.app;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import slipway.api.cloudflare.CloudflareRoutes;
import slipway.api.livepeer.LivepeerRoutes;
import slipway.core.Ids;
import slipway.core.access.Protections;
import slipway.core.webhook.DeliveryRounds;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.ResendLog;
import slipway.core.webhook.TryWebhook;
import slipway.dashboard.Hindrances;
import slipway.dashboard.JobRow;
import slipway.dashboard.ListWebhooks;
import slipway.jobs.JobQueue;
import slipway.jobs.JobView;

/** What the operator can see of work, news and viewers. */
record OperatorsView(JobQueue jobs, Memory memory, Protections protections, InstantSource clock) {
  private static final int MOST_SHOWN = 200;

  /** So many jobs of each lane are counted for a look at the numbers. */
  private static final int MOST_COUNTED = 1000;

  /** What is being done and what waits. */
  List<JobRow> rows() {
    return jobs.list(MOST_SHOWN).stream().map(OperatorsView::row).toList();
  }

  ListWebhooks webhooks() {
    return new ListWebhooks(memory.accounts(), memory.webhooks(), memory.deliveries());
  }

  /** Tells a webhook something for a try. */
  TryWebhook tryWebhook(DeliveryRounds rounds, Map<String, EventShape> shapes, Ids ids) {
    return new TryWebhook(
        memory.webhooks(),
        memory.events(),
        memory.deliveries(),
        rounds,
        shapes,
        memory.transactions(),
        ids,
        clock);
  }

  /** Tells a webhook again what it was told. */
  ResendLog resendLog(DeliveryRounds rounds, Ids ids) {
    return new ResendLog(
        memory.webhooks(),
        memory.attempts(),
        memory.deliveries(),
        rounds,
        memory.transactions(),
        ids,
        clock);
  }

  Hindrances hindrances() {
    return new Hindrances(
        this::rows,
        memory.webhooks(),
        memory.signingKeys(),
        Set.of(LivepeerRoutes.DOOR, CloudflareRoutes.DOOR),
        protections,
        clock);
  }

  /** Also as numbers. */
  void measuredBy(Metrics metrics) {
    metrics.watch(memory.deliveries(), clock);
    metrics.watch(() -> jobs.list(MOST_COUNTED), clock);
  }

  private static JobRow row(JobView job) {
    return new JobRow(
        job.lane().name().toLowerCase(Locale.ROOT),
        job.kind(),
        job.key(),
        job.attempt(),
        job.due(),
        job.runningSince().orElse(null),
        job.lastReason().orElse(null));
  }
}
