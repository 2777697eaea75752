package slipway.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The query of a request target: names and values decoded once ({@code +} is a space), in order,
 * names may repeat. A broken percent sequence stays as it was sent. Immutable.
 *
 * @param raw the text after {@code ?} as it was sent, without the mark; empty when there was none
 */
public record Query(String raw, List<Parameter> parameters) {

  /** No query. */
  public static final Query EMPTY = new Query("", List.of());

  /** One name and value; the value is empty when there was no {@code =}. */
  public record Parameter(String name, String value) {}

  public Query {
    parameters = List.copyOf(parameters);
  }

  /** Reads the text after the {@code ?} of a request target. */
  public static Query parse(String raw) {
    if (raw.isEmpty()) {
      return EMPTY;
    }
    var parameters = new ArrayList<Parameter>();
    for (String pair : raw.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.add(new Parameter(decode(name), decode(value)));
    }
    return new Query(raw, parameters);
  }

  /** The first value of that name; names compare exactly. */
  public Optional<String> first(String name) {
    for (Parameter parameter : parameters) {
      if (parameter.name.equals(name)) {
        return Optional.of(parameter.value);
      }
    }
    return Optional.empty();
  }

  /** All values of that name, in order. */
  public List<String> all(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name.equals(name))
        .map(Parameter::value)
        .toList();
  }

  /** Whether that name occurs. */
  public boolean has(String name) {
    return first(name).isPresent();
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      return text;
    }
  }
}
