package slipway.api.cloudflare;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import slipway.core.event.Event;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.core.watermark.KeepWatermarks;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.Retries;
import slipway.core.webhook.Webhook;
import slipway.http.Origin;
import slipway.json.Json;

/** The end of a video's processing, as Cloudflare tells it: the video itself (CF-97, CF-98). */
public final class CloudflareEvents implements EventShape {
  private final Supplier<Origin> origin;
  private final KeepWatermarks watermarks;

  /**
   * @param origin the configured public origin; asked for when a message is made, since the house
   *     knows what it tells before it knows where it listens
   */
  public CloudflareEvents(Supplier<Origin> origin, KeepWatermarks watermarks) {
    this.origin = origin;
    this.watermarks = watermarks;
  }

  @Override
  public Optional<String> nameOf(Event event) {
    return switch (event.kind()) {
      case VIDEO_READY -> Optional.of("ready");
      // An upload that never came is no end of processing (CF-81).
      case VIDEO_FAILED -> hasEnded(event.video()) ? Optional.of("error") : Optional.empty();
      case VIDEO_CREATED,
          VIDEO_UPDATED,
          VIDEO_DELETED,
          TASK_CREATED,
          TASK_UPDATED,
          TASK_COMPLETED,
          TASK_FAILED ->
          Optional.empty();
    };
  }

  /** Nor is one that its client gave up, of which a moment later nothing is left. */
  private static boolean hasEnded(Video video) {
    boolean givenUp =
        video.content() == null
            && video.phase() instanceof Phase.Failed(Failure failure)
            && failure.kind() == Failure.Kind.INCOMPLETE;
    return !givenUp && CloudflareWords.state(video).equals("error");
  }

  @Override
  public Message message(Webhook webhook, Event event, String name, Instant at) {
    String body =
        Json.writeText(
            new CloudflareVideos(origin.get(), new CloudflareWatermarks(watermarks))
                .shape(event.video()));
    var headers = new TreeMap<String, String>();
    headers.put("Content-Type", "application/json");
    List<String> secrets = webhook.secretsAt(at);
    if (!secrets.isEmpty()) {
      headers.put("Webhook-Signature", signature(secrets.getFirst(), at, body));
    }
    return new Message(body, headers);
  }

  @Override
  public List<Duration> retries() {
    return Retries.FOR_DAYS;
  }

  /** Over the time of this attempt, a dot and the very bytes of the body. */
  static String signature(String secret, Instant at, String body) {
    long time = at.getEpochSecond();
    return "time=" + time + ",sig1=" + hmac(secret, time + "." + body);
  }

  private static String hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256, and no key is empty", e);
    }
  }
}
