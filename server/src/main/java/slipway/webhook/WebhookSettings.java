package slipway.webhook;

import java.time.Duration;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;

/**
 * How the world is told.
 *
 * @param timeout for one attempt as a whole (LP-175)
 * @param keepLog how long attempts can be read
 * @param gateTimeout how long a gate may think about one viewer (LP-139)
 */
public record WebhookSettings(Duration timeout, Duration keepLog, Duration gateTimeout) {
  static final Setting<Duration> TIMEOUT =
      Setting.duration(
          "webhook.timeout",
          Duration.ofSeconds(1),
          Duration.ofMinutes(2),
          Duration.ofSeconds(30),
          "How long a webhook may take to answer one delivery.");

  static final Setting<Duration> KEEP_LOG =
      Setting.duration(
          "webhook.keep-log",
          Duration.ofHours(1),
          Duration.ofDays(365),
          Duration.ofDays(30),
          "How long attempts to deliver can be looked up and resent.");

  static final Setting<Duration> GATE_TIMEOUT =
      Setting.duration(
          "webhook.gate-timeout",
          Duration.ofSeconds(1),
          Duration.ofMinutes(2),
          Duration.ofSeconds(30),
          "How long an access-control webhook may take to decide about a viewer.");

  public static final SettingsSection SECTION =
      SettingsSection.of("Webhooks", TIMEOUT, KEEP_LOG, GATE_TIMEOUT);

  /** Takes the values from settings loaded with {@link #SECTION}. */
  public static WebhookSettings load(Settings settings) {
    return new WebhookSettings(
        settings.get(TIMEOUT), settings.get(KEEP_LOG), settings.get(GATE_TIMEOUT));
  }
}
