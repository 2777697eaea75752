package slipway.core.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.video.Source;

final class GatewaysTest {
  private static final String IPFS = "https://gate.example/ipfs/";
  private final Gateways gateways =
      new Gateways(List.of(IPFS, "https://second.example/x/"), List.of("https://ar.example/"));

  @ParameterizedTest
  @CsvSource({
    "https://arweave.net/tx1, ar://tx1",
    "https://arweave.net/tx1/a/b.mp4?c, ar://tx1/a/b.mp4?c",
    "https://gateway.arweave.net/tx-_1, ar://tx-_1",
    "https://ar.example/tx1, ar://tx1",
    "https://gate.example/ipfs/Qm1, ipfs://Qm1",
    "https://second.example/x/bafy/dir/f.mp4, ipfs://bafy/dir/f.mp4"
  })
  @DisplayName("LP-76: a URL of a known gateway is known as what it stands for")
  void known(String url, String rewritten) {
    assertThat(gateways.source(url)).isEqualTo(new Source.Url(rewritten, url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://ipfs.example/ipfs/Qm1",
        "https://gate.example.evil.com/ipfs/Qm1",
        "https://gate.example/ipfs",
        "https://gate.example/ipfs/",
        "https://gate.example/ipfs/../admin",
        "https://gate.example/ipfs/Qm1/%2e%2E/admin",
        "http://arweave.net/tx1",
        "https://arweave.net.evil.com/tx1",
        "https://a.example/film.mp4",
        "ipfs://Qm1",
        "ar://tx1"
      })
  @DisplayName("LP-76: whatever else stays what it is")
  void unknown(String url) {
    assertThat(gateways.source(url)).isEqualTo(new Source.Url(url, null));
  }

  @Test
  @DisplayName("LP-77: an address is fetched through each gateway, first the one that was named")
  void urls() {
    assertThat(gateways.urls(new Source.Url("ipfs://Qm1/a.mp4", null)))
        .containsExactly(
            "https://gate.example/ipfs/Qm1/a.mp4", "https://second.example/x/Qm1/a.mp4");
    assertThat(gateways.urls(gateways.source("https://second.example/x/Qm1")))
        .containsExactly("https://second.example/x/Qm1", "https://gate.example/ipfs/Qm1");
    assertThat(gateways.urls(gateways.source("https://arweave.net/tx1")))
        .containsExactly("https://arweave.net/tx1", "https://ar.example/tx1");
    assertThat(gateways.urls(new Source.Url("https://a.example/x", null)))
        .containsExactly("https://a.example/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ipfs://",
        "ipfs://..",
        "ipfs://../x",
        "ipfs://Qm1/..",
        "ipfs://Qm1/%2e%2e/x",
        "ipfs://Qm1/.%2E?x",
        "ipfs://Qm1/..\\x",
        "ipfs://user@Qm1",
        "ipfs://Qm.1",
        "ar:///tx"
      })
  @DisplayName("LP-77: what steps out of its file leads nowhere")
  void nowhere(String url) {
    assertThat(gateways.urls(new Source.Url(url, null))).isEmpty();
  }

  @Test
  @DisplayName("LP-77: without gateways nothing can be fetched through them")
  void none() {
    assertThat(Gateways.none().urls(new Source.Url("ipfs://Qm1", null))).isEmpty();
    assertThat(Gateways.none().urls(new Source.Url("ar://tx", null))).isEmpty();
  }
}
