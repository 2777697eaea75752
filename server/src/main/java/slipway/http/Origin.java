package slipway.http;

import java.net.URI;
import java.util.Locale;

/**
 * Where a client believes this server to be: what goes before the path in every absolute URL handed
 * out (TUS-192).
 *
 * @param scheme {@code http} or {@code https}
 * @param authority host and, unless it is the scheme's default, port (TUS-196)
 * @param prefix path under which a proxy publishes this server: empty, or with a leading and
 *     without a trailing slash
 */
public record Origin(String scheme, String authority, String prefix) {

  public Origin {
    scheme = scheme.toLowerCase(Locale.ROOT);
    authority = withoutDefaultPort(scheme, authority);
    while (prefix.endsWith("/")) {
      prefix = prefix.substring(0, prefix.length() - 1);
    }
  }

  /** The origin of a configured public URL; its path becomes the prefix. */
  public static Origin of(URI publicUrl) {
    if (publicUrl.getScheme() == null || publicUrl.getRawAuthority() == null) {
      throw new IllegalArgumentException("the public URL must be absolute");
    }
    String path = publicUrl.getRawPath();
    return new Origin(publicUrl.getScheme(), publicUrl.getRawAuthority(), path == null ? "" : path);
  }

  /** The absolute URL of a path that starts with a slash. */
  public String url(String path) {
    return this + path;
  }

  /** Whether the authority is this host, on whatever port; {@code host:port} wants both. */
  boolean isAt(String host) {
    int port = authority.lastIndexOf(':');
    boolean hasPort = port > authority.lastIndexOf(']');
    return authority.equalsIgnoreCase(host)
        || (hasPort && authority.substring(0, port).equalsIgnoreCase(host));
  }

  /** For example {@code https://video.example.org} or {@code http://10.0.0.7:8080/media}. */
  @Override
  public String toString() {
    return scheme + "://" + authority + prefix;
  }

  private static String withoutDefaultPort(String scheme, String authority) {
    String port = scheme.equals("https") ? ":443" : ":80";
    return authority.endsWith(port)
        ? authority.substring(0, authority.length() - port.length())
        : authority;
  }
}
