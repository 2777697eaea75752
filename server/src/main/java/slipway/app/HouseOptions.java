package slipway.app;

import java.nio.file.Path;
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
 * @param encryptionKey where the key for encrypted uploads lies, if not in the data folder
 * @param secretsKey where the keys lie under which secrets lie in the database, if not there
 */
record HouseOptions(
    Optional<Secret> adminKey,
    Optional<Secret> apiKey,
    Optional<Path> encryptionKey,
    Optional<Path> secretsKey,
    LogFormat logFormat) {
  static final Setting<Optional<Secret>> ADMIN_KEY =
      Setting.secret("admin.key", "Key for the dashboard and the addresses below /admin.")
          .defaultShownAs("made at first start");

  static final Setting<Optional<Secret>> API_KEY =
      Setting.secret("api.key", "API key of the account default.")
          .defaultShownAs("made at first start");

  static final Setting<Optional<Path>> ENCRYPTION_KEY =
      Setting.optional(
              "encryption.key-file",
              Format.path(),
              "File with the RSA key (PKCS#8, PEM) that encrypted uploads are meant for; made when"
                  + " it is missing. All machines of one service need the same.")
          .defaultShownAs("encryption-key.pem in the data folder");

  static final Setting<Optional<Path>> SECRETS_KEY =
      Setting.optional(
              "secrets.key-file",
              Format.path(),
              "File with the keys under which private signing keys lie in the database, 64"
                  + " hexadecimal digits in a line; the first one seals, all of them open. Made"
                  + " when it is missing. All machines of one service need the same.")
          .defaultShownAs("secrets-key in the data folder");

  static final Setting<LogFormat> LOG_FORMAT =
      Setting.of(
          "log.format",
          Format.oneOf(LogFormat.class),
          LogFormat.TEXT,
          "How log lines are written: text for people, json for machines.");

  static final SettingsSection SECTION =
      SettingsSection.of(
          "Keys and logs", ADMIN_KEY, API_KEY, ENCRYPTION_KEY, SECRETS_KEY, LOG_FORMAT);

  /** How log lines are written. */
  enum LogFormat {
    TEXT,
    JSON
  }

  static HouseOptions load(Settings settings) {
    return new HouseOptions(
        settings.get(ADMIN_KEY),
        settings.get(API_KEY),
        settings.get(ENCRYPTION_KEY),
        settings.get(SECRETS_KEY),
        settings.get(LOG_FORMAT));
  }
}
