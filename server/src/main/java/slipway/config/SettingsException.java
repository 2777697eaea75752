package slipway.config;

import java.util.List;

/** The settings cannot be used. Says everything that is wrong with them, at once. */
public final class SettingsException extends RuntimeException {
  private final List<String> problems;

  SettingsException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each, with the operator's own spelling and its source; safe to show. */
  public List<String> problems() {
    return problems;
  }
}
