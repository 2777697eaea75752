package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.config.SettingsException;
import slipway.geoip.CountryDatabase;
import slipway.http.AddressRange;
import slipway.http.Request;
import slipway.testing.SettingsFixture;
import slipway.testing.TinyCountries;

class ViewerOptionsTest {
  @TempDir Path folder;

  @Test
  void defaults() {
    assertThat(ViewerOptions.load(SettingsFixture.defaults(ViewerOptions.SECTION), folder))
        .isEqualTo(new ViewerOptions(false, Optional.empty(), Optional.empty()));
  }

  @Test
  void everyKeySet() throws IOException {
    Files.createFile(folder.resolve("c.mmdb"));
    assertThat(
            ViewerOptions.load(
                SettingsFixture.everyKeySet(
                    ViewerOptions.SECTION,
                    Map.of(
                        "viewer.origin-needed", "true",
                        "geoip.database", "c.mmdb",
                        "geoip.header", "CF-IPCountry")),
                folder))
        .isEqualTo(
            new ViewerOptions(
                true, Optional.of(folder.resolve("c.mmdb")), Optional.of("CF-IPCountry")));
  }

  @Test
  void aMissingDatabase_isToldAtStart() {
    assertThatThrownBy(() ->
            ViewerOptions.load(
                SettingsFixture.everyKeySet(
                    ViewerOptions.SECTION,
                    Map.of(
                        "viewer.origin-needed", "true",
                        "geoip.database", "missing.mmdb",
                        "geoip.header", "X")),
                folder))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("geoip.database");
  }

  @Test
  @DisplayName("CF-112, REL-88 only a trusted proxy tells a country; else the database does")
  void countries() throws IOException {
    CountriesOfViewers countries =
        new CountriesOfViewers(
            List.of(AddressRange.parse("10.0.0.0/8")),
            Optional.of("CF-IPCountry"),
            Optional.of(
                CountryDatabase.open(
                    TinyCountries.write(
                        folder.resolve("c.mmdb"), Map.of("198.51.100.0/24", "US")))));
    assertThat(countries.of(request("10.1.2.3", "fr"))).contains("FR");
    assertThat(countries.of(request("10.1.2.3", "T1"))).contains("US");
    assertThat(countries.of(request("198.51.100.1", "FR"))).contains("US");
    assertThat(countries.of(Request.to("GET", "/").build())).isEmpty();
  }

  private static Request request(String peer, String told) {
    return Request.to("GET", "/")
        .peer(new InetSocketAddress(InetAddress.ofLiteral(peer), 1))
        .client(InetAddress.ofLiteral("198.51.100.1"))
        .header("CF-IPCountry", told)
        .build();
  }
}
