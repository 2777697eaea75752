package slipway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormatTest {
  private static final Format<Duration> SECONDS_TO_HOUR =
      Format.duration(Duration.ofSeconds(1), Duration.ofHours(1));

  @ParameterizedTest
  @CsvSource({"1s, PT1S", "1500ms, PT1.5S", "2m, PT2M", "1h, PT1H", "1m30s, PT1M30S"})
  void a_duration_is_read_and_printed(String written, Duration expected) {
    assertThat(SECONDS_TO_HOUR.parser().apply(written)).contains(expected);
    String printed = SECONDS_TO_HOUR.printer().apply(expected);
    assertThat(SECONDS_TO_HOUR.parser().apply(printed)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1d2h3m4s5ms, P1DT2H3M4.005S",
    "7d, PT168H",
    "1s, PT1.000999S",
    "0s, PT0.000999S",
    "0s, PT0S"
  })
  void a_duration_is_printed_largest_unit_first(String printed, Duration duration) {
    assertThat(SECONDS_TO_HOUR.printer().apply(duration)).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "s", "-1s", "0s", "61m", "1.5s", "1 s", "PT1S", "9999999999s"})
  void what_is_no_duration_within_bounds_is_not_read(String written) {
    assertThat(SECONDS_TO_HOUR.parser().apply(written)).isEmpty();
  }

  @Test
  void a_whole_number_keeps_its_bounds() {
    var format = Format.wholeNumber(1, 3);
    assertThat(format.parser().apply("1")).contains(1);
    assertThat(format.parser().apply("3")).contains(3);
    assertThat(format.parser().apply("0")).isEmpty();
    assertThat(format.parser().apply("4")).isEmpty();
    assertThat(format.parser().apply("two")).isEmpty();
    assertThat(format.parser().apply("99999999999")).isEmpty();
    assertThat(format.description()).isEqualTo("a whole number from 1 to 3");
  }

  @Test
  void a_size_keeps_its_bounds() {
    var format = Format.size(ByteSize.ofKibibytes(1), ByteSize.ofMebibytes(1));
    assertThat(format.parser().apply("64KiB")).contains(ByteSize.ofKibibytes(64));
    assertThat(format.parser().apply("1023")).isEmpty();
    assertThat(format.parser().apply("2MiB")).isEmpty();
  }

  @Test
  void yes_or_no_is_true_or_false() {
    assertThat(Format.yesOrNo().parser().apply("TRUE")).contains(true);
    assertThat(Format.yesOrNo().parser().apply("false")).contains(false);
    assertThat(Format.yesOrNo().parser().apply("yes")).isEmpty();
  }

  @Test
  void a_choice_is_written_with_dashes() {
    var format = Format.oneOf(Layer.class);
    assertThat(format.parser().apply("bubble-wrap")).contains(Layer.BUBBLE_WRAP);
    assertThat(format.parser().apply("BUBBLE_WRAP")).isEmpty();
    assertThat(format.printer().apply(Layer.BUBBLE_WRAP)).isEqualTo("bubble-wrap");
    assertThat(format.description()).isEqualTo("one of none, bubble-wrap");
  }

  @Test
  void a_list_is_separated_by_commas() {
    var format = Format.listOf(Format.oneOf(Layer.class));
    assertThat(format.parser().apply("none, bubble-wrap,"))
        .contains(List.of(Layer.NONE, Layer.BUBBLE_WRAP));
    assertThat(format.parser().apply("none,other")).isEmpty();
    assertThat(format.printer().apply(List.of(Layer.NONE, Layer.BUBBLE_WRAP)))
        .isEqualTo("none,bubble-wrap");
  }

  @Test
  void a_url_is_absolute_and_of_an_allowed_scheme() {
    var format = Format.uri("http", "https");
    assertThat(format.parser().apply("https://a.example"))
        .contains(URI.create("https://a.example"));
    assertThat(format.parser().apply("ftp://a.example")).isEmpty();
    assertThat(format.parser().apply("/relative")).isEmpty();
    assertThat(format.parser().apply("http://not a url")).isEmpty();
    assertThat(Format.uri().parser().apply("s3://bucket?region=x"))
        .contains(URI.create("s3://bucket?region=x"));
  }

  @Test
  void a_path_is_a_path() {
    assertThat(Format.path().parser().apply("a/b")).contains(Path.of("a", "b"));
    assertThat(Format.path().parser().apply("a\0b")).isEmpty();
  }

  @Test
  void a_secret_prints_as_stars_and_lists_of_them_too() {
    var secret = Format.secretText().parser().apply("hunter2").orElseThrow();
    assertThat(secret.reveal()).isEqualTo("hunter2");
    assertThat(secret).isEqualTo(new Secret("hunter2")).isNotEqualTo(new Secret("hunter3"));
    assertThat(secret.toString()).doesNotContain("hunter2");
    assertThat(Format.secretText().printer().apply(secret)).doesNotContain("hunter2");
    assertThat(Format.listOf(Format.secretText()).secret()).isTrue();
    assertThat(Format.secretText().optional().secret()).isTrue();
  }

  private enum Layer {
    NONE,
    BUBBLE_WRAP
  }
}
