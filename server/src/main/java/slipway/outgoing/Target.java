package slipway.outgoing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address that a stranger named, taken apart once, by the rules for URIs (RFC 3986) and by
 * nothing else: what other parsers of URLs read differently is refused here instead of guessed at.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name in lower-case ASCII, or an address without brackets
 * @param literal the host when it is written as an address
 * @param port as given, or the scheme's own
 * @param file path and query as sent in the request line; the fragment is never sent
 */
record Target(String scheme, String host, Optional<InetAddress> literal, int port, String file) {
  private static final int LONGEST = 8192;

  /** Letters, digits and dashes (RFC 1123); URIs know no other names of hosts. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
              + "(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  /** Other parsers take a name whose last label is one of these for an IPv4 address (WHATWG). */
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)", Pattern.DOTALL);

  private static final Pattern IPV4 =
      Pattern.compile(
          "(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");

  /**
   * Takes an address apart.
   *
   * @throws OutgoingException.Refused with the reason
   */
  static Target parse(String url) throws OutgoingException.Refused {
    if (url.length() > LONGEST) {
      throw refused("The URL is longer than " + LONGEST + " characters.");
    }
    if (!url.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw refused("The URL has characters that no URL has; write them percent-encoded.");
    }
    try {
      return of(new URI(url));
    } catch (URISyntaxException e) {
      throw refused("The URL is malformed.");
    }
  }

  /**
   * Where a {@code Location} leads from here.
   *
   * @throws OutgoingException.Refused with the reason
   */
  Target redirected(String location) throws OutgoingException.Refused {
    Target next;
    try {
      next = parse(URI.create(toString()).resolve(new URI(location)).toString());
    } catch (URISyntaxException e) {
      throw refused("The redirect leads to a malformed URL.");
    }
    if (scheme.equals("https") && next.scheme.equals("http")) {
      throw refused("The redirect leads from https back to http.");
    }
    return next;
  }

  /** Whether what is told to the one may be told to the other (RFC 6454). */
  boolean hasOriginOf(Target other) {
    return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
  }

  /** The host with its port, as in a URL; the port is left out when it is the scheme's own. */
  String authority() {
    String written = host.contains(":") ? "[" + host + "]" : host;
    return port == ownPort(scheme) ? written : written + ":" + port;
  }

  @Override
  public String toString() {
    return scheme + "://" + authority() + file;
  }

  private static Target of(URI uri) throws OutgoingException.Refused {
    String scheme = lower(uri.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw refused("Only http and https URLs are taken.");
    }
    if (uri.getRawUserInfo() != null) {
      throw refused("The URL must not hold a user name or password.");
    }
    String host = lower(uri.getHost());
    if (host.isEmpty()) { // also when the authority is no host and port
      throw refused("The URL has no host name that can be used.");
    }
    int port = uri.getPort() == -1 ? ownPort(scheme) : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw refused("The URL's port is none.");
    }
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String file = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    if (host.startsWith("[")) {
      String inside = host.substring(1, host.length() - 1);
      return new Target(scheme, inside, Optional.of(ipv6(inside)), port, file);
    }
    return new Target(scheme, host, literal4(host), port, file);
  }

  private static InetAddress ipv6(String text) throws OutgoingException.Refused {
    if (text.indexOf('%') >= 0) {
      throw refused("An address with a zone is not taken.");
    }
    try {
      return Inet6Address.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw refused("The URL's host is no address.");
    }
  }

  private static Optional<InetAddress> literal4(String host) throws OutgoingException.Refused {
    Matcher dotted = IPV4.matcher(host);
    if (dotted.matches()) {
      try {
        return Optional.of(InetAddress.ofLiteral(host));
      } catch (IllegalArgumentException e) {
        throw refused("The URL's host is no address.");
      }
    }
    if (host.endsWith(".")) {
      throw refused("The URL's host name must not end in a dot.");
    }
    if (ENDS_IN_NUMBER.matcher(host).matches()) {
      throw refused("The URL's host is written as a number; write an address as four numbers.");
    }
    if (!NAME.matcher(host).matches()) {
      throw refused("The URL has no host name that can be used.");
    }
    return Optional.empty();
  }

  private static int ownPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static OutgoingException.Refused refused(String sentence) {
    return new OutgoingException.Refused(sentence);
  }
}
