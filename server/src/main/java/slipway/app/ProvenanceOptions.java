package slipway.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import slipway.config.Format;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;

/**
 * With whose certificate outputs are signed (C2PA), and who says when.
 *
 * @param own the operator's, if not one that this house makes for itself
 * @param timeStamps where a time stamping authority answers, if one is to be asked
 */
record ProvenanceOptions(Optional<Files> own, Optional<URI> timeStamps) {
  static final Setting<Optional<Path>> CERTIFICATE =
      Setting.optional(
              "c2pa.cert",
              Format.path(),
              "PEM file with the certificate that signs outputs (C2PA), then those that vouch for"
                  + " it, without the root.")
          .defaultShownAs("made in the data folder");

  static final Setting<Optional<Path>> KEY =
      Setting.optional(
              "c2pa.key",
              Format.path(),
              "PEM file with the key of that certificate, P-256 or RSA, PKCS#8, no password.")
          .defaultShownAs("made in the data folder");

  static final Setting<Optional<URI>> TIME_STAMPS =
      Setting.optional(
          "c2pa.time-stamp-url",
          Format.uri("http", "https"),
          "Time stamping authority (RFC 3161) that says when each file was signed, such as"
              + " http://timestamp.digicert.com. It is told a hash; without one nobody is asked.");

  static final SettingsSection SECTION =
      SettingsSection.of("Provenance (C2PA)", CERTIFICATE, KEY, TIME_STAMPS);

  /** Where both lie. */
  record Files(Path certificate, Path key) {}

  static ProvenanceOptions load(Settings settings) {
    Optional<Path> certificate = settings.get(CERTIFICATE);
    Optional<Path> key = settings.get(KEY);
    if (certificate.isPresent() != key.isPresent()) {
      throw settings.refusal(
          certificate.isPresent() ? CERTIFICATE : KEY,
          "is of no use alone; c2pa.cert and c2pa.key are needed both");
    }
    return new ProvenanceOptions(
        certificate.flatMap(path -> key.map(k -> new Files(path, k))), settings.get(TIME_STAMPS));
  }
}
