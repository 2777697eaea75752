package slipway.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.testing.SettingsFixture;

final class OutgoingSettingsTest {

  @Test
  @DisplayName("REL-66: private targets are off by default")
  void defaults() {
    OutgoingSettings settings =
        OutgoingSettings.load(SettingsFixture.defaults(OutgoingSettings.SECTION));

    assertThat(settings)
        .isEqualTo(
            new OutgoingSettings(false, List.of(), Duration.ofSeconds(10), Duration.ofSeconds(30)));
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  @DisplayName("REL-66: every key can be set, and private targets are warned of")
  void everyKeySet() {
    OutgoingSettings settings =
        OutgoingSettings.load(
            SettingsFixture.everyKeySet(
                OutgoingSettings.SECTION,
                Map.of(
                    "allow.private-targets", "true",
                    "allow.hosts", "minio:9000",
                    "outgoing.connect-timeout", "1s",
                    "outgoing.idle-timeout", "2s")));

    assertThat(settings)
        .isEqualTo(
            new OutgoingSettings(
                true, List.of("minio:9000"), Duration.ofSeconds(1), Duration.ofSeconds(2)));
    assertThat(settings.warnings()).hasSize(1);
  }
}
