package slipway.api.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.testing.SettingsFixture;

class CloudflareSettingsTest {

  @Test
  @DisplayName("CF-21, CF-22, CF-36, CF-61, CF-153, CF-154 Cloudflare's own figures")
  void defaults() {
    assertThat(CloudflareSettings.load(SettingsFixture.defaults(CloudflareSettings.SECTION)))
        .isEqualTo(CloudflareSettings.defaults())
        .isEqualTo(
            new CloudflareSettings(
                Duration.ofHours(10),
                Duration.ofMinutes(2),
                Duration.ofHours(6),
                209_715_200,
                /* strictChunks= */ false,
                120));
  }

  @Test
  void everyKeySet() {
    assertThat(
            CloudflareSettings.load(
                SettingsFixture.everyKeySet(
                    CloudflareSettings.SECTION,
                    Map.of(
                        "cloudflare.max-duration", "6h",
                        "cloudflare.soonest-expiry", "1m",
                        "cloudflare.latest-expiry", "7h",
                        "cloudflare.form-limit", "1MiB",
                        "cloudflare.strict-chunks", "true",
                        "cloudflare.max-queued", "7"))))
        .isEqualTo(
            new CloudflareSettings(
                Duration.ofHours(6),
                Duration.ofMinutes(1),
                Duration.ofHours(7),
                1 << 20,
                /* strictChunks= */ true,
                7));
  }
}
