package slipway.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.policy.Policy;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.RequestedRendition;
import slipway.core.video.Wishes;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;

class JsonTest {

  record Point(int x, @Nullable String label) {}

  record Times(Instant at, Duration took) {}

  record Holder(Phase phase) {}

  record Free(String name, @Nullable JsonValue value) {}

  record Listed(List<String> names, boolean on) {
    Listed {
      names = List.copyOf(names);
    }

    // no member of its own in the text
    boolean isEmpty() {
      return names.isEmpty();
    }
  }

  @Test
  void writes_membersInOrder_withoutNulls() {
    assertThat(Json.writeText(new Point(1, null))).isEqualTo("{\"x\":1}");
    assertThat(Json.writeText(new Listed(List.of("b", "a"), true)))
        .isEqualTo("{\"names\":[\"b\",\"a\"],\"on\":true}");
    assertThat(Json.writeText(Map.of("a", List.of()))).isEqualTo("{\"a\":[]}");
  }

  @Test
  void writes_timesAsIso_andReadsThemBack() {
    var times = new Times(Instant.ofEpochMilli(1_700_000_000_123L), Duration.ofMillis(1500));

    assertThat(Json.writeText(times))
        .isEqualTo("{\"at\":\"2023-11-14T22:13:20.123Z\",\"took\":\"PT1.5S\"}");
    assertThat(Json.read(Json.write(times), Times.class)).isEqualTo(times);
  }

  @Test
  void sealedFamilies_comeBackAsWhatTheyWere() {
    for (Phase phase :
        List.of(
            new Phase.AwaitingBytes(),
            new Phase.Processing(0.25),
            new Phase.Failed(new Failure(Failure.Kind.NOT_MEDIA, "a picture")))) {
      String text = Json.writeText(new Holder(phase));

      assertThat(text).contains("\"is\":\"" + phase.word() + "\"");
      assertThat(Json.read(text, Holder.class)).isEqualTo(new Holder(phase));
    }
  }

  @Test
  void recordsOfTheHouse_comeBackAsTheyWere() {
    var wishes =
        new Wishes(
            new Policy(Policy.Kind.TOKEN, null, "{\"a\":1}", Duration.ofMinutes(10), List.of("*")),
            "creator",
            List.of(new RequestedRendition(400, null, 128, null, 0, 1, 44, "2", null, "H.264")),
            true,
            false,
            Duration.ofMillis(2500),
            null,
            null);

    assertThat(Json.read(Json.write(wishes), Wishes.class)).isEqualTo(wishes);
    assertThat(Json.read(Json.write(Wishes.none()), Wishes.class)).isEqualTo(Wishes.none());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"x\":1}{}",
        "{\"x\":1} x",
        "{\"x\":1,\"x\":2}",
        "{'x':1}",
        "{\"x\":NaN}",
        "{\"x\":1,}",
        "{\"x\":01}",
        "// no\n{\"x\":1}",
        "null",
        "\"x\""
      })
  void read_refusesWhatIsNoJson(String text) {
    assertThatThrownBy(() -> Json.read(text, Point.class)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":\"1\"}",
        "{\"x\":1.0}",
        "{\"x\":true}",
        "{\"x\":null}",
        "{\"x\":99999999999}",
        "{\"x\":[1]}",
        "{}",
        "{\"x\":1,\"label\":5}",
        "{\"x\":1,\"label\":true}",
        "{\"x\":1,\"other\":5}",
        "[]"
      })
  void read_bendsNothing_andNamesNoClass(String text) {
    assertThatThrownBy(() -> Json.read(text, Point.class))
        .isInstanceOf(JsonException.class)
        .hasMessageNotContaining("slipway")
        .hasMessageNotContaining("java");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"on\":true}", "{\"names\":null,\"on\":true}", "{\"names\":[]}"})
  void read_needsEveryComponentThatIsNotNullable(String text) {
    assertThatThrownBy(() -> Json.read(text, Listed.class)).isInstanceOf(JsonException.class);
  }

  @Test
  void problem_saysWhere() {
    assertThatThrownBy(() -> Json.read("{\n  \"x\": \"no\"}", Point.class))
        .isInstanceOfSatisfying(
            JsonException.class,
            e -> {
              assertThat(e.problem().line()).isEqualTo(2);
              assertThat(e.problem().message()).contains("value of x");
            });
  }

  // LP-05: the message is the parser's text, but not about the parser itself
  @ParameterizedTest
  @ValueSource(strings = {"{", "[[[", "{\"a\":[1,", "[{\"a\":{"})
  void problem_ofAnUnfinishedText_saysNothingOfTheLibrary(String text) {
    assertThatThrownBy(() -> Json.tree(text))
        .isInstanceOf(JsonException.class)
        .message()
        .contains("end-of-input")
        .doesNotContainIgnoringCase("source", "feature", "redacted", "marker at");
  }

  @Test
  void tree_keepsOrderNumbersAndNulls() {
    String text =
        "{\"b\":1.50,\"a\":[true,null,\"ü\"],\"c\":{\"n\":null},\"big\":123456789012345678901}";
    JsonValue tree = Json.tree(text);

    assertThat(Json.writeText(tree)).isEqualTo(text.replace("1.50", "1.5"));
    assertThat(((JsonObject) tree).number("b")).contains(new BigDecimal("1.50"));
    assertThat(((JsonObject) tree).object("c").flatMap(c -> c.member("n")))
        .contains(new JsonNull());
    assertThat(((JsonObject) tree).string("b")).isEmpty();
  }

  @Test
  void tree_standsInsideRecords_andItsNullIsWritten() {
    assertThat(Json.writeText(new Free("n", new JsonNull())))
        .isEqualTo("{\"name\":\"n\",\"value\":null}");
    assertThat(Json.writeText(new Free("n", null))).isEqualTo("{\"name\":\"n\"}");
    assertThat(Json.read("{\"name\":\"n\",\"value\":[1]}", Free.class).value())
        .isEqualTo(Json.tree("[1]"));
  }

  @Test
  void tree_ofTopLevelNull_isNull() {
    assertThat(Json.tree("null")).isEqualTo(new JsonNull());
  }

  @Test
  void limits_holdBeforeTheStackOrTheHeapDoes() {
    String deep = "[".repeat(Json.DEEPEST + 1) + "]".repeat(Json.DEEPEST + 1);
    String fits = "[".repeat(Json.DEEPEST) + "]".repeat(Json.DEEPEST);
    byte[] tooLong = ("\"" + "x".repeat(Json.LONGEST_TEXT) + "\"").getBytes(UTF_8);

    assertThatThrownBy(() -> Json.tree(deep)).isInstanceOf(JsonException.class);
    assertThat(Json.writeText(Json.tree(fits))).isEqualTo(fits);
    assertThatThrownBy(() -> Json.tree(tooLong)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> Json.tree("9".repeat(401))).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"", "{\"\\u0000\":1}"})
  void tree_refusesTextsThatNothingCanStore(String text) {
    assertThatThrownBy(() -> Json.tree(text)).isInstanceOf(JsonException.class);
    assertThat(Json.tree("\"\\ud83c\\udfac\"")).isEqualTo(new JsonValue.JsonString("🎬"));
  }

  @Test
  void numbers_withHugeExponentsStayHarmless() {
    var huge = (JsonNumber) Json.tree("1e999999999");
    var tiny = (JsonNumber) Json.tree("1e-999999999");

    assertThat(huge.isFinite()).isFalse();
    assertThat(huge.isWhole()).isTrue();
    assertThat(tiny.isFinite()).isTrue();
    assertThat(tiny.isWhole()).isFalse();
    assertThat(((JsonNumber) Json.tree("2.0")).isWhole()).isTrue();
    assertThat(((JsonNumber) Json.tree("2.5")).isWhole()).isFalse();
  }
}
