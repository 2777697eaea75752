package slipway.core.access;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a video may be shown. Two notations, told apart by their look: {@code https://a.com:8443}
 * is exactly that origin (LP-143), {@code a.com}, {@code *.a.com} and {@code a.com:8443} are hosts
 * whatever the scheme (CF-113). {@code *} alone is everywhere.
 */
final class Origins {
  private Origins() {}

  /**
   * Whether a page at {@code origin} may show the video. Whoever tells no origin is no browser:
   * exact origins keep it out (LP-143), hosts let it in (CF-114) unless the operator is stricter.
   *
   * @param exactCount whether exact origins count; they do not for what is public (LP-143)
   * @param originNeeded whether hosts keep out who tells none
   */
  static boolean allow(
      List<String> entries, @Nullable String origin, boolean exactCount, boolean originNeeded) {
    List<String> counting =
        entries.stream().filter(entry -> exactCount || !isExact(entry)).toList();
    if (counting.isEmpty() || counting.contains("*")) {
      return true;
    }
    if (origin == null) {
      return !originNeeded && counting.stream().noneMatch(Origins::isExact);
    }
    return counting.stream()
        .anyMatch(entry -> isExact(entry) ? isSame(entry, origin) : isHost(entry, origin));
  }

  private static boolean isExact(String entry) {
    return entry.contains("://");
  }

  private static boolean isSame(String entry, String origin) {
    String bare = entry.endsWith("/") ? entry.substring(0, entry.length() - 1) : entry;
    return bare.equalsIgnoreCase(origin);
  }

  private static boolean isHost(String entry, String origin) {
    String place = place(origin);
    String wanted = ascii(entry);
    if (place == null || wanted == null) {
      return false;
    }
    return wanted.startsWith("*.")
        ? place.endsWith(wanted.substring(1)) && place.length() > wanted.length() - 1
        : place.equals(wanted);
  }

  /** Host and port of an origin, without the port that its scheme implies. */
  private static @Nullable String place(String origin) {
    try {
      URI uri = new URI(origin);
      String host = uri.getHost();
      if (host == null) {
        return null;
      }
      int port = uri.getPort();
      boolean implied = port < 0 || port == 80 || port == 443;
      return ascii(implied ? host : host + ":" + port);
    } catch (URISyntaxException notAnOrigin) {
      return null;
    }
  }

  /** Lower case, and letters beyond ASCII as name servers know them (RFC 3490). */
  private static @Nullable String ascii(String host) {
    try {
      String lower = host.toLowerCase(Locale.ROOT);
      return lower.startsWith("*.") ? "*." + IDN.toASCII(lower.substring(2)) : IDN.toASCII(lower);
    } catch (IllegalArgumentException notAName) {
      return null;
    }
  }
}
