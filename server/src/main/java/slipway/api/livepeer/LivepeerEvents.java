package slipway.api.livepeer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import slipway.api.livepeer.LivepeerShapes.AssetNews;
import slipway.api.livepeer.LivepeerShapes.AssetPayload;
import slipway.api.livepeer.LivepeerShapes.News;
import slipway.api.livepeer.LivepeerShapes.TaskNews;
import slipway.api.livepeer.LivepeerShapes.TaskPayload;
import slipway.core.account.Account;
import slipway.core.account.Accounts;
import slipway.core.event.Event;
import slipway.core.export.ExportOrders;
import slipway.core.rendition.Renditions;
import slipway.core.task.Task;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.GateShape;
import slipway.core.webhook.Retries;
import slipway.core.webhook.Webhook;
import slipway.http.Origin;
import slipway.json.Json;

/** What happened, as Livepeer tells it (section 15.1 of the contract). */
public final class LivepeerEvents implements EventShape, GateShape {
  private final Accounts accounts;
  private final Supplier<Origin> origin;
  private final Renditions renditions;
  private final ExportOrders orders;
  private final LivepeerStorage storage;

  /**
   * @param origin the configured public origin; asked for when a message is made, since the house
   *     knows what it tells before it knows where it listens
   * @param gateway what stands before a CID in URLs for people
   */
  public LivepeerEvents(
      Accounts accounts,
      Supplier<Origin> origin,
      Renditions renditions,
      ExportOrders orders,
      String gateway) {
    this.renditions = renditions;
    this.orders = orders;
    this.storage = new LivepeerStorage(gateway);
    this.accounts = accounts;
    this.origin = origin;
  }

  @Override
  public Optional<String> nameOf(Event event) {
    return Optional.of(
        switch (event.kind()) {
          case VIDEO_CREATED -> "asset.created";
          case VIDEO_UPDATED -> "asset.updated";
          case VIDEO_READY -> "asset.ready";
          case VIDEO_FAILED -> "asset.failed";
          case VIDEO_DELETED -> "asset.deleted";
          case TASK_CREATED -> "task.spawned";
          case TASK_UPDATED -> "task.updated";
          case TASK_COMPLETED -> "task.completed";
          case TASK_FAILED -> "task.failed";
        });
  }

  @Override
  public Message message(Webhook webhook, Event event, String name, Instant at) {
    String body =
        Json.writeText(
            new News(
                event.id().toString(),
                webhook.id().toString(),
                event.at().toEpochMilli(),
                at.toEpochMilli(),
                name,
                payload(event)));
    return new Message(body, headers(webhook, body, at));
  }

  /** {@code t} is the moment of the attempt, as in the body (LP-169). */
  @Override
  public Map<String, String> headers(Webhook webhook, String body, Instant at) {
    var headers = new TreeMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "livepeer.studio");
    List<String> secrets = webhook.secretsAt(at);
    if (!secrets.isEmpty()) {
      headers.put(
          "Livepeer-Signature", "t=" + at.toEpochMilli() + ",v1=" + hmac(secrets.getFirst(), body));
    }
    return headers;
  }

  @Override
  public List<Duration> retries() {
    return Retries.FOR_DAYS;
  }

  /** The whole thing as the API shows it, of a deleted one as it was before (LP-171, LP-172). */
  private Object payload(Event event) {
    Account owner = accounts.byNumber(event.account()).orElseThrow();
    var assets =
        new LivepeerAssets(origin.get(), storage, new LivepeerFiles(origin.get(), renditions));
    Task task = event.task();
    if (task == null) {
      return new AssetPayload(
          new AssetNews(
              event.video().id().toString(),
              assets.asset(event.video(), owner, /* withTracks= */ true)));
    }
    Boolean success =
        switch (event.kind()) {
          case TASK_COMPLETED -> true;
          case TASK_FAILED -> false;
          case VIDEO_CREATED,
              VIDEO_UPDATED,
              VIDEO_READY,
              VIDEO_FAILED,
              VIDEO_DELETED,
              TASK_CREATED,
              TASK_UPDATED ->
              null;
        };
    return new TaskPayload(
        success,
        new TaskNews(
            task.id().toString(),
            LivepeerWords.type(task.kind()),
            new LivepeerTasks(assets, storage, orders::byTask).task(task, event.video(), owner)));
  }

  static String hmac(String secret, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256, and no key is empty", e);
    }
  }
}
