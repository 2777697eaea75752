package slipway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of one room, in the order in which the settings page shows them.
 *
 * @param title heading of the settings page
 * @param settings what may be set
 * @param removed keys that once existed, each with the sentence that refuses them
 */
public record SettingsSection(
    String title, List<Setting<?>> settings, Map<String, String> removed) {
  public SettingsSection {
    settings = List.copyOf(settings);
    removed = Map.copyOf(removed);
  }

  /** The settings of one room. */
  public static SettingsSection of(String title, Setting<?>... settings) {
    return new SettingsSection(title, List.of(settings), Map.of());
  }

  /** The same, also refusing a key that is gone; the sentence says what to do instead. */
  public SettingsSection without(String key, String sentence) {
    var more = new LinkedHashMap<>(removed);
    more.put(key, sentence);
    return new SettingsSection(title, settings, more);
  }
}
