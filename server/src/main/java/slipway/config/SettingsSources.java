package slipway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where settings are looked for, strongest first. Everything is handed in: this room never asks the
 * process for its environment or its folder.
 *
 * @param flags what follows the command: {@code --http.port=8080}, {@code --http.port 8080}, and
 *     {@code --config FILE} for another file
 * @param environment all variables of the process; only those that start with {@code SLIPWAY_} are
 *     looked at
 * @param workingFolder where {@code slipway.properties} is read when no other file is named
 */
public record SettingsSources(
    List<String> flags, Map<String, String> environment, Path workingFolder) {
  public SettingsSources {
    flags = List.copyOf(flags);
    environment = Map.copyOf(environment);
  }
}
