package slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.testing.SettableClock;

/** Two kinds of headers on one message; what npm's library says of them is tried in e2e. */
final class StandardHeadersTest {
  private static final Map<String, String> STANDARD =
      StandardHeaders.of(new UUID(1, 2), SettableClock.START, "body", List.of("secret"));

  @Test
  @DisplayName("REL-70: a dialect's headers stand beside the standard's")
  void both() {
    Map<String, String> both =
        StandardHeaders.with(STANDARD, Map.of("Livepeer-Signature", "t=1,v1=2"));
    assertThat(both)
        .containsAllEntriesOf(STANDARD)
        .containsEntry("Livepeer-Signature", "t=1,v1=2")
        .doesNotContainKey("slipway-signature");
  }

  @Test
  @DisplayName("REL-70, CF-98: Cloudflare's signature keeps its header, the standard's steps aside")
  void sameName() {
    Map<String, String> both =
        StandardHeaders.with(STANDARD, Map.of("Webhook-Signature", "time=1,sig1=2"));
    assertThat(both)
        .containsEntry("webhook-signature", "time=1,sig1=2")
        .containsEntry("slipway-signature", STANDARD.getOrDefault("webhook-signature", ""))
        .containsKeys("webhook-id", "webhook-timestamp");
    assertThat(both).hasSize(4);

    Map<String, String> unsigned =
        StandardHeaders.of(new UUID(1, 2), SettableClock.START, "body", List.of());
    assertThat(StandardHeaders.with(unsigned, Map.of("Webhook-Signature", "time=1,sig1=2")))
        .doesNotContainKey("slipway-signature");
  }
}
