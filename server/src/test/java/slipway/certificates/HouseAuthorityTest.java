package slipway.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HouseAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path data;

  private HouseAuthority authority() {
    return new HouseAuthority(data.resolve("c2pa"));
  }

  private X509Certificate root(HouseAuthority authority) throws Exception {
    byte[] pem = authority.root(NOW).getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }

  @Test
  @DisplayName("MD-85: a root vouches for a certificate that signs contents and nothing else")
  void certificate_isAsC2paWantsIt() throws Exception {
    PemPair pair = authority().signing(NOW);
    X509Certificate root = root(authority());

    assertThat(pair.certificates()).hasSize(1);
    X509Certificate leaf = pair.certificates().getFirst();
    leaf.verify(root.getPublicKey());
    assertThat(leaf.getIssuerX500Principal()).isEqualTo(root.getSubjectX500Principal());
    assertThat(leaf.getSubjectX500Principal()).isNotEqualTo(leaf.getIssuerX500Principal());
    assertThat(leaf.getVersion()).isEqualTo(3);
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getKeyUsage())
        .containsExactly(true, false, false, false, false, false, false, false, false);
    assertThat(leaf.getExtendedKeyUsage()).isEqualTo(List.of("1.3.6.1.5.5.7.3.4"));
    assertThat(leaf.getExtensionValue("2.5.29.35")).as("names the root's key").isNotNull();
    assertThat(leaf.getCriticalExtensionOIDs()).contains("2.5.29.15", "2.5.29.19");
    assertThat(root.getBasicConstraints()).isGreaterThanOrEqualTo(0);
    assertThat(root.getKeyUsage()[5]).as("keyCertSign").isTrue();
  }

  @Test
  @DisplayName("MD-85: whose clock is a day behind believes it; it counts for nine years at least")
  void certificate_lasts() throws Exception {
    PemPair first = authority().signing(NOW);
    X509Certificate leaf = first.certificates().getFirst();
    leaf.checkValidity(Date.from(NOW.minus(Duration.ofHours(23))));
    assertThat(authority().signing(NOW.plus(YEAR.minusDays(1)))).isEqualTo(first);

    Instant later = NOW.plus(YEAR.plusDays(1));
    X509Certificate renewed = authority().signing(later).certificates().getFirst();
    assertThat(renewed).isNotEqualTo(leaf);
    renewed.checkValidity(Date.from(later.plus(YEAR.multipliedBy(9))));
    renewed.verify(root(authority()).getPublicKey());
  }

  @Test
  void clockSetBack_makesACertificateThatCountsNow() throws Exception {
    authority().signing(NOW);
    Instant earlier = NOW.minus(Duration.ofDays(400));
    authority().signing(earlier).certificates().getFirst().checkValidity(Date.from(earlier));
  }

  @Test
  void restart_changesNothing_andNobodyElseReadsTheKeys() throws Exception {
    PemPair first = authority().signing(NOW);
    String root = authority().root(NOW);
    assertThat(authority().signing(NOW)).isEqualTo(first);
    assertThat(authority().root(NOW.plus(YEAR))).isEqualTo(root);
    for (String key : List.of("root-key.pem", "signing-key.pem")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(data.resolve("c2pa").resolve(key))))
          .isEqualTo("rw-------");
    }
    try (var files = Files.list(data.resolve("c2pa"))) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder(
              "lock", "root.pem", "root-key.pem", "signing.pem", "signing-key.pem");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"signing.pem", "signing-key.pem", "root.pem", "root.pem root-key.pem"})
  @DisplayName("a start that was killed between two files is made good by the next one")
  void killedBetweenFiles_isMadeGood(String missing) throws Exception {
    authority().signing(NOW);
    for (String file : List.of(missing.split(" ", -1))) {
      Files.delete(data.resolve("c2pa").resolve(file));
    }
    X509Certificate leaf = authority().signing(NOW).certificates().getFirst();
    leaf.verify(root(authority()).getPublicKey());
  }

  @Test
  void somethingElseInTheFile_isToldToTheOperator() throws Exception {
    authority().signing(NOW);
    Files.writeString(data.resolve("c2pa").resolve("root.pem"), "not a certificate\n");
    assertThatThrownBy(() -> authority().root(NOW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("c2pa");
  }
}
