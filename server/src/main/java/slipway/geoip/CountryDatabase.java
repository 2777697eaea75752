package slipway.geoip;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in MaxMind's DB format, such as GeoLite2-Country, held in memory: its owner may replace it
 * at any time. Safe for any thread.
 */
public final class CountryDatabase {
  private static final Logger log = LoggerFactory.getLogger(CountryDatabase.class);
  private static final int CODE = 2;

  private final Path file;
  private volatile Loaded loaded;

  private record Loaded(Reader reader, FileTime modified) {}

  private CountryDatabase(Path file, Loaded loaded) {
    this.file = file;
    this.loaded = loaded;
  }

  /**
   * Reads a database.
   *
   * @throws IOException when the file cannot be read or is no such database
   */
  public static CountryDatabase open(Path file) throws IOException {
    return new CountryDatabase(file, load(file));
  }

  private static Loaded load(Path file) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    return new Loaded(new Reader(file.toFile(), Reader.FileMode.MEMORY, new CHMCache()), modified);
  }

  /** Takes over a newer file, if there is one; one that cannot be read changes nothing. */
  public void refresh() {
    try {
      if (!Files.getLastModifiedTime(file).equals(loaded.modified())) {
        // The old one is left to those who are reading in it.
        loaded = load(file);
        log.info("the database of countries was renewed");
      }
    } catch (IOException | RuntimeException unreadable) {
      log.warn("the new database of countries cannot be read; the old one goes on", unreadable);
    }
  }

  /** ISO 3166-1 alpha-2 in upper case; empty for addresses that the database does not know. */
  public Optional<String> of(InetAddress address) {
    try {
      return code(loaded.reader().get(address, Map.class));
    } catch (IOException | RuntimeException broken) {
      log.warn("an address could not be looked up in the database of countries", broken);
      return Optional.empty();
    }
  }

  /**
   * MaxMind and DB-IP write {@code country.iso_code}, others a {@code country} that is the code.
   */
  private static Optional<String> code(@Nullable Map<?, ?> found) {
    Object country = found == null ? null : found.get("country");
    Object code = country instanceof Map<?, ?> map ? map.get("iso_code") : country;
    return code instanceof String text && text.length() == CODE
        ? Optional.of(text.toUpperCase(Locale.ROOT))
        : Optional.empty();
  }
}
