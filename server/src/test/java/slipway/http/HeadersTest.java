package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

  private final Headers headers = Headers.of("A", "1", "b", "2", "a", "3, 4 ,,5");

  @Test
  void lookUp_ignoresCase() {
    assertThat(headers.first("a")).contains("1");
    assertThat(headers.all("A")).containsExactly("1", "3, 4 ,,5");
    assertThat(headers.list("a")).containsExactly("1", "3", "4", "5");
    assertThat(headers.has("B")).isTrue();
    assertThat(headers.has("c")).isFalse();
  }

  @Test
  void with_replacesAll_plus_adds() {
    assertThat(headers.with("a", "x")).isEqualTo(Headers.of("b", "2", "a", "x"));
    assertThat(headers.plus("B", "x").all("b")).containsExactly("2", "x");
    assertThat(headers.without("A")).isEqualTo(Headers.of("b", "2"));
    assertThat(Headers.of("a", "1").orElse(Headers.of("A", "2", "c", "3")))
        .isEqualTo(Headers.of("a", "1", "c", "3"));
  }

  @ParameterizedTest
  @DisplayName("TUS-227: nothing from outside adds a field or a line")
  @ValueSource(strings = {"a\r\nSet-Cookie: x", "a\n", "a\r", "a\0", "\u007f"})
  void valueWithLineBreak_isRefused(String value) {
    assertThatThrownBy(() -> headers.with("X", value)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "a\n", "ä"})
  void badName_isRefused(String name) {
    assertThatThrownBy(() -> headers.with(name, "x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void query_isDecodedOnce() {
    Query query = Query.parse("a=1&b=%2520+x&a=2&c&&d=%zz&=e");
    assertThat(query.all("a")).containsExactly("1", "2");
    assertThat(query.first("b")).contains("%20 x");
    assertThat(query.first("c")).contains("");
    assertThat(query.first("d")).contains("%zz");
    assertThat(query.has("e")).isFalse();
  }
}
