package slipway.media.packaging;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;

/** Names of languages. */
final class Languages {
  private Languages() {}

  /** From three letters to the two of RFC 5646, where there are two; empty when unknown. */
  static Optional<String> shortest(String threeLetters) {
    if (threeLetters.equals("und")) {
      return Optional.empty();
    }
    for (String code : Locale.getISOLanguages()) {
      try {
        if (Locale.of(code).getISO3Language().equals(threeLetters)) {
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
