package slipway.config;

import java.nio.file.Path;

/**
 * Where everything lives that outlasts the process.
 *
 * @param folder relative to the working directory unless absolute
 */
public record DataSettings(Path folder) {
  static final Setting<Path> DATA =
      Setting.path(
          "data", "slipway-data", "Folder of the database, the bytes, the cache and the bundle.");

  public static final SettingsSection SECTION = SettingsSection.of("Data", DATA);

  /** Takes the values from settings loaded with {@link #SECTION}. */
  public static DataSettings load(Settings settings) {
    return new DataSettings(settings.get(DATA));
  }
}
