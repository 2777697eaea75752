package slipway.outgoing;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A {@code GET} to the outside. Immutable.
 *
 * @param url as a stranger named it
 * @param headers by name, whatever its case
 */
public record Call(String url, Map<String, String> headers, Limits limits) {
  /** They say what is wanted and not who wants it. */
  private static final Set<String> HARMLESS = Set.of("accept", "range", "if-range");

  public Call {
    var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(headers);
    headers = Collections.unmodifiableMap(sorted);
  }

  public static Call get(String url, Limits limits) {
    return new Call(url, Map.of(), limits);
  }

  /** The same with one more header. */
  public Call with(String name, String value) {
    var more = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return new Call(url, more, limits);
  }

  /** The same for strangers: without whatever might tell them who we are (REL-61). */
  Call anonymous() {
    var fewer = new TreeMap<>(headers);
    fewer.keySet().removeIf(name -> !HARMLESS.contains(name.toLowerCase(Locale.ROOT)));
    return new Call(url, fewer, limits);
  }
}
