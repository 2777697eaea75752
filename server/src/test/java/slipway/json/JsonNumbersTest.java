package slipway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonNumbersTest {
  record Both(double bare, Double boxed, BigDecimal decimal) {}

  @ParameterizedTest
  @CsvSource({
    "30.0, 30",
    "0.0, 0",
    "-0.0, 0",
    "29.97, 29.97",
    "0.1, 0.1",
    "-2.50, -2.5",
    "1e7, 10000000",
    "123456789.5, 123456789.5",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "-1.5e300, -1.5e+300",
    "0.000001, 0.000001",
    "1e-7, 1e-7",
    "1.25e-9, 1.25e-9",
    "1795854845148, 1795854845148"
  })
  @DisplayName("Numbers are written as JSON.stringify writes them")
  void asInJavaScript(String number, String text) {
    double value = Double.parseDouble(number);
    BigDecimal decimal = new BigDecimal(number);
    assertThat(Json.writeText(new Both(value, value, decimal)))
        .isEqualTo("{\"bare\":%1$s,\"boxed\":%1$s,\"decimal\":%1$s}".formatted(text));
    assertThat(Json.writeText(new JsonValue.JsonNumber(decimal))).isEqualTo(text);
    assertThat(Json.read(text, Double.class) + 0.0).isEqualTo(value + 0.0);
  }

  @Test
  @DisplayName("What no JavaScript number holds keeps its digits, however large")
  void exactly() {
    for (String number :
        new String[] {"12345678901234567890", "0.10000000000000000000001", "1E+999999999"}) {
      assertThat(Json.writeText(new JsonValue.JsonNumber(new BigDecimal(number))))
          .isEqualTo(number);
    }
  }

  @Test
  @DisplayName("Control characters are escaped in small letters, as JSON.stringify does")
  void escapes() {
    assertThat(Json.writeText("a\u001b/\u007f\u2028é\t\""))
        .isEqualTo("\"a\\u001b/\u007f\u2028é\\t\\\"\"");
  }
}
