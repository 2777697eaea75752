package slipway.media.packaging;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;

/** Names of languages. */
final class Languages {
  private Languages() {}

  /** The bibliographic codes of ISO 639-2 that have another one beside them, which Java knows. */
  private static final Map<String, String> BIBLIOGRAPHIC =
      Map.ofEntries(
          Map.entry("alb", "sqi"),
          Map.entry("arm", "hye"),
          Map.entry("baq", "eus"),
          Map.entry("bur", "mya"),
          Map.entry("chi", "zho"),
          Map.entry("cze", "ces"),
          Map.entry("dut", "nld"),
          Map.entry("fre", "fra"),
          Map.entry("geo", "kat"),
          Map.entry("ger", "deu"),
          Map.entry("gre", "ell"),
          Map.entry("ice", "isl"),
          Map.entry("mac", "mkd"),
          Map.entry("mao", "mri"),
          Map.entry("may", "msa"),
          Map.entry("per", "fas"),
          Map.entry("rum", "ron"),
          Map.entry("slo", "slk"),
          Map.entry("tib", "bod"),
          Map.entry("wel", "cym"));

  /** From three letters to the two of RFC 5646, where there are two; empty when unknown. */
  static Optional<String> shortest(String threeLetters) {
    if (threeLetters.equals("und")) {
      return Optional.empty();
    }
    String wanted = BIBLIOGRAPHIC.getOrDefault(threeLetters, threeLetters);
    for (String code : Locale.getISOLanguages()) {
      try {
        if (Locale.of(code).getISO3Language().equals(wanted)) {
          return Optional.of(code);
        }
      } catch (MissingResourceException none) {
        // a language without three letters is not the one
      }
    }
    return Optional.of(threeLetters);
  }

  /** What it is called in English; empty when Java does not know it. */
  static Optional<String> name(String code) {
    String name = Locale.of(code).getDisplayLanguage(Locale.ENGLISH);
    return name.isEmpty() || name.equals(code) ? Optional.empty() : Optional.of(name);
  }
}
