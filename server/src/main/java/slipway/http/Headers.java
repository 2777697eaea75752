package slipway.http;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Header fields in the order they were sent or will be sent: names compare without regard to case,
 * a name may occur more than once. Immutable.
 *
 * <p>A name that is no token and a value with a line break, NUL or other control character is
 * refused with {@link IllegalArgumentException}, so text from a user can never add a field or end
 * the header block.
 */
public final class Headers {

  /** No fields at all. */
  public static final Headers EMPTY = new Headers(List.of());

  private final List<Field> fields;

  private Headers(List<Field> fields) {
    this.fields = fields;
  }

  /** One field line. */
  public record Field(String name, String value) {
    public Field {
      requireToken(name);
      requireOneLine(name, value);
    }
  }

  /** The given fields: name, value, name, value, … */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a header name without a value");
    }
    var fields = new ArrayList<Field>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Headers(List.copyOf(fields));
  }

  /** The given fields in their order. */
  public static Headers of(List<Field> fields) {
    return fields.isEmpty() ? EMPTY : new Headers(List.copyOf(fields));
  }

  /** The value of the first field of that name. */
  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (field.name.equalsIgnoreCase(name)) {
        return Optional.of(field.value);
      }
    }
    return Optional.empty();
  }

  /** The values of all fields of that name, in order; empty when there is none. */
  public List<String> all(String name) {
    String only = null;
    List<String> several = null;
    for (Field field : fields) {
      if (!field.name.equalsIgnoreCase(name)) {
        continue;
      }
      if (only == null) {
        only = field.value; // nearly always all there is
      } else {
        if (several == null) {
          several = new ArrayList<>(List.of(only));
        }
        several.add(field.value);
      }
    }
    if (several != null) {
      return List.copyOf(several);
    }
    return only == null ? List.of() : List.of(only);
  }

  /**
   * The elements of a list-valued field, over all its lines: split at commas, trimmed, empty ones
   * left out. Not for fields whose elements may hold quoted commas.
   */
  public List<String> list(String name) {
    var elements = new ArrayList<String>();
    for (String value : all(name)) {
      for (String element : value.split(",", -1)) {
        if (!element.isBlank()) {
          elements.add(element.strip());
        }
      }
    }
    return elements;
  }

  /** Whether a field of that name is there. */
  public boolean has(String name) {
    return first(name).isPresent();
  }

  /** These fields with every field of that name replaced by one. */
  public Headers with(String name, String value) {
    return without(name).plus(name, value);
  }

  /** These fields and one more, whatever is there already. */
  public Headers plus(String name, String value) {
    var more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Headers(List.copyOf(more));
  }

  /** These fields and, of {@code other}, those whose name does not occur here. */
  public Headers orElse(Headers other) {
    var more = new ArrayList<>(fields);
    for (Field field : other.fields) {
      if (!has(field.name)) {
        more.add(field);
      }
    }
    return new Headers(List.copyOf(more));
  }

  /** These fields without those of that name. */
  public Headers without(String name) {
    if (!has(name)) {
      return this;
    }
    return of(fields.stream().filter(field -> !field.name.equalsIgnoreCase(name)).toList());
  }

  /** All fields in order. */
  public List<Field> fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Headers that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.toString();
  }

  private static void requireToken(String name) {
    boolean token = !name.isEmpty() && Characters.all(name, Headers::isTokenCharacter);
    if (!token) {
      throw new IllegalArgumentException("not a header name");
    }
  }

  /** RFC 9110 section 5.6.2. */
  static boolean isTokenCharacter(int c) {
    return Characters.isLetter(c) || Characters.isDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static void requireOneLine(String name, String value) {
    requireNonNull(value, name);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        throw new IllegalArgumentException("control character in the value of " + name);
      }
    }
  }
}
