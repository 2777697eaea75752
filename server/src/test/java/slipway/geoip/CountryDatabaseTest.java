package slipway.geoip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testing.TinyCountries;

class CountryDatabaseTest {
  @TempDir Path folder;

  private static Optional<String> country(CountryDatabase database, String address) {
    return database.of(InetAddress.ofLiteral(address));
  }

  @Test
  @DisplayName("CF-112 countries of IPv4 and IPv6 addresses; others are unknown")
  void lookedUp() throws IOException {
    CountryDatabase database =
        CountryDatabase.open(
            TinyCountries.write(
                folder.resolve("c.mmdb"), Map.of("198.51.100.0/24", "US", "2400:cb00::/32", "FR")));
    assertThat(country(database, "198.51.100.77")).contains("US");
    assertThat(country(database, "2400:cb00::1")).contains("FR");
    assertThat(country(database, "198.51.101.1")).isEmpty();
    assertThat(country(database, "::1")).isEmpty();
  }

  @Test
  @DisplayName("CF-112 a newer file is taken over, a broken one is not")
  void refreshed() throws IOException {
    Path file = folder.resolve("c.mmdb");
    CountryDatabase database =
        CountryDatabase.open(TinyCountries.write(file, Map.of("198.51.100.0/24", "US")));
    TinyCountries.write(file, Map.of("198.51.100.0/24", "DE"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    database.refresh();
    assertThat(country(database, "198.51.100.1")).contains("DE");

    Files.writeString(file, "nothing of the kind");
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(60)));
    database.refresh();
    assertThat(country(database, "198.51.100.1")).contains("DE");
  }

  @Test
  void open_ofSomethingElse_fails() throws IOException {
    Path file = Files.writeString(folder.resolve("c.mmdb"), "nothing of the kind");
    assertThatThrownBy(() -> CountryDatabase.open(file)).isInstanceOf(IOException.class);
  }
}
