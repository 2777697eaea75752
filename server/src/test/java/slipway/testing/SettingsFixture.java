package slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;
import slipway.config.SettingsSources;

/**
 * For the two tests that every settings record has:
 *
 * {@snippet :
 * assertThat(HttpSettings.load(SettingsFixture.defaults(HttpSettings.SECTION)))
 *     .isEqualTo(new HttpSettings("127.0.0.1", 8080));
 * assertThat(HttpSettings.load(SettingsFixture.everyKeySet(
 *         HttpSettings.SECTION, Map.of("http.host", "::1", "http.port", "0"))))
 *     .isEqualTo(new HttpSettings("::1", 0));
 * }
 */
public final class SettingsFixture {
  private static final Path NOWHERE = Path.of("no", "such", "folder");

  private SettingsFixture() {}

  /** Settings that nobody has set. */
  public static Settings defaults(SettingsSection section) {
    return Settings.load(List.of(section), new SettingsSources(List.of(), Map.of(), NOWHERE));
  }

  /**
   * Settings of which every one is set, by flags. Fails when a key of the section is missing, and
   * when a value is the default, as then the test would not notice that nobody reads it. That
   * environment and flags mean the same is checked as well.
   */
  public static Settings everyKeySet(SettingsSection section, Map<String, String> values) {
    var keys = section.settings().stream().map(Setting::key).toList();
    assertThat(values).as("every key of the section").containsOnlyKeys(keys);

    var flags = new ArrayList<String>();
    var environment = new HashMap<String, String>();
    for (Setting<?> setting : section.settings()) {
      String text = values.getOrDefault(setting.key(), "");
      flags.add(setting.flag() + "=" + text);
      environment.put(setting.environmentVariable(), text);
    }
    Settings byFlags = load(section, flags, Map.of());
    Settings byEnvironment = load(section, List.of(), environment);
    for (Setting<?> setting : section.settings()) {
      assertThat((Object) byFlags.get(setting))
          .as("%s is set to something else than its default", setting.key())
          .isNotEqualTo(setting.defaultValue())
          .isEqualTo(byEnvironment.get(setting));
    }
    return byFlags;
  }

  private static Settings load(
      SettingsSection section, List<String> flags, Map<String, String> environment) {
    return Settings.load(List.of(section), new SettingsSources(flags, environment, NOWHERE));
  }
}
