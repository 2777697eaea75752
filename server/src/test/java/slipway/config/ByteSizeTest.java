package slipway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "7B, 7",
    "64KiB, 65536",
    "64 kib, 65536",
    "1KB, 1000",
    "1.5GiB, 1610612736",
    "2TB, 2000000000000",
  })
  void a_written_size_is_read(String written, long bytes) {
    assertThat(ByteSize.parse(written)).contains(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "KiB",
        "-1",
        "1KiBB",
        "0.5B",
        "1e3",
        "9999999TiB",
        "9223372036854775808",
        "1 000",
        "١B",
      })
  void anything_else_is_not_a_size(String written) {
    assertThat(ByteSize.parse(written)).isEmpty();
  }

  @Test
  void what_is_printed_is_read_back() {
    var random = new Random(20261121);
    for (int i = 0; i < 10_000; i++) {
      // as many small sizes as large ones, and round ones among them
      long bytes = random.nextLong() >>> (1 + random.nextInt(62));
      bytes = i % 2 == 0 ? bytes : bytes & -1024;
      var size = new ByteSize(bytes);
      assertThat(ByteSize.parse(size.toString())).contains(size);
    }
    var largest = new ByteSize(Long.MAX_VALUE);
    assertThat(ByteSize.parse(largest.toString())).contains(largest);
  }

  @Test
  void it_prints_in_the_largest_unit_that_divides() {
    assertThat(ByteSize.ofKibibytes(64)).hasToString("64KiB");
    assertThat(ByteSize.ofMebibytes(1024)).hasToString("1GiB");
    assertThat(new ByteSize(5_000_000)).hasToString("5MB");
    assertThat(new ByteSize(1)).hasToString("1B");
    assertThat(new ByteSize(0)).hasToString("0B");
  }

  @Test
  void it_is_never_negative() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ByteSize(-1));
  }
}
