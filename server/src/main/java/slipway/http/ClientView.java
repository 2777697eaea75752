package slipway.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the client sees this server, and where it sits, when proxies stand between (TUS-192 to
 * TUS-196): a configured public URL, else {@code Forwarded} (RFC 7239), else {@code X-Forwarded-*},
 * else the connection. Forwarded fields count only from a trusted peer, of several values the
 * client's side is the first, and a value that is no scheme, host, port or path is passed over.
 */
final class ClientView {

  private static final Logger log = LoggerFactory.getLogger(ClientView.class);

  /** Browsers take these for safe whatever the scheme. */
  private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "[::1]");

  private static final Pattern PREFIX = Pattern.compile("(?:/[A-Za-z0-9._~-]++)++/?");

  private final @Nullable Origin fixed;
  private final List<AddressRange> trusted;
  private final HttpSettings.Locations locations;
  private final Consumer<String> warnings;
  private final AtomicBoolean warned = new AtomicBoolean();

  ClientView(@Nullable URI publicUrl, List<AddressRange> trusted) {
    this(publicUrl, trusted, HttpSettings.Locations.defaults(), log::warn);
  }

  /**
   * A view with settings for addresses.
   *
   * @param warnings takes what the operator should hear once
   */
  ClientView(
      @Nullable URI publicUrl,
      List<AddressRange> trusted,
      HttpSettings.Locations locations,
      Consumer<String> warnings) {
    this.fixed = publicUrl == null ? null : Origin.of(publicUrl);
    this.trusted = trusted;
    this.locations = locations;
    this.warnings = warnings;
  }

  /** A name or an address, and a port or none (RFC 3986 section 3.2.2, without percent signs). */
  static boolean isHost(String text) {
    boolean literal = text.startsWith("[");
    int colon = literal ? text.indexOf(':', text.indexOf(']') + 1) : text.indexOf(':');
    int end = colon < 0 ? text.length() : colon;
    boolean host =
        literal
            ? end > 2
                && text.charAt(end - 1) == ']'
                && Characters.all(text, 1, end - 1, ClientView::isOfAddress)
            : end > 0 && Characters.all(text, 0, end, ClientView::isOfName);
    return host && (colon < 0 || isPort(text, colon + 1));
  }

  private static boolean isOfAddress(int c) {
    return (Character.digit(c, 16) >= 0 && c < 0x80) || c == ':' || c == '.';
  }

  private static boolean isOfName(int c) {
    return Characters.isLetter(c) || Characters.isDigit(c) || "._~-".indexOf(c) >= 0;
  }

  private static boolean isPort(String text, int from) {
    int digits = text.length() - from;
    return digits >= 1
        && digits <= 5
        && Characters.all(text, from, text.length(), Characters::isDigit);
  }

  /** Whether only paths are told to this client (TUS-191, TUS-197). */
  boolean tellsPathsOnly(Origin origin) {
    return locations.relative()
        || (fixed == null
            && !locations.hosts().isEmpty()
            && locations.hosts().stream().noneMatch(origin::isAt));
  }

  Origin origin(Headers headers, RequestReader.Connection connection) {
    if (fixed != null) {
      return fixed;
    }
    Origin seen = seen(headers, connection);
    boolean mixed =
        seen.scheme().equals("http")
            && headers.first("Origin").orElse("").startsWith("https://")
            && LOCAL.stream().noneMatch(seen::isAt);
    if (mixed && warned.compareAndSet(false, true)) {
      // TUS-199: a browser will not go on with an address that it must not use.
      warnings.accept(
          "a page on https asks %s; where TLS ends at a proxy, set public.url, or list the proxy in"
                  .formatted(seen)
              + " http.trusted-proxies and let it send X-Forwarded-Proto");
    }
    return seen;
  }

  private Origin seen(Headers headers, RequestReader.Connection connection) {
    String scheme = connection.scheme();
    String host =
        headers.first("Host").filter(ClientView::isHost).orElseGet(() -> own(connection.local()));
    if (!isTrusted(connection.peer().getAddress())) {
      return new Origin(scheme, host, "");
    }
    return new Origin(
        forwarded(headers, "proto")
            .or(() -> first(headers, "X-Forwarded-Proto").filter(ClientView::isScheme))
            .orElse(scheme)
            .toLowerCase(Locale.ROOT),
        forwarded(headers, "host")
            .or(() -> first(headers, "X-Forwarded-Host").filter(ClientView::isHost))
            .map(name -> withPort(name, headers))
            .orElseGet(() -> withPort(host, headers)),
        first(headers, "X-Forwarded-Prefix")
            .filter(prefix -> PREFIX.matcher(prefix).matches())
            .orElse(""));
  }

  /** The nearest address that is not one of our own proxies. */
  InetAddress client(Headers headers, InetAddress peer) {
    if (!isTrusted(peer)) {
      return peer;
    }
    InetAddress client = peer;
    List<String> hops = hops(headers);
    for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
      Optional<InetAddress> before = address(hops.get(i));
      if (before.isEmpty()) {
        break;
      }
      client = before.get();
    }
    return client;
  }

  /** Whether requests of this peer come through one of our own proxies. */
  boolean isProxy(InetSocketAddress peer) {
    return isTrusted(peer.getAddress());
  }

  private boolean isTrusted(InetAddress address) {
    for (AddressRange range : trusted) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** X-Forwarded-Port belongs to a host that names none. */
  private static String withPort(String host, Headers headers) {
    boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
    return hasPort
        ? host
        : first(headers, "X-Forwarded-Port")
            .filter(port -> port.matches("[0-9]{1,5}"))
            .map(port -> host + ":" + port)
            .orElse(host);
  }

  private static Optional<String> first(Headers headers, String name) {
    return headers.list(name).stream().findFirst();
  }

  /**
   * A parameter of the first element of Forwarded; none when that names no scheme or no host where
   * it should, as such a header is not believed at all (TUS-195).
   */
  private static Optional<String> forwarded(Headers headers, String parameter) {
    List<String> elements = headers.list("Forwarded");
    if (elements.isEmpty()) {
      return Optional.empty();
    }
    String element = elements.getFirst();
    boolean isGood =
        parameter(element, "proto").filter(proto -> !isScheme(proto)).isEmpty()
            && parameter(element, "host").filter(host -> !isHost(host)).isEmpty();
    return isGood ? parameter(element, parameter) : Optional.empty();
  }

  private static boolean isScheme(String text) {
    return text.equalsIgnoreCase("http") || text.equalsIgnoreCase("https");
  }

  private static Optional<String> parameter(String element, String name) {
    for (String pair : element.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name)) {
        return Optional.of(unquoted(pair.substring(equals + 1).strip()));
      }
    }
    return Optional.empty();
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1).replace("\\", "") : value;
  }

  private static List<String> hops(Headers headers) {
    if (!headers.has("Forwarded")) {
      return headers.list("X-Forwarded-For");
    }
    var hops = new ArrayList<String>();
    for (String element : headers.list("Forwarded")) {
      hops.add(parameter(element, "for").orElse(""));
    }
    return hops;
  }

  /** An address with or without port; names are not looked up. */
  private static Optional<InetAddress> address(String hop) {
    String text = hop;
    if (text.startsWith("[") && text.indexOf(']') > 0) {
      text = text.substring(1, text.indexOf(']'));
    } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
      text = text.substring(0, text.indexOf(':'));
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  private static String own(InetSocketAddress local) {
    String address = local.getAddress().getHostAddress();
    String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
    return host + ":" + local.getPort();
  }
}
