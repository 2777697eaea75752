package slipway.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of this build for one database. They are named here, since looking for them would
 * mean to go through the 25,000 entries of the jar at each start; one that is not named never runs.
 */
final class Scripts implements ResourceProvider {
  private static final List<String> COMMON =
      List.of(
          "V1__house",
          "V3__upload_parts",
          "V21__video_source",
          "V25__limits_and_quota",
          "V30__upload_answers",
          "V35__rungs",
          "V36__chunks",
          "V45__captions",
          "V46__clips",
          "V50__signing_key",
          "V51__webhook",
          "V60__video_details",
          "V61__least_duration",
          "V62__source_index",
          "V64__download",
          "V65__watermark",
          "V66__sound",
          "V68__gcore_videos",
          "V69__house_secrets",
          "V70__used_tokens",
          "V72__protection",
          "V73__directory",
          "V74__quality_default",
          "V75__directory_parent",
          "V76__document",
          "V77__migrated",
          "V80__export",
          "V87__watermark_erasing",
          "V90__loose_file",
          "V92__oldest_jobs",
          "V93__fetch_address",
          "V97__failures_of_chunks",
          "V99__pieces",
          "V100__owners_wishes",
          "V101__parts_of_tickets",
          "V102__order_of_rungs");

  /** Those that each database has in its own words. */
  private static final List<String> BY_DIALECT =
      List.of("V2__jobs", "V20__fetch_lane", "V52__news_lane");

  private final List<Script> all = new ArrayList<>();

  Scripts(Dialect dialect) {
    COMMON.forEach(name -> all.add(new Script("common/" + name + ".sql")));
    BY_DIALECT.forEach(name -> all.add(new Script(dialect.folder() + "/" + name + ".sql")));
  }

  /** What Flyway writes down of each of them once it has run. */
  Map<String, Integer> checksums() {
    return all.stream().collect(Collectors.toMap(Script::getFilename, Script::checksum));
  }

  /** As Flyway counts it: over the characters of all lines, whatever their ends. */
  static int checksum(String text) {
    CRC32 checksum = new CRC32();
    text.lines().forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) checksum.getValue();
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return all.stream()
        .filter(script -> script.getFilename().startsWith(prefix))
        .filter(script -> Arrays.stream(suffixes).anyMatch(script.getFilename()::endsWith))
        .<LoadableResource>map(script -> script)
        .toList();
  }

  /** None: what is asked for by name are settings for single scripts, and we have no such. */
  @Override
  public @Nullable LoadableResource getResource(String name) {
    return null;
  }

  /** One of them, below the folder of them all. */
  static final class Script extends LoadableResource {
    private final String path;

    Script(String path) {
      this.path = path;
    }

    /** What Flyway writes down of it. */
    int checksum() {
      try (Reader text = read()) {
        return Scripts.checksum(text.readAllAsString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Reader read() {
      InputStream in = Scripts.class.getResourceAsStream("migration/" + path);
      if (in == null) {
        throw new IllegalStateException("this build has no migration " + path);
      }
      return new InputStreamReader(in, StandardCharsets.UTF_8);
    }

    @Override
    public String getFilename() {
      return path.substring(path.indexOf('/') + 1);
    }

    @Override
    public String getRelativePath() {
      return getFilename();
    }

    @Override
    public String getAbsolutePath() {
      return path;
    }

    @Override
    public @Nullable String getAbsolutePathOnDisk() {
      return null;
    }
  }
}
