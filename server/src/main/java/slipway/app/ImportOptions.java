package slipway.app;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import slipway.config.Format;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;
import slipway.core.upload.Gateways;

/**
 * What an operator may set of imports from URLs.
 *
 * @param timeout how long one try may take (LP-80)
 */
record ImportOptions(Duration timeout, Gateways gateways) {
  static final Setting<Duration> TIMEOUT =
      Setting.duration(
          "import.timeout",
          Duration.ofSeconds(1),
          Duration.ofDays(7),
          Duration.ofHours(2),
          "How long one of the three tries to fetch a file may take; the next one goes on where it"
              + " ended.");

  static final Setting<List<URI>> IPFS_GATEWAYS =
      Setting.of(
          "import.ipfs-gateways",
          Format.listOf(Format.uri("http", "https")),
          List.of(URI.create("https://ipfs.io/ipfs/"), URI.create("https://dweb.link/ipfs/")),
          "Where ipfs:// files are fetched, the best first: what stands before the CID. URLs that"
              + " begin so are known as ipfs:// ones.");

  static final Setting<List<URI>> ARWEAVE_GATEWAYS =
      Setting.of(
          "import.arweave-gateways",
          Format.listOf(Format.uri("http", "https")),
          List.of(URI.create("https://arweave.net/")),
          "Where ar:// files are fetched, the best first: what stands before the transaction id.");

  static final SettingsSection SECTION =
      SettingsSection.of("Imports from URLs", TIMEOUT, IPFS_GATEWAYS, ARWEAVE_GATEWAYS);

  static ImportOptions load(Settings settings) {
    return new ImportOptions(
        settings.get(TIMEOUT),
        new Gateways(prefixes(settings, IPFS_GATEWAYS), prefixes(settings, ARWEAVE_GATEWAYS)));
  }

  private static List<String> prefixes(Settings settings, Setting<List<URI>> gateways) {
    return settings.get(gateways).stream().map(ImportOptions::prefix).toList();
  }

  private static String prefix(URI gateway) {
    String text = gateway.toString();
    return text.endsWith("/") ? text : text + "/";
  }
}
