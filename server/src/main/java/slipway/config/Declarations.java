package slipway.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that may be set, found by any of its spellings. */
final class Declarations {
  /** Belong to the launcher and to this room; listed so that they are not taken for mistakes. */
  private static final List<String> SPOKEN_FOR =
      List.of("SLIPWAY_JAVA_HOME", "SLIPWAY_JAVA_OPTS", "SLIPWAY_CONFIG");

  private final Map<String, Setting<?>> settings = new LinkedHashMap<>();
  private final Map<Spelling, Map<String, Setting<?>>> current = new HashMap<>();
  private final Map<Spelling, Map<String, Setting<?>>> former = new HashMap<>();
  private final Map<Spelling, Map<String, String>> removed = new HashMap<>();

  /**
   * @throws IllegalArgumentException when two keys share a spelling; a mistake of the house, not of
   *     the operator
   */
  Declarations(List<SettingsSection> sections) {
    for (Spelling spelling : Spelling.values()) {
      current.put(spelling, new HashMap<>());
      former.put(spelling, new HashMap<>());
      removed.put(spelling, new HashMap<>());
    }
    for (SettingsSection section : sections) {
      section.settings().forEach(this::add);
      section.removed().forEach(this::addRemoved);
    }
  }

  private void add(Setting<?> setting) {
    settings.put(setting.key(), setting);
    for (Spelling spelling : Spelling.values()) {
      claim(current, spelling, setting.key(), setting);
      setting.formerKeys().forEach(key -> claim(former, spelling, key, setting));
    }
  }

  private void addRemoved(String key, String sentence) {
    for (Spelling spelling : Spelling.values()) {
      claim(removed, spelling, key, sentence);
    }
  }

  private <V> void claim(
      Map<Spelling, Map<String, V>> family, Spelling spelling, String key, V value) {
    String spelled = spelling.of(key);
    if (current(spelling, spelled).isPresent()
        || former(spelling, spelled).isPresent()
        || removed(spelling, spelled).isPresent()
        || SPOKEN_FOR.contains(spelled)) {
      throw new IllegalArgumentException("declared twice: " + spelled);
    }
    family.getOrDefault(spelling, Map.of()).put(spelled, value);
  }

  List<Setting<?>> all() {
    return List.copyOf(settings.values());
  }

  boolean holds(Setting<?> setting) {
    return setting.equals(settings.get(setting.key()));
  }

  Optional<Setting<?>> current(Spelling spelling, String written) {
    return Optional.ofNullable(current.getOrDefault(spelling, Map.of()).get(written));
  }

  Optional<Setting<?>> former(Spelling spelling, String written) {
    return Optional.ofNullable(former.getOrDefault(spelling, Map.of()).get(written));
  }

  Optional<String> removed(Spelling spelling, String written) {
    return Optional.ofNullable(removed.getOrDefault(spelling, Map.of()).get(written));
  }

  /** Whether a variable of the environment means something to somebody else in the house. */
  boolean spokenFor(String variable) {
    return SPOKEN_FOR.contains(variable);
  }

  /** All current keys in one spelling, for "did you mean". */
  List<String> spelled(Spelling spelling) {
    return new ArrayList<>(current.getOrDefault(spelling, Map.of()).keySet());
  }
}
