package slipway.app;

import java.util.Optional;
import slipway.config.Format;
import slipway.config.Secret;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;

/**
 * Keys and logs.
 *
 * @param adminKey the operator's own key for the dashboard and {@code /admin}, if one was chosen
 * @param apiKey the key of the account {@code default}, if one was chosen
 */
record HouseOptions(Optional<Secret> adminKey, Optional<Secret> apiKey, LogFormat logFormat) {
  static final Setting<Optional<Secret>> ADMIN_KEY =
      Setting.secret("admin.key", "Key for the dashboard and the addresses below /admin.")
          .defaultShownAs("made at first start");

  static final Setting<Optional<Secret>> API_KEY =
      Setting.secret("api.key", "API key of the account default.")
          .defaultShownAs("made at first start");

  static final Setting<LogFormat> LOG_FORMAT =
      Setting.of(
          "log.format",
          Format.oneOf(LogFormat.class),
          LogFormat.TEXT,
          "How log lines are written: text for people, json for machines.");

  static final SettingsSection SECTION =
      SettingsSection.of("Keys and logs", ADMIN_KEY, API_KEY, LOG_FORMAT);

  /** How log lines are written. */
  enum LogFormat {
    TEXT,
    JSON
  }

  static HouseOptions load(Settings settings) {
    return new HouseOptions(
        settings.get(ADMIN_KEY), settings.get(API_KEY), settings.get(LOG_FORMAT));
  }
}
