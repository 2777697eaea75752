package slipway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code --key=value}, {@code --key value} and bare {@code --yes-or-no-key}. */
final class Flags {
  static final String PLACE = "command line";

  private final List<Written> read = new ArrayList<>();
  private final Declarations declarations;
  private final List<String> problems;

  Flags(Declarations declarations, List<String> problems) {
    this.declarations = declarations;
    this.problems = problems;
  }

  /** In the order given; what cannot be read becomes a problem and is left out. */
  List<Written> read(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      if (!word.startsWith("--")) {
        problems.add(word + " (" + PLACE + "): is neither a flag nor the value of one");
      } else if (equals >= 0) {
        add(word.substring(0, equals), word.substring(equals + 1));
      } else {
        Optional<String> next = value(word, i + 1 < words.size() ? words.get(i + 1) : "--");
        if (next.isPresent()) {
          i++;
          add(word, next.get());
        } else if (isYesOrNo(word)) {
          add(word, "true");
        } else {
          problems.add(word + " (" + PLACE + "): has no value; write " + word + "=…");
        }
      }
    }
    return read;
  }

  /** The word after a flag, when it can be the flag's value. */
  private Optional<String> value(String flag, String next) {
    boolean taken =
        isYesOrNo(flag)
            ? Format.yesOrNo().parser().apply(next).isPresent()
            : !next.startsWith("--");
    return taken ? Optional.of(next) : Optional.empty();
  }

  private boolean isYesOrNo(String flag) {
    return declarations
        .current(Spelling.FLAG, flag)
        .or(() -> declarations.former(Spelling.FLAG, flag))
        .filter(setting -> setting.defaultValue() instanceof Boolean)
        .isPresent();
  }

  private void add(String flag, String text) {
    read.add(new Written(flag, PLACE, text));
  }
}
