package slipway.config;

import java.util.List;

/** The page of all settings, made from their declarations. */
public final class SettingsPage {
  private static final String HEAD =
      """
      # Settings

      Made from the code; change the declaration beside the room's settings record instead.

      Every key has three spellings, here for `http.port`: the flag `--http.port=8080` (or
      `--http.port 8080`), the variable `SLIPWAY_HTTP_PORT` and the line `http.port=8080` in
      `slipway.properties`, which is read from the working directory unless `--config` or
      `SLIPWAY_CONFIG` names another file. A flag beats the environment, the environment beats the
      file, and the file beats the default. An empty value counts as not set. A key that does not
      exist stops the start, as does a value that cannot be used; all mistakes are told at once.

      Durations are written `250ms`, `30s`, `2m`, `1h30m`, `7d`. Sizes are written `64KiB` (1024s)
      or `64KB` (1000s). Lists are separated by commas.

      `SLIPWAY_JAVA_HOME` (which JDK) and `SLIPWAY_JAVA_OPTS` (more JVM options, for example
      `-Xmx1g`) are read by the launcher.
      """;

  private SettingsPage() {}

  /** Markdown, with a line feed at its end. */
  public static String markdown(List<SettingsSection> sections) {
    var page = new StringBuilder(HEAD);
    for (SettingsSection section : sections) {
      page.append("\n## ").append(section.title()).append("\n\n");
      page.append("| key | environment | value | default | what it does |\n");
      page.append("|---|---|---|---|---|\n");
      section.settings().forEach(setting -> page.append(row(setting)));
      section.removed().keySet().stream()
          .sorted()
          .forEach(key ->
              page.append(
                  "\n`%s` no longer exists. %s\n".formatted(key, section.removed().get(key))));
    }
    return page.toString();
  }

  private static String row(Setting<?> setting) {
    return "| `%s` | `%s` | %s | %s | %s |\n"
        .formatted(
            setting.key(),
            setting.environmentVariable(),
            cell(setting.format().description()),
            cell("`" + setting.defaultText() + "`"),
            cell(setting.sentence() + former(setting)));
  }

  private static String former(Setting<?> setting) {
    return setting.formerKeys().isEmpty()
        ? ""
        : " Formerly `" + String.join("`, `", setting.formerKeys()) + "`.";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
