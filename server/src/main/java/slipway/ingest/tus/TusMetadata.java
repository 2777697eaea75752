package slipway.ingest.tus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import slipway.http.Headers;

/**
 * What the client says about its file in {@code Upload-Metadata}: hints, never trusted (TUS-228).
 * The text is kept byte for byte, because HEAD gives it back so (TUS-27).
 */
final class TusMetadata {
  /** Limits of TUS-226. */
  private static final int MAX_HEADER = 16 * 1024;

  private static final int MAX_PAIRS = 64;
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 8 * 1024;

  /** Names of files are at most so long wherever they come from. */
  private static final int MAX_NAME = 255;

  /** How strictly the header field is read. */
  enum Rules {
    /** A key that comes twice must have the same value (TUS-223). */
    STRICT,
    /** The last of several values counts, and space around values does not (GC-93, GC-94). */
    LENIENT
  }

  private final String raw;
  private final Map<String, byte[]> values;

  private TusMetadata(String raw, Map<String, byte[]> values) {
    this.raw = raw;
    this.values = values;
  }

  /**
   * Reads the header field; several lines count as one.
   *
   * @throws TusException when a value is no base64, a key is none or comes twice with different
   *     values, or there is too much of it (TUS-221 to TUS-226)
   */
  static TusMetadata of(Headers headers) {
    return of(headers, Rules.STRICT);
  }

  /** Nothing was said. */
  static TusMetadata none() {
    return new TusMetadata("", Map.of());
  }

  /** As {@link #of(Headers)}, by other rules. */
  static TusMetadata of(Headers headers, Rules rules) {
    String raw = String.join(",", headers.all("Upload-Metadata"));
    if (raw.length() > MAX_HEADER) {
      throw TusError.METADATA_TOO_LARGE.thrown();
    }
    Map<String, byte[]> values = new LinkedHashMap<>();
    for (String pair : raw.split(",", -1)) {
      if (!pair.isBlank()) {
        add(pair.strip(), values, rules);
      }
    }
    return new TusMetadata(raw, values);
  }

  /** As it was sent; empty when nothing was. */
  String raw() {
    return raw;
  }

  /** The names of all fields, as they were sent. */
  Set<String> keys() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /**
   * The text of a field, control characters and all; empty for a field without value.
   *
   * @param key in any letter case (CF-50)
   */
  Optional<String> text(String key) {
    return values.entrySet().stream()
        .filter(field -> field.getKey().equalsIgnoreCase(key))
        .map(field -> new String(field.getValue(), StandardCharsets.UTF_8))
        .findFirst();
  }

  /** What the file is called, safe to show (TUS-227, TUS-229); empty when it was not said. */
  Optional<String> name() {
    return Stream.of("filename", "name")
        .map(key -> values.getOrDefault(key, new byte[0]))
        .map(TusMetadata::shown)
        .filter(name -> !name.isEmpty())
        .findFirst();
  }

  private static String shown(byte[] value) {
    String name = new String(value, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "").strip();
    int end = name.offsetByCodePoints(0, Math.min(MAX_NAME, name.codePointCount(0, name.length())));
    return name.substring(0, end);
  }

  private static void add(String pair, Map<String, byte[]> values, Rules rules) {
    int space = pair.indexOf(' ');
    String key = space < 0 ? pair : pair.substring(0, space);
    byte[] value = space < 0 ? new byte[0] : decoded(pair.substring(space + 1).strip());
    if (!key.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      throw TusError.INVALID_METADATA.thrown();
    }
    if (key.length() > MAX_KEY || value.length > MAX_VALUE) {
      throw TusError.METADATA_TOO_LARGE.thrown();
    }
    byte[] kept =
        rules == Rules.STRICT
            ? value
            : new String(value, StandardCharsets.ISO_8859_1)
                .strip()
                .getBytes(StandardCharsets.ISO_8859_1);
    byte[] before = values.put(key, kept);
    if (rules == Rules.STRICT && before != null && !Arrays.equals(before, kept)) {
      throw TusError.INVALID_METADATA.thrown();
    }
    if (values.size() > MAX_PAIRS) {
      throw TusError.METADATA_TOO_LARGE.thrown();
    }
  }

  /** Base64, also URL-safe and without padding (TUS-222). */
  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException notBase64) {
      throw TusError.INVALID_METADATA.thrown();
    }
  }
}
