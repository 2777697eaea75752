package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:8080", "https://video.example/", "HTTP://[::1]:8080/below"})
  void urlOfAServer_isTaken(String url) throws IOException {
    assertThat(Connection.checked(url)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "127.0.0.1:8080",
        "localhost:8080",
        "ftp://x",
        "http:",
        "http:// x"
      })
  void anythingElse_isRefusedWithASentence(String url) {
    assertThatThrownBy(() -> Connection.checked(url))
        .isInstanceOf(IOException.class)
        .hasMessage("--url: \"" + url + "\" is no URL such as http://127.0.0.1:8080");
  }
}
