package slipway.core.caption;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

/** Languages as containers and vendors name them, and as players want them. */
public final class Languages {
  /** Nobody said which. */
  public static final String UNKNOWN = "und";

  /**
   * By their names of three letters. Some languages have a second one, after their English names
   * (ISO 639-2/B), which Matroska prescribes.
   */
  private static final Map<String, String> BY_THREE_LETTERS = byThreeLetters();

  private Languages() {}

  private static Map<String, String> byThreeLetters() {
    Map<String, String> all = new HashMap<>();
    for (String two : Locale.getISOLanguages()) {
      try {
        all.putIfAbsent(Locale.of(two).getISO3Language(), two);
      } catch (MissingResourceException none) {
        // One that has no name of three letters.
      }
    }
    all.putAll(
        Map.ofEntries(
            Map.entry("alb", "sq"),
            Map.entry("arm", "hy"),
            Map.entry("baq", "eu"),
            Map.entry("bur", "my"),
            Map.entry("chi", "zh"),
            Map.entry("cze", "cs"),
            Map.entry("dut", "nl"),
            Map.entry("fre", "fr"),
            Map.entry("geo", "ka"),
            Map.entry("ger", "de"),
            Map.entry("gre", "el"),
            Map.entry("ice", "is"),
            Map.entry("mac", "mk"),
            Map.entry("mao", "mi"),
            Map.entry("may", "ms"),
            Map.entry("per", "fa"),
            Map.entry("rum", "ro"),
            Map.entry("slo", "sk"),
            Map.entry("tib", "bo"),
            Map.entry("wel", "cy")));
    return Map.copyOf(all);
  }

  /**
   * The shortest BCP 47 tag: {@code eng} becomes {@code en}; what is no language becomes {@link
   * #UNKNOWN}.
   */
  public static String tag(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String shorter = BY_THREE_LETTERS.get(lower);
    if (shorter != null) {
      return shorter;
    }
    Locale locale = Locale.forLanguageTag(name);
    return locale.getLanguage().isEmpty() ? UNKNOWN : locale.toLanguageTag();
  }

  /** What a language calls itself, such as {@code Deutsch}; {@code Subtitles} for the unknown. */
  public static String ownName(String tag) {
    Locale locale = Locale.forLanguageTag(tag);
    String name = locale.getDisplayName(locale);
    if (locale.getLanguage().isEmpty() || tag.equals(UNKNOWN) || name.isEmpty()) {
      return "Subtitles";
    }
    return name.substring(0, 1).toUpperCase(locale) + name.substring(1);
  }
}
