package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.certificates.HouseAuthority;
import slipway.certificates.SelfSigned;
import slipway.config.Settings;
import slipway.config.SettingsException;
import slipway.config.SettingsSources;
import slipway.pipeline.SigningKeys;
import slipway.testing.SettableClock;
import slipway.testing.SettingsFixture;

class ProvenanceOptionsTest {
  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();

  @Test
  void defaults() {
    assertThat(ProvenanceOptions.load(SettingsFixture.defaults(ProvenanceOptions.SECTION)))
        .isEqualTo(new ProvenanceOptions(Optional.empty(), Optional.empty()));
  }

  @Test
  void everyKeySet() {
    assertThat(
            ProvenanceOptions.load(
                SettingsFixture.everyKeySet(
                    ProvenanceOptions.SECTION,
                    Map.of(
                        "c2pa.cert",
                        "/a/chain.pem",
                        "c2pa.key",
                        "/a/key.pem",
                        "c2pa.time-stamp-url",
                        "http://stamps.example/tsa"))))
        .isEqualTo(
            new ProvenanceOptions(
                Optional.of(
                    new ProvenanceOptions.Files(Path.of("/a/chain.pem"), Path.of("/a/key.pem"))),
                Optional.of(URI.create("http://stamps.example/tsa"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c2pa.cert", "c2pa.key"})
  void oneWithoutTheOther_isRefused(String key) {
    Settings settings =
        Settings.load(
            List.of(ProvenanceOptions.SECTION),
            new SettingsSources(List.of("--" + key + "=/a.pem"), Map.of(), folder));
    assertThatThrownBy(() -> ProvenanceOptions.load(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(key)
        .hasMessageContaining("needed both");
  }

  private static ProvenanceOptions own(Path certificate, Path key) {
    return new ProvenanceOptions(
        Optional.of(new ProvenanceOptions.Files(certificate, key)), Optional.empty());
  }

  @Test
  @DisplayName("MD-85: a certificate of the operator that cannot sign contents stops the start")
  void unfitCertificate_stopsTheStart() throws IOException {
    Path certificate = folder.resolve("tls/cert.pem");
    Path key = folder.resolve("tls/key.pem");
    SelfSigned.ensure(certificate, key, List.of(), clock.instant());
    assertThatThrownBy(() -> new ProvenanceWing(own(certificate, key), folder, clock))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cert.pem")
        .hasMessageContaining("it vouches for itself");
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> new ProvenanceWing(own(missing, key), folder, clock))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing.pem");
  }

  @Test
  @DisplayName("MD-87: one that is out of date stops nothing but the signing, with a sentence")
  void outOfDate_isSaidWhenSigning() throws IOException {
    Path own = folder.resolve("own");
    new HouseAuthority(own).signing(clock.instant());
    ProvenanceWing wing =
        new ProvenanceWing(
            own(own.resolve("signing.pem"), own.resolve("signing-key.pem")), folder, clock);
    assertThat(wing.signer()).isNotNull();
    clock.advance(Duration.ofDays(4000));
    assertThatThrownBy(wing::signer)
        .isInstanceOf(SigningKeys.NotNow.class)
        .hasMessageContaining("not valid at this time");
    assertThat(Files.exists(folder.resolve("c2pa"))).as("no root of ours").isFalse();
  }
}
