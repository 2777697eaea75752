package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How wide HTTP/2 windows are. */
class WindowsTest {

  @ParameterizedTest
  @DisplayName(
      "TUS-213 TUS-214: wide where there is much, narrow where there is little, never none")
  @CsvSource({
    "1073741824, 8388608, 33554432",
    "268435456, 8388608, 33554432",
    "134217728, 8388608, 16777216",
    "33554432, 4194304, 4194304",
    "1024, 131072, 131072",
    "-4096, 131072, 131072",
  })
  void outOf(long left, int stream, int connection) {
    assertThat(Windows.outOf(left)).isEqualTo(new Windows(stream, connection));
  }

  @Test
  @DisplayName("TUS-214: all together stay within the memory, but for the narrowest")
  void together() {
    long memory = 256L << 20;
    long given = 0;
    int narrowest = 0;
    for (int connection = 0; connection < 1000; connection++) {
      int width = Windows.outOf(memory - given).connection();
      given += width;
      narrowest += width == 128 << 10 ? 1 : 0;
    }
    assertThat(given).isLessThanOrEqualTo(memory + narrowest * (128L << 10));
    assertThat(narrowest).isGreaterThan(900);
  }
}
