package slipway.api.gcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import slipway.testing.SettingsFixture;

final class GcoreSettingsTest {

  @Test
  void defaults() {
    assertThat(GcoreSettings.load(SettingsFixture.defaults(GcoreSettings.SECTION)))
        .isEqualTo(
            new GcoreSettings(
                GcoreSettings.CreateAnswer.BY_CLIENT,
                Optional.empty(),
                /* uploadSessions= */ 1000,
                Optional.empty()));
  }

  @Test
  void everyKeySet() {
    assertThat(
            GcoreSettings.load(
                SettingsFixture.everyKeySet(
                    GcoreSettings.SECTION,
                    Map.of(
                        "gcore.create-answer", "array",
                        "gcore.upload-host", "up.example:8443",
                        "gcore.upload-sessions", "77",
                        "gcore.webhook-url", "https://hook.example/"))))
        .isEqualTo(
            new GcoreSettings(
                GcoreSettings.CreateAnswer.ARRAY,
                Optional.of("up.example:8443"),
                /* uploadSessions= */ 77,
                Optional.of(URI.create("https://hook.example/"))));
  }
}
