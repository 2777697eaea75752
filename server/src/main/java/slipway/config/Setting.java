package slipway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One thing an operator may set: its key, how it is written, its default and one sentence. A room
 * declares its settings as constants beside the record that holds their values:
 *
 * {@snippet :
 * record HttpSettings(String host, int port) {
 *   static final Setting<String> HOST =
 *       Setting.of("http.host", Format.text(), "127.0.0.1", "Address to listen on.");
 *   static final Setting<Integer> PORT =
 *       Setting.port("http.port", 8080, "Port to listen on; 0 takes any free one.");
 *   public static final SettingsSection SECTION = SettingsSection.of("HTTP", HOST, PORT);
 *
 *   public static HttpSettings load(Settings settings) {
 *     return new HttpSettings(settings.get(HOST), settings.get(PORT));
 *   }
 * }
 * }
 *
 * @param key lower case with dots and dashes, {@code http.port}; from it come the two other
 *     spellings, {@code --http.port} and {@code SLIPWAY_HTTP_PORT}
 * @param defaultValue what holds when no source sets it, or sets it to the empty text
 * @param defaultText the default as the settings page shows it
 * @param sentence what it does, with a full stop
 * @param formerKeys keys it had in earlier versions; they still work, with a warning
 */
public record Setting<T>(
    String key,
    Format<T> format,
    T defaultValue,
    String defaultText,
    String sentence,
    List<String> formerKeys) {
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*");

  public Setting {
    formerKeys = List.copyOf(formerKeys);
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("not a key: " + key);
    }
    if (!sentence.endsWith(".")) {
      throw new IllegalArgumentException(key + " is described by a sentence, with a full stop");
    }
  }

  /** A setting with a default. */
  public static <T> Setting<T> of(String key, Format<T> format, T defaultValue, String sentence) {
    String shown = format.printer().apply(defaultValue);
    return new Setting<>(key, format, defaultValue, shown, sentence, List.of());
  }

  /** A setting that may be left out. */
  public static <T> Setting<Optional<T>> optional(String key, Format<T> format, String sentence) {
    return new Setting<>(key, format.optional(), Optional.empty(), "none", sentence, List.of());
  }

  /** A TCP port; 0 stands for any free one. */
  public static Setting<Integer> port(String key, int defaultValue, String sentence) {
    return of(key, Format.wholeNumber(0, 65_535), defaultValue, sentence);
  }

  /** A count within bounds, both included. */
  public static Setting<Integer> count(
      String key, int min, int max, int defaultValue, String sentence) {
    return of(key, Format.wholeNumber(min, max), defaultValue, sentence);
  }

  /** {@code true} or {@code false}; the bare flag means {@code true}. */
  public static Setting<Boolean> yesOrNo(String key, boolean defaultValue, String sentence) {
    return of(key, Format.yesOrNo(), defaultValue, sentence);
  }

  /** A duration within bounds, both included. */
  public static Setting<Duration> duration(
      String key, Duration min, Duration max, Duration defaultValue, String sentence) {
    return of(key, Format.duration(min, max), defaultValue, sentence);
  }

  /** A size within bounds, both included. */
  public static Setting<ByteSize> size(
      String key, ByteSize min, ByteSize max, ByteSize defaultValue, String sentence) {
    return of(key, Format.size(min, max), defaultValue, sentence);
  }

  /** A path of a file or folder. */
  public static Setting<Path> path(String key, String defaultValue, String sentence) {
    return of(key, Format.path(), Path.of(defaultValue), sentence);
  }

  /** A secret that may be left out. */
  public static Setting<Optional<Secret>> secret(String key, String sentence) {
    return optional(key, Format.secretText(), sentence);
  }

  /** The same with another text for its default, such as {@code made at first start}. */
  public Setting<T> defaultShownAs(String text) {
    return new Setting<>(key, format, defaultValue, text, sentence, formerKeys);
  }

  /** The same, also known by the keys it had in earlier versions. */
  public Setting<T> formerly(String... keys) {
    return new Setting<>(key, format, defaultValue, defaultText, sentence, List.of(keys));
  }

  /** {@code --http.port}. */
  public String flag() {
    return flag(key);
  }

  /** {@code SLIPWAY_HTTP_PORT}. */
  public String environmentVariable() {
    return environmentVariable(key);
  }

  static String flag(String key) {
    return "--" + key;
  }

  static String environmentVariable(String key) {
    return "SLIPWAY_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
