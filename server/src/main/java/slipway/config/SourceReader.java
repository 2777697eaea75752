package slipway.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the three sources and refuses every key that means nothing. */
final class SourceReader {
  private static final String PREFIX = "SLIPWAY_";
  private static final String CONFIG = "config";
  private static final String DEFAULT_FILE = "slipway.properties";

  private final Declarations declarations;
  private final List<String> problems;
  private final List<String> warnings;
  private Optional<Written> otherFile = Optional.empty();

  SourceReader(Declarations declarations, List<String> problems, List<String> warnings) {
    this.declarations = declarations;
    this.problems = problems;
    this.warnings = warnings;
  }

  /** For each source what it sets, by current key. */
  Map<Spelling, Map<String, Written>> read(SettingsSources sources) {
    var read = new EnumMap<Spelling, Map<String, Written>>(Spelling.class);
    read.put(Spelling.ENVIRONMENT, byKey(Spelling.ENVIRONMENT, environment(sources)));
    List<Written> flags = new Flags(declarations, problems).read(sources.flags());
    read.put(Spelling.FLAG, byKey(Spelling.FLAG, flags));
    read.put(Spelling.FILE, byKey(Spelling.FILE, file(sources.workingFolder())));
    return read;
  }

  private List<Written> environment(SettingsSources sources) {
    var read = new ArrayList<Written>();
    sources.environment().entrySet().stream()
        .filter(variable -> variable.getKey().startsWith(PREFIX))
        .sorted(Map.Entry.comparingByKey())
        .forEach(v -> read.add(new Written(v.getKey(), "environment", v.getValue())));
    return read;
  }

  /** The file that {@code --config} names must be there; the one in the working folder may. */
  private List<Written> file(Path workingFolder) {
    Path file = workingFolder.resolve(otherFile.map(Written::text).orElse(DEFAULT_FILE));
    if (otherFile.isEmpty() && !Files.exists(file)) {
      return List.of();
    }
    var read = new ArrayList<Written>();
    try {
      var source = new PropertiesConfigSource(file.toUri().toURL(), Spelling.FILE.rank());
      for (String key : source.getPropertyNames()) {
        ConfigValue value = source.getConfigValue(key);
        String place = file.getFileName() + ", line " + value.getLineNumber();
        read.add(new Written(key, place, value.getRawValue()));
      }
    } catch (IOException unreadable) {
      Written named = otherFile.orElse(new Written(DEFAULT_FILE, "working folder", ""));
      problems.add(named.says(file + " cannot be read"));
    }
    return read;
  }

  private Map<String, Written> byKey(Spelling spelling, List<Written> all) {
    var byKey = new HashMap<String, Written>();
    for (Written written : all) {
      if (written.spelling().equals(spelling.of(CONFIG)) && spelling != Spelling.FILE) {
        otherFile = Optional.of(written);
      } else {
        key(spelling, written).ifPresent(key -> put(byKey, key, written));
      }
    }
    return byKey;
  }

  private void put(Map<String, Written> byKey, String key, Written written) {
    Written earlier = byKey.putIfAbsent(key, written);
    if (earlier != null) {
      String also =
          earlier.spelling().equals(written.spelling()) ? "" : ", as " + earlier.spelling();
      problems.add(written.says("is set twice" + also));
    }
  }

  /** The current key behind what was written; anything else becomes a problem. */
  private Optional<String> key(Spelling spelling, Written written) {
    String spelled = written.spelling();
    Optional<Setting<?>> current = declarations.current(spelling, spelled);
    if (current.isPresent()) {
      return current.map(Setting::key);
    }
    Optional<Setting<?>> renamed = declarations.former(spelling, spelled);
    if (renamed.isPresent()) {
      warnings.add(written.says("is now called " + spelling.of(renamed.get().key())));
      return renamed.map(Setting::key);
    }
    if (spelling == Spelling.ENVIRONMENT && declarations.spokenFor(spelled)) {
      return Optional.empty();
    }
    problems.add(
        written.says(
            declarations
                .removed(spelling, spelled)
                .map(sentence -> "no longer exists. " + sentence)
                .orElseGet(() -> unknown(spelling, spelled))));
    return Optional.empty();
  }

  private String unknown(Spelling spelling, String spelled) {
    return "there is no such setting"
        + DidYouMean.among(declarations.spelled(spelling), spelled)
            .map(meant -> "; did you mean " + meant + "?")
            .orElse("");
  }
}
