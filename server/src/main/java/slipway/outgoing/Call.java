package slipway.outgoing;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@code GET}, {@code POST} or {@code PUT} to the outside. Immutable.
 *
 * @param method in capital letters
 * @param url as a stranger named it
 * @param headers by name, whatever its case
 * @param body what is sent; {@code null} for a {@code GET}. What has a body is handed on only if
 *     {@code moves} says so: else a redirect is the answer
 * @param moves whether the same is sent again to where a 307 or 308 leads, wherever that is
 */
public record Call(
    String method,
    String url,
    Map<String, String> headers,
    @Nullable Sending body,
    Limits limits,
    boolean moves) {
  /** They say what is wanted and not who wants it. */
  private static final Set<String> HARMLESS = Set.of("accept", "range", "if-range");

  public Call {
    var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(headers);
    headers = Collections.unmodifiableMap(sorted);
  }

  public static Call get(String url, Limits limits) {
    return new Call("GET", url, Map.of(), /* body= */ null, limits, /* moves= */ false);
  }

  public static Call post(String url, String body, Limits limits) {
    return new Call("POST", url, Map.of(), Sending.text(body), limits, /* moves= */ false);
  }

  public static Call put(String url, String body, Limits limits) {
    return new Call("PUT", url, Map.of(), Sending.text(body), limits, /* moves= */ false);
  }

  /**
   * Sends something larger than a text.
   *
   * @param method {@code POST} or {@code PUT}
   */
  public static Call sending(String method, String url, Sending body, Limits limits) {
    return new Call(method, url, Map.of(), body, limits, /* moves= */ false);
  }

  /** The same with one more header. */
  public Call with(String name, String value) {
    var more = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return new Call(method, url, more, body, limits, moves);
  }

  /** The same, to be sent again where a redirect says that it belongs; for texts. */
  public Call moving() {
    return new Call(method, url, headers, body, limits, /* moves= */ true);
  }

  /** The same for strangers: without whatever might tell them who we are (REL-61). */
  Call anonymous() {
    var fewer = new TreeMap<>(headers);
    fewer.keySet().removeIf(name -> !HARMLESS.contains(name.toLowerCase(Locale.ROOT)));
    return new Call("GET", url, fewer, /* body= */ null, limits, moves);
  }
}
