package slipway.api.livepeer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.livepeer.LivepeerHouse.Answer;
import slipway.api.livepeer.LivepeerHouse.Ticket;
import slipway.core.video.Failure;
import slipway.http.Request;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Samples;

/** LP-95 to LP-101 and LP-116: lists of assets and tasks. */
class LivepeerListTest {
  private final LivepeerHouse house = new LivepeerHouse();

  @Test
  @DisplayName("LP-95 own ones, newest change first, as a bare array")
  void list_isOfOwnAssets() {
    Ticket first = ticket("first");
    ticket("second");
    house.clock.advance(Duration.ofSeconds(1));
    house.take.start(house.take.find().byTicket(first.token()), 5L, "");

    assertThat(names("/api/asset")).containsExactly("first", "second");
    Answer theirs =
        house.send(
            Request.to("GET", "/api/asset")
                .header("Authorization", "Bearer " + house.strangersKey));
    assertThat(theirs.body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @CsvSource({"'',20", "limit=0,20", "limit=-1,20", "limit=x,20", "limit=5,5", "limit=2000,25"})
  @DisplayName("LP-96 the limit")
  void limit(String query, int expected) {
    tickets(25);

    assertThat(names("/api/asset?" + query)).hasSize(expected);
  }

  @Test
  @DisplayName("LP-96 at most 1000")
  void limit_isAtMost1000() {
    tickets(1001);

    assertThat(names("/api/asset?limit=1001")).hasSize(1000);
  }

  @Test
  @DisplayName("LP-97, D10, LP-15 a link exactly when the page is full")
  void paging() {
    tickets(4);
    Answer first = house.get("/api/asset?limit=2&order=name-false&cursor=");

    assertThat(first.headers().first("Link"))
        .contains(
            "<https://video.example/api/asset?limit=2&order=name-false&cursor=skip2>;"
                + " rel=\"next\"");
    Answer second = house.get("/api/asset?limit=2&order=name-false&cursor=skip2");
    assertThat(second.headers().first("Link").orElseThrow()).contains("cursor=skip4");
    Answer third = house.get("/api/asset?limit=2&order=name-false&cursor=skip4");
    assertThat(third.body()).isEqualTo("[]");
    assertThat(third.headers().has("Link")).isFalse();
    assertThat(house.get("/api/asset?limit=5").headers().has("Link")).isFalse();
    assertThat(names("/api/asset?limit=2&order=name-false")).containsExactly("n00", "n01");
    assertThat(names("/api/asset?limit=2&order=name-false&cursor=skip2"))
        .containsExactly("n02", "n03");
  }

  @Test
  @DisplayName("LP-97 any other cursor means ids greater than it")
  void cursor_asId() {
    List<Ticket> all = tickets(3);
    List<String> ids = all.stream().map(one -> one.asset().toString()).sorted().toList();

    assertThat(house.get("/api/asset?cursor=" + ids.get(1)).list())
        .extracting(asset -> ((JsonObject) asset).string("id").orElseThrow())
        .containsExactly(ids.get(2));
  }

  @Test
  @DisplayName("LP-98 the count, if there is anything to count")
  void count() {
    tickets(3);

    assertThat(house.get("/api/asset?limit=1&count=x").headers().first("X-Total-Count"))
        .contains("3");
    assertThat(house.get("/api/task?limit=1&count=false").headers().first("X-Total-Count"))
        .contains("3");
    assertThat(house.get("/api/asset?limit=1").headers().has("X-Total-Count")).isFalse();
    assertThat(house.get("/api/asset?count=1&name=x&phase=ready").headers().has("X-Total-Count"))
        .isFalse();
  }

  @Test
  @DisplayName("LP-99 orders; unknown fields are ignored")
  void order() {
    ticketFor("{\"name\":\"b\",\"creatorId\":\"x\"}");
    house.clock.advance(Duration.ofSeconds(1));
    ticketFor("{\"name\":\"a\",\"creatorId\":\"x\"}");
    house.clock.advance(Duration.ofSeconds(1));
    ticketFor("{\"name\":\"c\",\"creatorId\":\"y\"}");

    assertThat(names("/api/asset?order=name-false")).containsExactly("a", "b", "c");
    assertThat(names("/api/asset?order=name-true")).containsExactly("c", "b", "a");
    assertThat(names("/api/asset?order=creatorId-true,name-false")).containsExactly("c", "a", "b");
    assertThat(names("/api/asset?order=nonsense-true,createdAt-false"))
        .containsExactly("b", "a", "c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "name",
        "createdAt",
        "updatedAt",
        "creatorId",
        "playbackId",
        "sourceType",
        "phase"
      })
  @DisplayName("LP-99 what a list is ordered by is what its assets show")
  void order_byWhatIsShown(String field) {
    ticketFor("{\"name\":\"b\",\"creatorId\":\"y\"}");
    house.clock.advance(Duration.ofSeconds(1));
    house.ready("{\"name\":\"c\",\"creatorId\":\"x\"}", Samples.FACTS);
    house.clock.advance(Duration.ofSeconds(1));
    house.post(
        "/api/asset/upload/url",
        "{\"name\":\"a\",\"creatorId\":\"z\",\"url\":\"https://a.example/film.mp4\"}");

    List<String> rising = shown(field, "-false");
    assertThat(rising).hasSize(3).isSorted();
    assertThat(shown(field, "-true")).isEqualTo(rising.reversed());
    assertThat(Set.copyOf(rising)).as("something to be ordered").hasSizeGreaterThan(1);
  }

  private List<String> shown(String field, String order) {
    return house.get("/api/asset?order=" + field + order).list().stream()
        .map(JsonObject.class::cast)
        .map(asset ->
            switch (field) {
              case "updatedAt" ->
                  asset
                      .object("status")
                      .flatMap(one -> one.number("updatedAt"))
                      .map(Object::toString);
              case "createdAt" -> asset.number("createdAt").map(Object::toString);
              case "sourceType" -> asset.object("source").flatMap(one -> one.string("type"));
              case "phase" -> asset.object("status").flatMap(one -> one.string("phase"));
              case "creatorId" -> asset.object("creatorId").flatMap(one -> one.string("value"));
              default -> asset.string(field);
            })
        .map(Optional::orElseThrow)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"id\":\"name\",\"value\":\"HOL\"}]|holiday",
        "[{\"id\":\"creatorId\",\"value\":\"me\"}]|holiday",
        "[{\"id\":\"creatorId\",\"value\":\"m\"}]|",
        "[{\"id\":\"createdAt\",\"value\":{\"gt\":1767225600000}}]|work",
        "[{\"id\":\"createdAt\",\"value\":{\"gte\":1767225600000}}]|work holiday",
        "[{\"id\":\"createdAt\",\"value\":{\"lt\":1767225601000}}]|holiday",
        "[{\"id\":\"createdAt\",\"value\":{\"lte\":1767225601000,\"gt\":1767225600000}}]|work",
        "[{\"id\":\"createdAt\",\"value\":1767225601000}]|work",
        "[{\"id\":\"createdAt\",\"value\":\"x\"}]|",
        "[{\"id\":\"phase\",\"value\":\"uploading\"}]|work holiday",
        "[{\"id\":\"phase\",\"value\":\"ready\"}]|",
        "[{\"id\":\"phase\",\"value\":\"nonsense\"}]|",
        "[{\"id\":\"sourceType\",\"value\":\"directUpload\"}]|work holiday",
        "[{\"id\":\"sourceType\",\"value\":\"recording\"}]|",
        "[{\"id\":\"cid\",\"value\":\"x\"}]|",
        "[{\"id\":\"objectStoreId\",\"value\":\"x\"}]|",
        "[{\"id\":\"userId\",\"value\":\"x\"}]|",
        "[{\"id\":\"name\",\"value\":\"o\"},{\"id\":\"creatorId\",\"value\":\"me\"}]|holiday",
        "[]|work holiday"
      })
  @DisplayName("LP-100 filters")
  void filters(String filters, String found) {
    house.ticketFor("{\"name\":\"holiday\",\"creatorId\":\"me\"}");
    house.clock.advance(Duration.ofSeconds(1));
    ticket("work");

    assertThat(names("/api/asset?filters=" + URLEncoder.encode(filters, UTF_8)))
        .containsExactly(found == null ? new String[0] : found.split(" "));
  }

  @Test
  @DisplayName("LP-100 the account's own ids as filters")
  void filters_byOwnAccount() {
    ticket("a");
    String user =
        "[{\"id\":\"userId\",\"value\":\""
            + house.account.userId()
            + "\"},"
            + "{\"id\":\"projectId\",\"value\":\""
            + house.account.projectId()
            + "\"}]";

    assertThat(names("/api/asset?filters=" + URLEncoder.encode(user, UTF_8))).containsExactly("a");
    assertThat(house.get("/api/task?filters=" + URLEncoder.encode(user, UTF_8)).list()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"id\":\"x\",\"value\":1}]|Error: unknown field: \"x\"",
        "[{\"id\":\"name\"}]|Error: missing filter value for id \"name\"",
        "{}|Error: must be an array",
        "[{\"id\":\"createdAt\",\"value\":{\"eq\":1}}]|Error: unknown comparison: \"eq\""
      })
  @DisplayName("LP-100 what is wrong with a filter")
  void brokenFilters(String filters, String reason) {
    for (String path : new String[] {"/api/asset", "/api/task"}) {
      Answer answer = house.get(path + "?filters=" + URLEncoder.encode(filters, UTF_8));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("error parsing filters: " + reason);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "[", "[{\"id\":\"name\",\"value\":\"\u0001\"}]"})
  @DisplayName("LP-100 a filter that is no JSON")
  void filters_thatAreNoJson(String filters) {
    Answer answer = house.get("/api/asset?filters=" + URLEncoder.encode(filters, UTF_8));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).startsWith("error parsing filters: SyntaxError: ");
  }

  @Test
  @DisplayName("LP-101 shortcuts; other names are ignored")
  void shortcuts() {
    Ticket first = ticket("first");
    Ticket second = ticket("second");
    house.upload(second, 5);
    house.move.failed(second.asset(), new Failure(Failure.Kind.INTERNAL, "x"));

    assertThat(names("/api/asset?playbackId=" + first.playbackId())).containsExactly("first");
    assertThat(names("/api/asset?phase=failed")).containsExactly("second");
    assertThat(names("/api/asset?phase=uploading")).containsExactly("first");
    assertThat(names("/api/asset?cid=x")).isEmpty();
    assertThat(names("/api/asset?sourceUrl=https://x")).isEmpty();
    assertThat(names("/api/asset?name=first&all=true")).hasSize(2);
  }

  @Test
  @DisplayName("LP-83, LP-101 every phase is found under the word it is shown with")
  void phases_areFoundByTheirWord() {
    Ticket waiting = ticket("waiting");
    house.upload(waiting, 5);
    house.move.started(waiting.asset());
    Ticket processing = ticket("processing");
    house.upload(processing, 5);
    house.move.inspected(processing.asset(), Samples.FACTS);
    house.ready("{\"name\":\"ready\"}", Samples.FACTS);

    for (String word : new String[] {"waiting", "processing", "ready"}) {
      List<JsonObject> found =
          house.get("/api/asset?phase=" + word).list().stream()
              .map(JsonObject.class::cast)
              .toList();
      assertThat(found).hasSize(1);
      assertThat(found.getFirst().string("name")).contains(word);
      assertThat(found.getFirst().object("status").flatMap(status -> status.string("phase")))
          .contains(word);
    }
  }

  @Test
  @DisplayName("LP-116 tasks: own ones, filtered and ordered")
  void tasks() {
    Ticket first = ticket("first");
    house.clock.advance(Duration.ofSeconds(1));
    Ticket second = ticket("second");

    assertThat(taskIds("")).containsExactly(second.task().toString(), first.task().toString());
    assertThat(taskIds("?order=createdAt-false"))
        .containsExactly(first.task().toString(), second.task().toString());
    assertThat(taskIds("?limit=1&cursor=skip1")).containsExactly(first.task().toString());
    assertThat(taskFilter("outputAssetId", "\"" + first.asset() + "\""))
        .containsExactly(first.task().toString());
    assertThat(taskFilter("id", "\"" + second.task() + "\""))
        .containsExactly(second.task().toString());
    assertThat(taskFilter("createdAt", "{\"lte\":1767225600000}"))
        .containsExactly(first.task().toString());
    assertThat(taskFilter("type", "\"upload\"")).hasSize(2);
    assertThat(taskFilter("type", "\"export\"")).isEmpty();
    assertThat(taskFilter("inputAssetId", "\"x\"")).isEmpty();
    assertThat(
            house
                .send(
                    Request.to("GET", "/api/task")
                        .header("Authorization", "Bearer " + house.strangersKey))
                .body())
        .isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/asset?playbackId=%00", "/api/asset?cursor=a%00", "/api/task?cursor=%00"})
  @DisplayName("NUL never reaches the database")
  void nul_is400(String path) {
    assertThat(house.get(path).status()).isEqualTo(400);
  }

  private List<String> taskFilter(String field, String value) {
    String filters = "[{\"id\":\"" + field + "\",\"value\":" + value + "}]";
    return taskIds("?filters=" + URLEncoder.encode(filters, UTF_8));
  }

  private List<String> taskIds(String query) {
    return house.get("/api/task" + query).list().stream()
        .map(task -> ((JsonObject) task).string("id").orElseThrow())
        .toList();
  }

  private List<String> names(String target) {
    return house.get(target).list().stream()
        .map(asset -> ((JsonObject) asset).string("name").orElseThrow())
        .toList();
  }

  private List<Ticket> tickets(int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> ticket("n%02d".formatted(i)))
        .toList();
  }

  private Ticket ticket(String name) {
    return house.ticket(name);
  }

  private void ticketFor(String json) {
    house.ticketFor(json);
  }
}
