package slipway.api.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.cloudflare.CloudflareHouse.Answer;
import slipway.core.upload.RequestUpload;
import slipway.core.video.Wishes;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Samples;

/** {@code GET /stream} (section 8 of the contract). */
class CloudflareListTest {
  private final CloudflareHouse house = new CloudflareHouse();
  private String alpha = "";
  private String beta = "";
  private String gamma = "";

  @BeforeEach
  void threeVideos() {
    alpha = named("alpha", "anna");
    house.clock.advance(Duration.ofSeconds(10));
    beta = named("Beta one", "berta");
    house.clock.advance(Duration.ofSeconds(10));
    gamma = CloudflareIds.uid(house.ready("gamma", Samples.FACTS).id());
    house.requestUpload.give(
        new RequestUpload.Asked(
            house.stranger, "livepeer", "key", "livepeer", "alpha", Wishes.none()));
  }

  private String named(String name, String creator) {
    return CloudflareIds.uid(
        house.direct(
            "{\"maxDurationSeconds\":60,\"creator\":\"%s\",\"meta\":{\"name\":\"%s\"}}"
                .formatted(creator, name)));
  }

  private List<String> uids(String query) {
    Answer answer = house.get(query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return CloudflareHouse.each(answer.results(), "uid");
  }

  private String created(String uid) {
    return house.get("/" + uid).result().string("created").orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?page=2&per_page=1", "?limit=undefined", "?limit=0", "?limit=1001"})
  @DisplayName("CF-82, CF-11 all of the account's, newest first, whichever dialect made them")
  void all(String query) {
    assertThat(uids(query)).containsExactly(gamma, beta, alpha);
  }

  @Test
  @DisplayName(
      "CF-82, CF-07 an empty list, and one with a member of its own that looks like a list")
  void envelopes() {
    assertThat(house.get("?name=none").body())
        .isEqualTo("{\"result\":[],\"success\":true,\"errors\":[],\"messages\":[]}");
    assertThat(house.get("?name=none&include_counts=true").body())
        .isEqualTo(
            "{\"result\":[],\"success\":true,\"errors\":[],\"messages\":[],"
                + "\"total\":\"0\",\"range\":\"0\"}");
    house.direct("{\"maxDurationSeconds\":60,\"meta\":{\"name\":\"list\",\"a\":[[],{}]}}");
    CloudflareHouse.Answer answer = house.get("?video_name=list");
    assertThat(answer.results()).hasSize(1);
    assertThat(answer.body())
        .startsWith("{\"result\":[{\"uid\":")
        .endsWith("}],\"success\":true,\"errors\":[],\"messages\":[]}");
    assertThat(answer.headers().first("Content-Type")).contains("application/json");
  }

  @Test
  @DisplayName("CF-82, CF-83 longer lists are read in pieces, and none is lost or told twice")
  void pieces() {
    for (int i = 0; i < 120; i++) {
      house.direct("{\"maxDurationSeconds\":60}");
      if (i % 7 == 0) {
        house.clock.advance(Duration.ofMillis(1));
      }
    }
    List<String> all = uids("");
    assertThat(all).hasSize(123).doesNotHaveDuplicates();
    assertThat(all.subList(120, 123)).containsExactly(gamma, beta, alpha);
    assertThat(uids("?asc=true")).isEqualTo(all.reversed());
    for (int limit : new int[] {49, 50, 51, 100, 122}) {
      assertThat(uids("?limit=" + limit)).isEqualTo(all.subList(0, limit));
    }
    assertThat(house.get("?limit=60&include_counts=true").body())
        .endsWith("\"total\":\"123\",\"range\":\"123\"}");
  }

  @Test
  @DisplayName("CF-85 asc and limit")
  void order() {
    assertThat(uids("?asc=true")).containsExactly(alpha, beta, gamma);
    assertThat(uids("?limit=2")).containsExactly(gamma, beta);
    assertThat(uids("?asc=true&limit=1")).containsExactly(alpha);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "creator=anna | a",
        "creator=ann | ''",
        "creator= | gba",
        "type=vod | gba",
        "type=live | ''",
        "status=ready | g",
        "status=pendingupload | ba",
        "status=ready,pendingupload | gba",
        "status=inprogress | ''",
        "status=live-inprogress | ''",
        "video_name=Beta%20one | b",
        "video_name=beta%20one | ''",
        "search=ETA | b",
        "search=a | gba",
        "search=%25 | ''",
        "name=alpha,gamma | ga",
        "live_input_id=x | ''",
        "id=nonsense | ''"
      })
  @DisplayName("CF-85 every filter")
  void filters(String query, String expected) {
    List<String> wanted =
        expected
            .chars()
            .mapToObj(letter -> letter == 'a' ? alpha : letter == 'b' ? beta : gamma)
            .toList();
    assertThat(uids("?" + query)).isEqualTo(wanted);
  }

  @Test
  @DisplayName("CF-85 by uids, and by uids and names mixed")
  void byUid() {
    assertThat(uids("?id=" + alpha + "," + gamma)).containsExactly(gamma, alpha);
    assertThat(uids("?name=" + alpha + ",gamma")).containsExactly(gamma, alpha);
  }

  @Test
  @DisplayName("CF-83, CF-84 after includes, before does not, and the older names mean the same")
  void cursors() {
    String middle = created(beta);

    assertThat(uids("?after=" + middle)).containsExactly(gamma, beta);
    assertThat(uids("?before=" + middle)).containsExactly(alpha);
    assertThat(uids("?start=" + middle)).containsExactly(gamma, beta);
    assertThat(uids("?end=" + middle)).containsExactly(alpha);
    assertThat(uids("?after=" + middle.replace(":", "%3A") + "&before=" + created(gamma)))
        .containsExactly(beta);
    assertThat(house.get("?after=yesterday").status()).isEqualTo(400);
    assertThat(uids("?after=-999999999-01-01T00:00:00Z")).hasSize(3);
  }

  @Test
  @DisplayName("CF-83 page by page by the time of the last, none is lost that came at once")
  void pages() {
    List<String> made = new ArrayList<>(uids("?asc=true"));
    for (int i = 0; i < 5; i++) {
      made.add(named("same moment", "anna"));
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < 10 && seen.size() < made.size(); page++) {
      Answer answer = house.get("?limit=2" + cursor);
      for (var video : answer.results()) {
        seen.add(((JsonObject) video).string("uid").orElseThrow());
        cursor = "&before=" + ((JsonObject) video).string("created").orElseThrow();
      }
    }

    assertThat(seen.reversed()).isEqualTo(made);
  }

  @Test
  @DisplayName("CF-86 counts as texts, of all that match and of those from the cursor on")
  void counts() {
    JsonObject counted = house.get("?include_counts=true&limit=1&before=" + created(gamma)).json();
    assertThat(counted.string("total")).contains("3");
    assertThat(counted.string("range")).contains("2");
    assertThat(counted.elements("result").orElseThrow()).hasSize(1);
    assertThat(house.get("").json().members()).doesNotContainKeys("total", "range");
  }

  @Test
  @DisplayName("CF-91 what is stored, of all and of one creator; what failed counts no minutes")
  void usage() {
    JsonObject all = house.get("/storage-usage").result();
    assertThat(all.number("totalStorageMinutes").orElseThrow().doubleValue())
        .isEqualTo(Samples.FACTS.duration().toMillis() / 60_000.0);
    assertThat(all.number("videoCount").orElseThrow().intValue()).isEqualTo(3);
    assertThat(all.number("totalStorageMinutesLimit").orElseThrow().signum()).isPositive();

    JsonObject annas = house.get("/storage-usage?creator=anna").result();
    assertThat(annas.string("creator")).contains("anna");
    assertThat(annas.number("totalStorageMinutes").orElseThrow().signum()).isZero();
    assertThat(annas.number("videoCount").orElseThrow().intValue()).isEqualTo(1);
  }

  @Test
  @DisplayName("CF-91 a limit of minutes is told")
  void usageWithLimit() {
    CloudflareHouse small = new CloudflareHouse(Duration.ofMinutes(90));

    assertThat(
            small
                .get("/storage-usage")
                .result()
                .number("totalStorageMinutesLimit")
                .orElseThrow()
                .intValue())
        .isEqualTo(90);
  }

  @Test
  @DisplayName("CF-92 a piece of HTML for a page, failures as an envelope")
  void embed() {
    Answer answer = house.get("/" + gamma + "/embed");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().first("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(answer.body())
        .startsWith("<iframe src=\"https://video.example/" + gamma + "/iframe\"");
    assertThat(house.get("/" + CloudflareIds.uid(new UUID(0, 0)) + "/embed").error())
        .isEqualTo("10003 Not Found");
  }
}
