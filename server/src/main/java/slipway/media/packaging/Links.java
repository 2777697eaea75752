package slipway.media.packaging;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * How addresses in playlists look. They are relative; a player takes them from where it found the
 * playlist.
 *
 * @param prefix stands before each address in the master playlist and the MPD, for those that are
 *     served from somewhere else than the folder of their renditions; empty, or ending with a slash
 * @param query stands behind each address in every playlist, without the question mark; empty for
 *     none (LP-133)
 */
public record Links(String prefix, String query) {
  /** Plain names. */
  public static final Links PLAIN = new Links("", "");

  /** Refuses what would break out of an attribute; what is needed of it can be percent-encoded. */
  public Links {
    if (!(prefix + query)
            .chars()
            .allMatch(c -> c > ' ' && c < 0x7f && "\"'<>\\^`{}|$".indexOf(c) < 0)
        || query.contains("#")
        || query.contains("?")) {
      throw new IllegalArgumentException("Not a part of an address: " + prefix + " ? " + query);
    }
  }

  /** The same with one more query parameter; the value may be anything. */
  public Links with(String name, String value) {
    String parameter = encode(name) + "=" + encode(value);
    return new Links(prefix, query.isEmpty() ? parameter : query + "&" + parameter);
  }

  /** The same with another prefix. */
  public Links under(String newPrefix) {
    return new Links(newPrefix, query);
  }

  String fromRoot(String path) {
    return prefix + fromHere(path);
  }

  String fromHere(String path) {
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static String encode(String text) {
    // What URLEncoder writes is for forms; in a query a plus sign and an asterisk are better
    // spelled out.
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
