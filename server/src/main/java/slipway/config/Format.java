package slipway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a value is written. The description completes the sentence "this is not …", and stands in the
 * settings page.
 *
 * @param description for example {@code a whole number from 0 to 65535}
 * @param parser the value, or empty when the text is not one; the text is stripped and never empty
 * @param printer the text from which the parser makes the same value
 * @param secret whether values must not be shown, not even in an error
 */
public record Format<T>(
    String description,
    Function<String, Optional<T>> parser,
    Function<T, String> printer,
    boolean secret) {

  private Format(
      String description, Function<String, Optional<T>> parser, Function<T, String> printer) {
    this(description, parser, printer, /* secret= */ false);
  }

  /** Any text. */
  public static Format<String> text() {
    return new Format<>("a text", Optional::of, Function.identity());
  }

  /** A text that is never shown. */
  public static Format<Secret> secretText() {
    return new Format<>(
        "a secret text",
        text -> Optional.of(new Secret(text)),
        Secret::toString,
        /* secret= */ true);
  }

  /** {@code true} or {@code false}. */
  public static Format<Boolean> yesOrNo() {
    return new Format<>(
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            },
        Object::toString);
  }

  /** A whole number within bounds, both included. */
  public static Format<Integer> wholeNumber(int min, int max) {
    return new Format<>(
        "a whole number from " + min + " to " + max,
        text -> {
          try {
            int number = Integer.parseInt(text);
            return number < min || number > max ? Optional.empty() : Optional.of(number);
          } catch (NumberFormatException notANumber) {
            return Optional.empty();
          }
        },
        Object::toString);
  }

  /** A duration such as {@code 250ms}, {@code 30s}, {@code 1h30m} or {@code 7d}, within bounds. */
  public static Format<Duration> duration(Duration min, Duration max) {
    return new Format<>(
        "a duration such as 30s or 2m, from "
            + Durations.print(min)
            + " to "
            + Durations.print(max),
        text -> Durations.parse(text).filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0),
        Durations::print);
  }

  /** A size such as {@code 64KiB} or {@code 1GB}, within bounds. */
  public static Format<ByteSize> size(ByteSize min, ByteSize max) {
    return new Format<>(
        "a size such as 64KiB or 1GB, from " + min + " to " + max,
        text -> ByteSize.parse(text).filter(s -> s.compareTo(min) >= 0 && s.compareTo(max) <= 0),
        ByteSize::toString);
  }

  /** A path of a file or folder; a relative one starts at the working directory. */
  public static Format<Path> path() {
    return new Format<>(
        "a file path",
        text -> {
          try {
            return Optional.of(Path.of(text));
          } catch (InvalidPathException notAPath) {
            return Optional.empty();
          }
        },
        Path::toString);
  }

  /** A host, and perhaps its port; an IPv6 address stands in brackets. */
  public static Format<String> host() {
    return new Format<>(
        "a host such as media.example or media.example:8443",
        text -> HOST.matcher(text).matches() ? Optional.of(text) : Optional.empty(),
        Function.identity());
  }

  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");

  /** An absolute URI with one of the given schemes; any scheme when none is given. */
  public static Format<URI> uri(String... schemes) {
    List<String> allowed = List.of(schemes);
    return new Format<>(
        allowed.isEmpty()
            ? "an absolute URL"
            : "a URL that starts with "
                + allowed.stream().map(s -> s + ":").collect(Collectors.joining(" or ")),
        text -> {
          try {
            URI uri = new URI(text);
            return uri.isAbsolute() && (allowed.isEmpty() || allowed.contains(uri.getScheme()))
                ? Optional.of(uri)
                : Optional.empty();
          } catch (URISyntaxException notAUri) {
            return Optional.empty();
          }
        },
        URI::toString);
  }

  /** One of the names of an enum, in lower case and with dashes. */
  public static <E extends Enum<E>> Format<E> oneOf(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    return new Format<>(
        "one of " + constants.stream().map(Format::dashed).collect(Collectors.joining(", ")),
        text -> constants.stream().filter(c -> dashed(c).equals(text)).findFirst(),
        Format::dashed);
  }

  /** Several values, separated by commas; the empty ones between two commas are left out. */
  public static <T> Format<List<T>> listOf(Format<T> item) {
    return new Format<>(
        "a list, separated by commas, of which each is " + item.description,
        text -> {
          var values = new ArrayList<T>();
          for (String part : Arrays.asList(text.split(",", /* limit= */ -1))) {
            if (part.isBlank()) {
              continue;
            }
            Optional<T> value = item.parser.apply(part.strip());
            if (value.isEmpty()) {
              return Optional.empty();
            }
            values.add(value.get());
          }
          return Optional.of(List.copyOf(values));
        },
        values -> values.stream().map(item.printer).collect(Collectors.joining(",")),
        item.secret);
  }

  /** The same, for a setting that may be left out. */
  Format<Optional<T>> optional() {
    return new Format<>(
        description,
        text -> {
          Optional<T> value = parser.apply(text);
          return value.isEmpty() ? Optional.empty() : Optional.of(value);
        },
        value -> value.map(printer).orElse(""),
        secret);
  }

  private static String dashed(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
