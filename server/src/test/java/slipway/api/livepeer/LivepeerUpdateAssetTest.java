package slipway.api.livepeer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.livepeer.LivepeerHouse.Answer;
import slipway.api.livepeer.LivepeerHouse.Ticket;
import slipway.core.event.Event;
import slipway.testing.Samples;

class LivepeerUpdateAssetTest {
  private static final String CROSSING =
      "cannot update playback policy from private to public or vice versa";
  private static final String JWT = "{\"name\":\"a\",\"playbackPolicy\":{\"type\":\"jwt\"}}";

  private final LivepeerHouse house = new LivepeerHouse();

  @Test
  @DisplayName("LP-102, LP-105, LP-174 name and creator change, in the answer and for good")
  void nameAndCreator() {
    Ticket ticket = house.ready("{\"name\":\"a\",\"creatorId\":\"anna\"}", Samples.FACTS);
    house.clock.advance(Duration.ofSeconds(1));

    Answer answer = house.patch(ticket.assetPath(), "{\"name\":\"b\",\"creatorId\":\"berta\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).isEqualTo(house.get(ticket.assetPath()).json());
    assertThat(answer.json().string("name")).contains("b");
    assertThat(answer.body())
        .contains("\"creatorId\":{\"type\":\"unverified\",\"value\":\"berta\"}");
    assertThat(answer.object("status").number("updatedAt").orElseThrow().longValueExact())
        .isEqualTo(house.clock.instant().toEpochMilli());
    Event last = house.events.all().getLast();
    assertThat(last.kind()).isEqualTo(Event.Kind.VIDEO_UPDATED);
    assertThat(last.video().name()).isEqualTo("b");

    assertThat(
            house
                .patch(
                    ticket.assetPath(),
                    "{\"creatorId\":{\"type\":\"unverified\",\"value\":\"carl\"}}")
                .json()
                .string("name"))
        .contains("b");
    assertThat(house.get(ticket.assetPath()).body()).contains("carl");
  }

  @Test
  @DisplayName("LP-102 {} and what is so already change nothing, and nobody is told")
  void nothingToChange() {
    Ticket ticket = house.ready("{\"name\":\"a\"}", Samples.FACTS);
    Answer before = house.get(ticket.assetPath());
    int told = house.events.all().size();
    house.clock.advance(Duration.ofSeconds(1));

    for (String body : new String[] {"{}", "{\"name\":\"a\"}", "{\"playbackPolicy\":null}"}) {
      Answer answer = house.patch(ticket.assetPath(), body);
      assertThat(answer.status()).as(body).isEqualTo(200);
      assertThat(answer.json()).as(body).isEqualTo(before.json());
    }
    assertThat(house.events.all()).hasSize(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"staticMp4\":true}",
        "{\"name\":null}",
        "{\"name\":1}",
        "{\"creatorId\":null}",
        "{\"playbackPolicy\":{\"type\":\"secret\"}}",
        "{\"storage\":null}",
        "[]"
      })
  @DisplayName("LP-102, LP-105 other keys and values are 422, on any asset")
  void schema(String body) {
    Ticket ticket = house.ready("{\"name\":\"a\"}", Samples.FACTS);
    assertThat(house.patch(ticket.assetPath(), body).status()).isEqualTo(422);
    assertThat(house.get(ticket.assetPath()).json().string("name")).contains("a");
  }

  @Test
  @DisplayName("LP-103, LP-24 unknown, deleted and foreign are 404 before anything else")
  void notThere() {
    Ticket deleted = house.ready("{\"name\":\"a\"}", Samples.FACTS);
    house.delete(deleted.assetPath());
    for (String path : new String[] {"/api/asset/x", deleted.assetPath()}) {
      assertThat(house.patch(path, "{\"name\":\"b\"}").status()).isEqualTo(404);
      assertThat(house.patch(path, "{\"name\":\"b\"}").error()).isEqualTo("asset not found");
    }

    Ticket ticket = house.ready("{\"name\":\"a\"}", Samples.FACTS);
    Answer foreign =
        house.send(
            slipway.http.Request.to("PATCH", ticket.assetPath())
                .header("Authorization", "Bearer " + house.strangersKey)
                .header("Content-Type", "application/json")
                .body("{\"name\":\"b\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.error()).isEqualTo("asset not found");
    assertThat(house.get(ticket.assetPath()).json().string("name")).contains("a");
  }

  @Test
  @DisplayName("LP-103 not ready is 422 before the policy is looked at")
  void notReady() {
    Ticket ticket = house.ticket("a");
    Answer answer =
        house.patch(ticket.assetPath(), "{\"name\":\"b\",\"playbackPolicy\":{\"type\":\"jwt\"}}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error()).isEqualTo("asset is not ready");
    assertThat(house.get(ticket.assetPath()).json().string("name")).contains("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "public  | {\"type\":\"jwt\"}",
        "public  | {\"type\":\"webhook\",\"webhookId\":\"x\"}",
        "jwt     | {\"type\":\"public\"}",
        "jwt     | null"
      })
  @DisplayName("LP-104, D7 nothing crosses between public and private")
  void crossing(String from, String to) {
    Ticket ticket =
        house.ready(
            "{\"name\":\"a\",\"playbackPolicy\":{\"type\":\"%s\"}}".formatted(from), Samples.FACTS);
    Answer before = house.get(ticket.assetPath());

    Answer answer =
        house.patch(ticket.assetPath(), "{\"name\":\"b\",\"playbackPolicy\":%s}".formatted(to));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error()).isEqualTo(CROSSING);
    assertThat(house.get(ticket.assetPath()).json()).isEqualTo(before.json());
  }

  @Test
  @DisplayName("LP-104, LP-39 from a token to a gate, if there is one, and back")
  void withinPrivate() {
    Ticket ticket = house.ready(JWT, Samples.FACTS);
    String gate = "{\"playbackPolicy\":{\"type\":\"webhook\",\"webhookId\":\"%s\"}}";

    String nobody = UUID.randomUUID().toString();
    Answer refused = house.patch(ticket.assetPath(), gate.formatted(nobody));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("webhook " + nobody + " not found");

    String webhook =
        house
            .post(
                "/api/webhook",
                "{\"name\":\"gate\",\"url\":\"https://example.com/gate\","
                    + "\"events\":[\"playback.accessControl\"]}")
            .json()
            .string("id")
            .orElseThrow();
    Answer gated = house.patch(ticket.assetPath(), gate.formatted(webhook));
    assertThat(gated.status()).isEqualTo(200);
    assertThat(gated.object("playbackPolicy").string("webhookId")).contains(webhook);
    assertThat(house.videos.byId(ticket.asset()).orElseThrow().wishes().effectivePolicy().gateId())
        .isEqualTo(webhook);

    Answer back = house.patch(ticket.assetPath(), "{\"playbackPolicy\":{\"type\":\"jwt\"}}");
    assertThat(back.object("playbackPolicy").members()).containsOnlyKeys("type");
  }

  @Test
  @DisplayName("LP-164 the same export is not made again, another one is, and none is 400")
  void storage() {
    Ticket wished = house.ready("{\"name\":\"a\",\"storage\":{\"ipfs\":true}}", Samples.FACTS);
    Ticket plain = house.ready("{\"name\":\"a\"}", Samples.FACTS);
    String none = "{\"storage\":{\"ipfs\":false}}";
    String some = "{\"storage\":{\"ipfs\":{\"spec\":{}}}}";

    assertThat(house.patch(wished.assetPath(), some).status()).isEqualTo(200);
    assertThat(house.patch(wished.assetPath(), none).error())
        .isEqualTo("Cannot remove asset from IPFS");
    assertThat(house.patch(plain.assetPath(), none).status()).isEqualTo(200);
    assertThat(house.get("/api/task").list())
        .as("the one from the upload needs no task of its own")
        .hasSize(2);
    assertThat(house.patch(plain.assetPath(), some).status()).isEqualTo(200);
    assertThat(house.patch(plain.assetPath(), some).status()).isEqualTo(200);
    assertThat(house.get("/api/task").list()).as("two uploads, one export").hasSize(3);
    for (String edition : List.of("5.0", "5", "5e0")) {
      String told = "{\"nftMetadata\":{\"edition\":%s,\"b\":1}}".formatted(edition);
      house.patch(plain.assetPath(), "{\"storage\":{\"ipfs\":{\"spec\":" + told + "}}}");
    }
    assertThat(house.get("/api/task").list()).as("one more, for the edition").hasSize(4);
  }
}
