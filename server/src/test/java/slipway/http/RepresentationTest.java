package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges and conditions without a socket. */
class RepresentationTest {

  private final Representation digits =
      Representation.of("text/plain", "v1", List.of(part("0123"), part("45"), part("6789")))
          .with("Cache-Control", "max-age=60");

  private static Part part(String text) {
    return Part.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  private Response get(String... headers) throws Exception {
    return digits.answer(Request.to("GET", "/").headers(Headers.of(headers)).build());
  }

  private static String text(Response response) throws Exception {
    return new String(response.content().toBytes(), StandardCharsets.US_ASCII);
  }

  @Test
  @DisplayName("LP-129: the whole, with its validators")
  void whole() throws Exception {
    Response response = get();
    assertThat(response.status()).isEqualTo(200);
    assertThat(text(response)).isEqualTo("0123456789");
    assertThat(response.headers())
        .isEqualTo(
            Headers.of(
                "Cache-Control",
                "max-age=60",
                "Accept-Ranges",
                "bytes",
                "ETag",
                "\"v1\"",
                "Content-Type",
                "text/plain"));
  }

  @ParameterizedTest
  @DisplayName("LP-129: single ranges of every form; what is no single range gets the whole")
  @CsvSource({
    "bytes=0-0, 206, 0",
    "bytes=3-6, 206, 3456",
    "bytes=8-, 206, 89",
    "bytes=8-99999999999999999999, 206, 89",
    "bytes=-3, 206, 789",
    "bytes=-30, 206, 0123456789",
    "BYTES=1-2, 206, 12",
    "bytes=5-4, 200, 0123456789",
    "bytes=-, 200, 0123456789",
    "bytes=a-b, 200, 0123456789",
    "items=0-1, 200, 0123456789",
    "'bytes=0-1,4-5', 200, 0123456789",
    "bytes=10-, 416, ''",
    "bytes=99999999999999999999-, 416, ''",
    "bytes=-0, 416, ''",
  })
  void range(String range, int status, String expected) throws Exception {
    Response response = get("Range", range);
    assertThat(response.status()).isEqualTo(status);
    assertThat(text(response)).isEqualTo(expected);
    if (status == 416) {
      assertThat(response.headers().first("Content-Range")).contains("bytes */10");
    }
  }

  @ParameterizedTest
  @DisplayName("conditions in the order of RFC 9110 section 13.2.2")
  @CsvSource({
    "If-None-Match, '\"v1\"', 304",
    "If-None-Match, 'W/\"v1\"', 304",
    "If-None-Match, '\"v0\", \"v1\"', 304",
    "If-None-Match, *, 304",
    "If-None-Match, '\"v0\"', 200",
    "If-Match, '\"v1\"', 200",
    "If-Match, *, 200",
    "If-Match, 'W/\"v1\"', 412",
    "If-Match, '\"v0\"', 412",
  })
  void condition(String name, String value, int status) throws Exception {
    Response response = get(name, value);
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.headers().first("ETag")).contains("\"v1\"");
  }

  @ParameterizedTest
  @DisplayName("a range counts only while If-Range names what we have")
  @CsvSource({
    "'\"v1\"', 206",
    "'W/\"v1\"', 200",
    "'\"v0\"', 200",
    "'Sat, 21 Nov 2026 04:05:06 GMT', 200",
  })
  void ifRange(String validator, int status) throws Exception {
    assertThat(get("Range", "bytes=0-1", "If-Range", validator).status()).isEqualTo(status);
  }

  @Test
  @DisplayName("HEAD knows no ranges (RFC 9110 section 14.2)")
  void head_ignoresRange() throws Exception {
    var request = Request.to("HEAD", "/").header("Range", "bytes=0-1").build();
    assertThat(digits.answer(request).status()).isEqualTo(200);
  }

  @Test
  void emptyThing_hasNoRange() throws Exception {
    var nothing = Representation.of("text/plain", "v1", List.of());
    var request = Request.to("GET", "/").header("Range", "bytes=0-").build();
    assertThat(nothing.answer(request).status()).isEqualTo(416);
  }

  @Test
  void etag_mustBeOne() {
    assertThatThrownBy(() -> Representation.of("text/plain", "a\"b", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("REL-53: a range with a million blanks is read at once, and blanks mean nothing")
  void blanksInRanges_areNotSlow() {
    String blanks = " ".repeat(1_000_000);

    for (String field : List.of("bytes=" + blanks + "x", "bytes=1-" + blanks + "x")) {
      assertThat(
              assertTimeoutPreemptively(
                  Duration.ofSeconds(20), () -> ByteRange.parse(field, /* length= */ 10)))
          .isEqualTo(new ByteRange.Whole());
    }
    assertThat(ByteRange.parse(" Bytes = " + blanks + "1 - 2 ", /* length= */ 10))
        .isEqualTo(new ByteRange.Slice(1, 2));
  }
}
