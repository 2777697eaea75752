package slipway.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values that hold, all of them checked. Rooms take what is theirs once, into their own record,
 * and keep nothing of this. Immutable, so any thread may read.
 */
public final class Settings {
  /**
   * One line for the operator: what holds and why.
   *
   * @param value as it would be written; stars for a secret
   * @param place {@code default}, {@code environment}, …
   */
  public record Holding(String key, String value, String place) {}

  private final Declarations declarations;
  private final Map<String, Object> values;
  private final Map<String, Written> written;
  private final List<String> warnings;

  private Settings(
      Declarations declarations,
      Map<String, Object> values,
      Map<String, Written> written,
      List<String> warnings) {
    this.declarations = declarations;
    this.values = Map.copyOf(values);
    this.written = Map.copyOf(written);
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Reads and checks everything.
   *
   * @throws SettingsException with all that is wrong, at once
   */
  public static Settings load(List<SettingsSection> sections, SettingsSources sources) {
    var problems = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    var declarations = new Declarations(sections);
    var read = new SourceReader(declarations, problems, warnings).read(sources);
    Map<String, Written> strongest = strongest(declarations, read);

    var values = new HashMap<String, Object>();
    for (Setting<?> setting : declarations.all()) {
      Optional<Written> set = Optional.ofNullable(strongest.get(setting.key()));
      Optional<?> value =
          set.isEmpty() ? Optional.of(setting.defaultValue()) : parse(setting, set.get());
      value.ifPresentOrElse(
          v -> values.put(setting.key(), v),
          () -> problems.add(set.orElseThrow().says(notOne(setting, set.orElseThrow()))));
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return new Settings(declarations, values, strongest, warnings);
  }

  /** For each key that is set the writing that wins. The empty text counts as not set. */
  private static Map<String, Written> strongest(
      Declarations declarations, Map<Spelling, Map<String, Written>> read) {
    // No interceptors: a value is taken as it stands, "${" and "%" included.
    var builder = new SmallRyeConfigBuilder();
    read.forEach((spelling, byKey) -> {
      var texts = new HashMap<String, String>();
      byKey.forEach((key, value) -> texts.put(key, value.text().strip()));
      texts.values().removeIf(String::isEmpty);
      builder.withSources(new PropertiesConfigSource(texts, spelling.name(), spelling.rank()));
    });
    SmallRyeConfig config = builder.build();

    var strongest = new HashMap<String, Written>();
    for (Setting<?> setting : declarations.all()) {
      ConfigValue value = config.getConfigValue(setting.key());
      if (value.getValue() != null) {
        var source = read.getOrDefault(Spelling.ranked(value.getSourceOrdinal()), Map.of());
        Optional.ofNullable(source.get(setting.key()))
            .ifPresent(winner -> strongest.put(setting.key(), winner));
      }
    }
    return strongest;
  }

  private static <T> Optional<T> parse(Setting<T> setting, Written written) {
    return setting.format().parser().apply(written.text().strip());
  }

  private static String notOne(Setting<?> setting, Written written) {
    String what = setting.format().secret() ? "this" : '"' + written.text() + '"';
    return what + " is not " + setting.format().description();
  }

  /**
   * The value of a setting.
   *
   * @throws IllegalArgumentException when the setting is in none of the sections that were loaded
   */
  @SuppressWarnings("unchecked") // the value was made by this setting's own format
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting.key());
    if (value == null || !declarations.holds(setting)) {
      throw new IllegalArgumentException("not among the loaded sections: " + setting.key());
    }
    return (T) value;
  }

  /**
   * For what only shows when several settings are seen together, for example a key without its
   * certificate. Meant to be thrown.
   *
   * @param sentence what is wrong with this setting, without its name
   */
  public SettingsException refusal(Setting<?> setting, String sentence) {
    Written place =
        Optional.ofNullable(written.get(setting.key()))
            .orElse(new Written(setting.key(), "default", ""));
    return new SettingsException(List.of(place.says(sentence)));
  }

  /** Sentences for the log: old names that still work. */
  public List<String> warnings() {
    return warnings;
  }

  /** Everything that holds, in the order declared; safe to show. */
  public List<Holding> holding() {
    return declarations.all().stream().map(this::holding).toList();
  }

  private <T> Holding holding(Setting<T> setting) {
    Optional<Written> set = Optional.ofNullable(written.get(setting.key()));
    String shown =
        set.isEmpty() ? setting.defaultText() : setting.format().printer().apply(get(setting));
    return new Holding(setting.key(), shown, set.map(Written::place).orElse("default"));
  }
}
