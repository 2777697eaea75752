package slipway.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Accounts;
import slipway.core.webhook.Backlog;
import slipway.core.webhook.Deliveries;
import slipway.core.webhook.Webhook;
import slipway.core.webhook.Webhooks;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code GET /admin/webhooks}: the webhooks of all accounts, and what they have yet to be told;
 * with {@code ?failing} only those that did not take what they were told last.
 */
public record ListWebhooks(Accounts accounts, Webhooks webhooks, Deliveries deliveries)
    implements Handler {

  record Page(List<Row> webhooks) {}

  /**
   * A webhook. Never its secret.
   *
   * @param door which API it was made through
   * @param on {@code false} when its address said that it is gone for good (410)
   * @param failing whether what it was told last did not arrive; also when it is a gate
   * @param waiting messages that it has yet to be told
   * @param waitingSince when the oldest of them happened
   * @param lastFailure how the last attempt that failed went, however long ago
   */
  record Row(
      UUID id,
      long account,
      String door,
      String name,
      String url,
      List<String> events,
      boolean on,
      boolean failing,
      long waiting,
      @Nullable Instant waitingSince,
      @Nullable Instant nextAttemptAt,
      @Nullable Instant lastToldAt,
      @Nullable Failure lastFailure) {}

  /**
   * An attempt that failed.
   *
   * @param status of the answer; left out when there was none
   */
  record Failure(Instant at, @Nullable Integer status, @Nullable String error) {
    static @Nullable Failure of(Webhook.@Nullable LastFailure failure) {
      return failure == null
          ? null
          : new Failure(
              failure.at(), failure.status() == 0 ? null : failure.status(), failure.error());
    }
  }

  @Override
  public Response handle(Request request) {
    Map<UUID, Backlog> backlogs =
        deliveries.backlogs().stream()
            .collect(Collectors.toMap(Backlog::webhook, Function.identity()));
    boolean onlyFailing = request.query().has("failing");
    return AdminKey.json(
        200,
        new Page(
            accounts.all().stream()
                .flatMap(account -> webhooks.of(account.number()).stream())
                .map(webhook -> row(webhook, backlogs.get(webhook.id())))
                .filter(row -> row.failing() || !onlyFailing)
                .toList()));
  }

  private static Row row(Webhook webhook, @Nullable Backlog backlog) {
    return new Row(
        webhook.id(),
        webhook.account(),
        webhook.madeBy(),
        webhook.name(),
        webhook.url(),
        webhook.events(),
        webhook.switchedOffAt() == null,
        webhook.isFailing(),
        backlog == null ? 0 : backlog.messages(),
        backlog == null ? null : backlog.since(),
        backlog == null ? null : backlog.nextAt(),
        webhook.lastTriggeredAt(),
        Failure.of(webhook.lastFailure()));
  }
}
