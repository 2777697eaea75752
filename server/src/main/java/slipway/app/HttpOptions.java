package slipway.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.config.ByteSize;
import slipway.config.Format;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsException;
import slipway.config.SettingsSection;
import slipway.http.AddressRange;
import slipway.http.HttpSettings;
import slipway.http.TlsFiles;

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
          "Addresses or CIDR ranges of proxies whose forwarded headers are believed; a request of"
              + " theirs with Content-Length and Transfer-Encoding is 400.");

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
          Duration.ofSeconds(7),
          "How long running requests may take to end when the server stops; three seconds later"
              + " the process is gone.");

  static final Setting<ByteSize> WINDOW =
      Setting.size(
          "http.body-window",
          ByteSize.ofKibibytes(64),
          ByteSize.ofMebibytes(64),
          ByteSize.ofKibibytes(512),
          "Memory for the body of one request before its socket is no longer read.");

  static final Setting<Boolean> RELATIVE =
      Setting.yesOrNo(
          "http.relative-location",
          false,
          "Tell addresses of new uploads as paths instead of whole URLs.");

  static final Setting<List<String>> HOSTS =
      Setting.of(
          "http.hosts",
          Format.listOf(Format.text()),
          List.of(),
          "Host names under which clients come; under others, uploads get paths instead of URLs.");

  static final Setting<Tls> TLS =
      Setting.of(
          "tls",
          Format.oneOf(Tls.class),
          Tls.OFF,
          "self-signed speaks TLS with a certificate made in the data folder.");

  static final Setting<Optional<Path>> TLS_CERT =
      Setting.optional(
          "tls.cert",
          Format.path(),
          "PEM file with the server's certificate, then those that vouch for it; turns TLS on.");

  static final Setting<Optional<Path>> TLS_KEY =
      Setting.optional(
          "tls.key", Format.path(), "PEM file with the certificate's key, PKCS#8, no password.");

  static final Setting<Integer> CONNECTIONS =
      Setting.count(
          "http.max-connections",
          10,
          1_000_000,
          10_000,
          "Open connections; beyond that the one is closed on which nothing moved for longest.");

  static final SettingsSection SECTION =
      SettingsSection.of(
          "HTTP",
          HOST,
          PORT,
          PUBLIC_URL,
          TRUSTED_PROXIES,
          HOSTS,
          RELATIVE,
          TLS,
          TLS_CERT,
          TLS_KEY,
          BODY_IDLE,
          SHUTDOWN_GRACE,
          CONNECTIONS,
          WINDOW);

  /** Whether TLS is spoken when no certificate is given. */
  enum Tls {
    OFF,
    SELF_SIGNED
  }

  private HttpOptions() {}

  static HttpSettings load(Settings settings, Path data) {
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
            limits.bodies(),
            limits.gather(),
            (int) settings.get(WINDOW).bytes(),
            limits.drain(),
            settings.get(CONNECTIONS)),
        new HttpSettings.Timeouts(
            times.header(),
            times.keepAlive(),
            settings.get(BODY_IDLE),
            times.writeIdle(),
            times.drain(),
            settings.get(SHUTDOWN_GRACE)),
        new HttpSettings.Locations(settings.get(RELATIVE), settings.get(HOSTS)),
        tls(settings, data));
  }

  private static @Nullable TlsFiles tls(Settings settings, Path data) {
    Optional<Path> certificate = settings.get(TLS_CERT);
    Optional<Path> key = settings.get(TLS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      throw settings.refusal(
          certificate.isPresent() ? TLS_CERT : TLS_KEY,
          "is of no use alone; tls.cert and tls.key are needed both");
    }
    if (certificate.isPresent() && key.isPresent()) {
      return TlsFiles.of(certificate.get(), key.get());
    }
    return switch (settings.get(TLS)) {
      case OFF -> null;
      case SELF_SIGNED -> TlsFiles.selfMade(data.resolve("tls"));
    };
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
