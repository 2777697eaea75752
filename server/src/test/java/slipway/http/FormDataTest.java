package slipway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REL-94: forms, good and hostile. */
class FormDataTest {
  private static FormData read(String contentType, String body, int most) throws IOException {
    return FormData.read(
        Request.to("POST", "/")
            .header("Content-Type", contentType)
            .body(body.getBytes(UTF_8))
            .build(),
        most);
  }

  private static FormData read(String body) throws IOException {
    return read("multipart/form-data; boundary=b", body, 1000);
  }

  private static String part(String disposition, String body) {
    return "--b\r\nContent-Disposition: form-data" + disposition + "\r\n\r\n" + body + "\r\n";
  }

  @Test
  @DisplayName("REL-94 fields and files in order, whatever their names, with the mark inside")
  void fields() throws IOException {
    FormData form =
        read(
            part("; name=\"a\"", "1")
                + part("; name=\"file\"; filename=\"../../etc/passwd\"", "x\r\n--notb\r\n--\r\n")
                + part("; name=file", "second")
                + "--b\r\nX: y\r\n\r\nnameless\r\n"
                + "--b\r\n\r\nheadless\r\n"
                + part("; NAME=\"\u00fc\"; filename*=UTF-8''x", "")
                + "--b--\r\nepilogue");
    assertThat(form.fields())
        .extracting(FormData.Field::name)
        .containsExactly("a", "file", "file", "\u00fc");
    assertThat(form.fields())
        .extracting(FormData.Field::isFile)
        .containsExactly(false, true, false, true);
    assertThat(form.first("file").orElseThrow().text()).isEqualTo("x\r\n--notb\r\n--\r\n");
    assertThat(form.first("b")).isEmpty();
  }

  @Test
  @DisplayName("REL-94 a quoted boundary, and text before the first part")
  void quotedBoundary() throws IOException {
    FormData form =
        read(
            "Multipart/Form-Data; charset=utf-8; boundary=\"a b\"",
            "preamble\r\n--a b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--a b--",
            100);
    assertThat(form.first("x").orElseThrow().text()).isEqualTo("1");
  }

  @ParameterizedTest
  @DisplayName("REL-94 forms that break off or are none")
  @ValueSource(
      strings = {
        "",
        "--b",
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b",
        "--c\r\n\r\n\r\n--c--",
        "nothing"
      })
  void broken(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(BodyException.Malformed.class);
  }

  @Test
  @DisplayName("REL-94 a thousand parts, a huge head, too many bytes, no form at all")
  void limits() {
    assertThatThrownBy(() -> read(part("; name=\"a\"", "").repeat(1000) + "--b--"))
        .isInstanceOf(BodyException.Malformed.class)
        .hasMessageContaining("at most 100 parts");
    assertThatThrownBy(() -> read(part("; name=\"" + "a".repeat(9000) + "\"", "") + "--b--"))
        .isInstanceOf(BodyException.Malformed.class)
        .hasMessageContaining("too long");
    assertThatThrownBy(() -> read(part("; name=\"a\"", "x".repeat(70_000)) + "--b--"))
        .isInstanceOf(BodyException.TooLarge.class);
    for (String type :
        List.of("application/json", "multipart/form-data", "multipart/mixed; boundary=b")) {
      assertThatThrownBy(() -> read(type, "--b--", 10))
          .isInstanceOf(BodyException.Malformed.class)
          .hasMessageContaining("multipart/form-data");
    }
  }

  @Test
  @DisplayName("REL-53: a type with many boundaries, and an end of line of Unicode, is not slow")
  void manyBoundaries_areNotSlow() {
    String type = "multipart/form-data; " + "boundary=".repeat(30_000) + "\u0085";

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> read(type, "--b--", 10))
                .isInstanceOf(BodyException.Malformed.class));
  }
}
