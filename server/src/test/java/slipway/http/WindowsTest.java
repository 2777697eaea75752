package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How wide HTTP/2 windows are. */
class WindowsTest {
  private static final long ENDLESS = 1L << 40;

  @ParameterizedTest
  @DisplayName("TUS-213 TUS-214: wide where there is much, narrow where there is little")
  @CsvSource({
    "1073741824, 1099511627776, 33554432",
    "1073741824, 1000, 4195304",
    "1073741824, 0, 4194304",
    "134217728, 1099511627776, 16777216",
    "33554432, 1099511627776, 16777216",
    "1048576, 1099511627776, 524288",
    "1024, 1099511627776, 131072",
  })
  void first(long most, long expected, int width) {
    assertThat(new Windows(most).take(expected, 0)).isEqualTo(width);
  }

  @Test
  @DisplayName("TUS-214: all together stay within the memory, but for the narrowest")
  void together() {
    long memory = 64L << 20;
    var windows = new Windows(memory);
    int[] taken = new int[1000];
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < taken.length; i++) {
        taken[i] = settle(windows, ENDLESS, taken[i]);
      }
    }
    assertThat(windows.taken()).isLessThanOrEqualTo(memory + 1000 * (128L << 10));
    assertThat(taken).containsOnly(128 << 10);
  }

  @Test
  @DisplayName("TUS-213: connections that read no body leave enough for one that does")
  void idleOnes_leaveEnough() {
    var windows = new Windows(128L << 20);
    for (int i = 0; i < 200; i++) {
      settle(windows, 0, 0);
    }
    assertThat(windows.take(ENDLESS, 0)).isGreaterThanOrEqualTo(16 << 20);
  }

  @Test
  @DisplayName("TUS-214: uploads draw near to each other, and to what is left for the next one")
  void uploads_share() {
    var windows = new Windows(64L << 20);
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      taken.add(0);
      for (int round = 0; round < 50; round++) {
        taken.replaceAll(has -> settle(windows, ENDLESS, has));
      }
    }
    assertThat(taken).allSatisfy(width -> assertThat(width).isBetween(7 << 20, 9 << 20));
    assertThat(windows.take(ENDLESS, 0)).isGreaterThanOrEqualTo(3 << 20);
  }

  /** As a connection whose client has used up what it had. */
  private static int settle(Windows windows, long expected, int has) {
    int width = windows.take(expected, has);
    windows.giveBack(Math.max(has, width) - width);
    return width;
  }
}
