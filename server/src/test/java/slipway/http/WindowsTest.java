package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How wide HTTP/2 windows are. */
class WindowsTest {

  @ParameterizedTest
  @DisplayName("TUS-213 TUS-214: wide for few, narrow for many, never none")
  @CsvSource({
    "268435456, 1, 8388608, 33554432",
    "268435456, 16, 8388608, 16777216",
    "268435456, 64, 4194304, 4194304",
    "268435456, 1000, 268435, 268435",
    "268435456, 100000, 131072, 131072",
    "1024, 1, 131072, 131072",
  })
  void among(long memory, int connections, int stream, int connection) {
    assertThat(Windows.among(memory, connections)).isEqualTo(new Windows(stream, connection));
  }
}
