package slipway.app;

import java.util.List;
import slipway.config.Format;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;
import slipway.http.RateLimit;
import slipway.ingest.tus.TusBrowsers;

/**
 * Who may come how often, and from which pages.
 *
 * @param perKey requests a minute with one key, 0 without limit
 * @param perAddress requests a minute from one address, 0 without limit
 * @param cors whether browsers' questions are answered here and not by a proxy (TUS-150)
 * @param expiredIsGone whether who comes too late to an upload at /files/ is told 410 (TUS-97)
 * @param browsers which pages may use our own upload addresses
 */
record VisitOptions(
    int perKey, int perAddress, boolean cors, TusBrowsers browsers, boolean expiredIsGone) {
  static final Setting<Integer> PER_KEY =
      Setting.count(
          "limit.requests-per-key",
          0,
          10_000_000,
          6000,
          "Requests a minute with one API key, and starts of uploads; more get 429. 0 is no"
              + " limit.");

  static final Setting<Integer> PER_ADDRESS =
      Setting.count(
          "limit.requests-per-address",
          0,
          10_000_000,
          12_000,
          "The same for one client address, of IPv6 for one /64. 0 is no limit.");

  static final Setting<Boolean> CORS =
      Setting.yesOrNo(
          "cors", true, "Answer browsers' CORS questions; false where a proxy in front does it.");

  static final Setting<List<String>> CORS_ORIGINS =
      Setting.of(
          "cors.origins",
          Format.listOf(Format.text()),
          List.of(),
          "Pages that may use /files/, with credentials; without a list any may, but without"
              + " them.");

  static final Setting<Boolean> CORS_PRIVATE_NETWORK =
      Setting.yesOrNo(
          "cors.private-network",
          false,
          "Let public pages reach /files/ in a private network where browsers ask for that.");

  static final Setting<Boolean> EXPIRED_IS_GONE =
      Setting.yesOrNo(
          "upload.expired-is-gone",
          false,
          "Whether an upload at /files/ whose time has passed is 410 instead of 404, in both"
              + " dialects. tus-java-client begins anew on 404 only.");

  static final SettingsSection SECTION =
      SettingsSection.of(
          "Visitors",
          PER_KEY,
          PER_ADDRESS,
          CORS,
          CORS_ORIGINS,
          CORS_PRIVATE_NETWORK,
          EXPIRED_IS_GONE);

  /** A limit of that height. */
  RateLimit limit() {
    return new RateLimit(perKey, perAddress, System::nanoTime);
  }

  static VisitOptions load(Settings settings) {
    return new VisitOptions(
        settings.get(PER_KEY),
        settings.get(PER_ADDRESS),
        settings.get(CORS),
        new TusBrowsers(settings.get(CORS_ORIGINS), settings.get(CORS_PRIVATE_NETWORK)),
        settings.get(EXPIRED_IS_GONE));
  }
}
