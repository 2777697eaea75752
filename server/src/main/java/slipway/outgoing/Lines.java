package slipway.outgoing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Sets up the HTTP library so that it decides nothing by itself: it resolves no names, follows no
 * redirects, repeats nothing, unpacks nothing, and knows neither cookies nor credentials nor
 * proxies. One line is one connection. Safe for any thread.
 */
final class Lines {
  private static final int LONGEST_HEADER_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 200;

  private final OutgoingSettings settings;
  private final UnaryOperator<InetSocketAddress> wire;
  private final Supplier<SSLContext> tls;

  /**
   * Makes lines when they are asked for.
   *
   * @param tls what is trusted; asked for each line, and for none before
   */
  Lines(
      OutgoingSettings settings, UnaryOperator<InetSocketAddress> wire, Supplier<SSLContext> tls) {
    this.settings = settings;
    this.wire = wire;
    this.tls = tls;
  }

  /**
   * Certificates of the JVM's trust store, which an operator may replace. Reading them takes a
   * tenth of a start the first time.
   */
  static SSLContext trustingAsTheJvmDoes() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has a default for TLS", e);
    }
  }

  /** A client for one connection to one of these addresses, whatever the name it is for. */
  CloseableHttpClient to(List<InetAddress> addresses) {
    var operator =
        new DefaultHttpClientConnectionOperator(
            _ -> new GuardedSocket(addresses, wire),
            DefaultSchemePortResolver.INSTANCE,
            new Checked(addresses),
            RegistryBuilder.<TlsSocketStrategy>create()
                .register("https", new DefaultClientTlsStrategy(tls.get()))
                .build());
    var connections =
        ManagedHttpClientConnectionFactory.builder()
            .http1Config(
                Http1Config.custom()
                    .setMaxLineLength(LONGEST_HEADER_LINE)
                    .setMaxHeaderCount(MOST_HEADERS)
                    .build())
            .build();
    var manager = new BasicHttpClientConnectionManager(operator, connections);
    manager.setConnectionConfig(
        ConnectionConfig.custom()
            .setConnectTimeout(timeout(settings.connectTimeout()))
            .setSocketTimeout(timeout(settings.idleTimeout()))
            .build());
    return HttpClients.custom()
        .setConnectionManager(manager)
        .setConnectionReuseStrategy((_, _, _) -> false)
        .setUserAgent("Slipway")
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  /** A request that the library sends as it is. */
  HttpUriRequestBase request(Target target, Call call) {
    HttpUriRequestBase request =
        new HttpUriRequestBase(call.method(), URI.create(target.toString()));
    Sending body = call.body();
    if (body != null) {
      ContentType type = body.type() == null ? null : ContentType.parse(body.type());
      request.setEntity(new EntityTemplate(body.length(), type, null, body.writer()::writeTo));
    }
    request.setConfig(
        RequestConfig.custom()
            .setAuthenticationEnabled(false)
            .setResponseTimeout(timeout(settings.idleTimeout()))
            .setProtocolUpgradeEnabled(false)
            .build());
    request.setHeader("Accept-Encoding", "identity");
    return request;
  }

  static void close(CloseableHttpClient line) {
    line.close(CloseMode.IMMEDIATE);
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.of(duration);
  }

  /** Answers every question for an address with those that were checked. */
  private record Checked(List<InetAddress> addresses) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) {
      return addresses.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      return host;
    }
  }
}
