package slipway.export;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.config.Format;
import slipway.config.Secret;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;

/**
 * Where copies on IPFS go.
 *
 * @param kubo RPC address of a Kubo node, without {@code /api/v0}
 * @param kuboAuthorization what its proxy wants in {@code Authorization}
 * @param pinning address of a service that speaks the IPFS Pinning Service API
 * @param pinata address of Pinata's API, for callers with an account there
 * @param gateway what stands before a CID in URLs for people, with a slash at the end
 * @param player page that plays what its parameter {@code v} names
 */
public record ExportSettings(
    Optional<URI> kubo,
    Optional<Secret> kuboAuthorization,
    Optional<URI> pinning,
    Optional<Secret> pinningToken,
    URI pinata,
    String gateway,
    String player) {

  static final Setting<Optional<URI>> KUBO =
      Setting.optional(
          "ipfs.kubo-url",
          Format.uri("http", "https"),
          "RPC address of the Kubo node that keeps exports, such as http://127.0.0.1:5001.");

  static final Setting<Optional<Secret>> KUBO_AUTHORIZATION =
      Setting.secret(
          "ipfs.kubo-authorization", "What the Kubo node wants in the header Authorization.");

  static final Setting<Optional<URI>> PINNING =
      Setting.optional(
          "ipfs.pinning-url",
          Format.uri("http", "https"),
          "Address of a service that speaks the IPFS Pinning Service API and is asked to pin"
              + " exports; it fetches them from the Kubo node.");

  static final Setting<Optional<Secret>> PINNING_TOKEN =
      Setting.secret("ipfs.pinning-token", "Access token of the pinning service.");

  private static final URI PINATA_ITSELF = URI.create("https://api.pinata.cloud/");

  static final Setting<URI> PINATA =
      Setting.of(
          "ipfs.pinata-url",
          Format.uri("http", "https"),
          PINATA_ITSELF,
          "Address of Pinata's API, for exports with a Pinata account of the caller's own.");

  static final Setting<URI> GATEWAY =
      Setting.of(
          "ipfs.gateway",
          Format.uri("http", "https"),
          URI.create("https://ipfs.io/ipfs/"),
          "What stands before the CID in the gateway URLs of exports.");

  static final Setting<URI> PLAYER =
      Setting.of(
          "ipfs.player-url",
          Format.uri("http", "https"),
          URI.create("https://lvpr.tv/"),
          "Player page that NFT metadata of the template player names.");

  public static final SettingsSection SECTION =
      SettingsSection.of(
          "Export to IPFS",
          KUBO,
          KUBO_AUTHORIZATION,
          PINNING,
          PINNING_TOKEN,
          PINATA,
          GATEWAY,
          PLAYER);

  /** Takes the values from settings loaded with {@link #SECTION}. */
  public static ExportSettings load(Settings settings) {
    return new ExportSettings(
        settings.get(KUBO),
        settings.get(KUBO_AUTHORIZATION),
        settings.get(PINNING),
        settings.get(PINNING_TOKEN),
        settings.get(PINATA),
        slashed(settings.get(GATEWAY)),
        slashed(settings.get(PLAYER)));
  }

  /** Hosts that the operator named here, and nobody else may: they may be at home. */
  public List<String> hosts() {
    return Stream.of(kubo, pinning, Optional.of(pinata).filter(url -> !url.equals(PINATA_ITSELF)))
        .flatMap(Optional::stream)
        .map(url -> url.getRawAuthority().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String slashed(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text : text + "/";
  }
}
