package slipway.app;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import slipway.config.ByteSize;
import slipway.config.Format;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsException;
import slipway.config.SettingsSection;
import slipway.http.AddressRange;
import slipway.http.HttpSettings;

/** What an operator may set of the room http. */
final class HttpOptions {
  static final Setting<String> HOST =
      Setting.of(
          "http.host",
          Format.text(),
          "127.0.0.1",
          "Address to listen on; 0.0.0.0 listens on all of the machine's.");

  static final Setting<Integer> PORT =
      Setting.port("http.port", 8080, "Port to listen on; 0 takes any free one.");

  static final Setting<Optional<URI>> PUBLIC_URL =
      Setting.optional(
              "public.url",
              Format.uri("http", "https"),
              "Origin in every URL handed out, as clients reach this server.")
          .defaultShownAs("http://<host>:<port>");

  static final Setting<List<String>> TRUSTED_PROXIES =
      Setting.of(
          "http.trusted-proxies",
          Format.listOf(Format.text()),
          List.of(),
          "Addresses or CIDR ranges of proxies whose forwarded headers are believed.");

  static final Setting<Duration> BODY_IDLE =
      Setting.duration(
          "http.body-idle",
          Duration.ofSeconds(1),
          Duration.ofHours(1),
          Duration.ofSeconds(60),
          "How long an upload may be silent before its connection is closed.");

  static final Setting<Duration> SHUTDOWN_GRACE =
      Setting.duration(
          "http.shutdown-grace",
          Duration.ZERO,
          Duration.ofMinutes(5),
          Duration.ofSeconds(10),
          "How long running requests may take to end when the server stops.");

  static final Setting<ByteSize> WINDOW =
      Setting.size(
          "http.body-window",
          ByteSize.ofKibibytes(64),
          ByteSize.ofMebibytes(64),
          ByteSize.ofKibibytes(512),
          "Memory for the body of one request before its socket is no longer read.");

  static final SettingsSection SECTION =
      SettingsSection.of(
          "HTTP", HOST, PORT, PUBLIC_URL, TRUSTED_PROXIES, BODY_IDLE, SHUTDOWN_GRACE, WINDOW);

  private HttpOptions() {}

  static HttpSettings load(Settings settings) {
    HttpSettings.Limits limits = HttpSettings.Limits.defaults();
    HttpSettings.Timeouts times = HttpSettings.Timeouts.defaults();
    return new HttpSettings(
        settings.get(HOST),
        settings.get(PORT),
        settings.get(PUBLIC_URL).orElse(null),
        proxies(settings),
        new HttpSettings.Limits(
            limits.headerBlock(),
            limits.headerLine(),
            limits.smallBody(),
            limits.gather(),
            (int) settings.get(WINDOW).bytes(),
            limits.drain()),
        new HttpSettings.Timeouts(
            times.header(),
            times.keepAlive(),
            settings.get(BODY_IDLE),
            times.writeIdle(),
            times.drain(),
            settings.get(SHUTDOWN_GRACE)));
  }

  private static List<AddressRange> proxies(Settings settings) {
    try {
      return settings.get(TRUSTED_PROXIES).stream().map(AddressRange::parse).toList();
    } catch (IllegalArgumentException e) {
      SettingsException refusal =
          settings.refusal(TRUSTED_PROXIES, "is not a list of addresses such as 10.0.0.0/8");
      refusal.addSuppressed(e);
      throw refusal;
    }
  }
}
