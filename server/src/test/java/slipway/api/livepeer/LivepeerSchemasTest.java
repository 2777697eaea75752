package slipway.api.livepeer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.api.livepeer.schema.Violation;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/**
 * The recorded errors are what Ajv 8.20.0 answers for the published schema (with {@code type:
 * object} at the top, LP-44), body by body.
 */
class LivepeerSchemasTest {

  record Recorded(JsonValue body, List<String> errors) {
    @Override
    public String toString() {
      return Json.writeText(body);
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  @DisplayName("LP-08, LP-09, LP-44, LP-45, schema of section 3")
  void errors_areThoseOfAjv(Recorded recorded) {
    assertThat(LivepeerSchemas.NEW_ASSET_PAYLOAD.check(recorded.body()))
        .extracting(Violation::text)
        .isEqualTo(recorded.errors());
  }

  @ParameterizedTest
  @MethodSource("recordedForUrl")
  @DisplayName("LP-78, schema of section 6: what is no URL of ours, in Ajv's words")
  void errorsOfUrls_areThoseOfAjv(Recorded recorded) {
    assertThat(LivepeerSchemas.NEW_ASSET_FROM_URL_PAYLOAD.check(recorded.body()))
        .extracting(Violation::text)
        .isEqualTo(recorded.errors());
  }

  static Stream<Recorded> recorded() throws IOException {
    return recorded("/contract/livepeer/new-asset-payload.json");
  }

  static Stream<Recorded> recordedForUrl() throws IOException {
    return recorded("/contract/livepeer/new-asset-from-url-payload.json");
  }

  private static Stream<Recorded> recorded(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(LivepeerSchemasTest.class.getResourceAsStream(name))) {
      var all = (JsonArray) Json.tree(file.readAllBytes());
      return all.elements().stream().map(element -> recorded((JsonObject) element));
    }
  }

  private static Recorded recorded(JsonObject element) {
    List<String> errors =
        element.elements("errors").orElseThrow().stream()
            .map(error -> ((JsonString) error).value())
            .toList();
    return new Recorded(element.member("body").orElseThrow(), errors);
  }

  @Test
  @DisplayName("REL-53: a host of a million colons is looked at once")
  void manyColons_areNotSlow() {
    JsonObject body =
        JsonValue.object(
            Map.of(
                "name", new JsonString("a"),
                "url", new JsonString("https://[" + "a:".repeat(1_000_000) + "g]/")));

    assertThat(
            assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> LivepeerSchemas.NEW_ASSET_FROM_URL_PAYLOAD.check(body)))
        .hasSize(1);
  }
}
