package slipway.api.gcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.event.Event;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.Webhook;
import slipway.json.Json;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryEvents;
import slipway.testing.Samples;

/** What a webhook of an account is told. */
final class GcoreEventsTest {
  private final GcoreHouse house = new GcoreHouse();
  private final GcoreEvents shape =
      new GcoreEvents(
          house.ports.renditions(), new GcoreHouse.PlainFiles(), () -> GcoreHouse.ORIGIN);

  @Test
  @DisplayName("GC-180 GC-181 GC-185 each status once, in its order, whatever else changes")
  void order() {
    Video video = house.made("a");
    house.processing(video.id(), 360, 720);
    house.clock.advance(Duration.ofSeconds(1));
    house.move.renditionsProgressed(video.id(), List.of("360p", "720p"), 0.5);
    house.patch(house.path(video), "{\"name\":\"b\"}");
    house.viewable(video.id(), 360);
    house.clock.advance(Duration.ofSeconds(1));
    house.move.renditionsProgressed(video.id(), List.of("720p"), 0.9);
    house.move.ready(video.id());

    assertThat(told())
        .extracting(news -> news.object("message").orElseThrow().object("video").orElseThrow())
        .extracting(one -> one.string("status").orElseThrow())
        .containsExactly("empty", "pending", "viewable", "ready");
    assertThat(told()).allSatisfy(news -> assertThat(news.string("type")).contains("video"));
  }

  @Test
  @DisplayName("GC-182 the payload: null until known, [] for empty, and the renditions")
  void payload() {
    Video video = house.made("a");
    JsonObject empty = video(told().getLast());
    assertThat(empty.member("duration")).contains(new JsonNull());
    assertThat(empty.member("stream_id")).contains(new JsonNull());
    assertThat(empty.elements("converted_videos")).contains(List.of());
    assertThat(empty.string("slug")).contains(video.playbackId());
    assertThat(empty.number("id").orElseThrow().longValueExact()).isEqualTo(video.serial());
    house.processing(video.id(), 360);
    JsonObject pending = video(told().getLast());
    assertThat(pending.number("duration").orElseThrow().longValueExact()).isEqualTo(30_024);
    JsonObject converted =
        (JsonObject) pending.elements("converted_videos").orElseThrow().getFirst();
    assertThat(converted.string("name")).contains("vod360n");
    assertThat(converted.string("status")).contains("processing");
  }

  @Test
  @DisplayName("GC-181 GC-182 a failure is told with its error")
  void failures() {
    Video video = house.made("a");
    house.arrived(video.id(), 10);
    house.move.failed(video.id(), new Failure(Failure.Kind.NOT_MEDIA, "No."));
    JsonObject failed = video(told().getLast());
    assertThat(failed.string("status")).contains("empty");
    assertThat(failed.string("error")).contains("File Invalid");
    assertThat(told()).hasSize(2);
  }

  @Test
  @DisplayName("GC-183 GC-74 the end is told once, with the last status and the time")
  void deleted() {
    Video video = house.made("a");
    house.delete(house.path(video));
    house.delete(house.path(video));
    assertThat(told()).hasSize(2);
    JsonObject news = told().getLast();
    assertThat(news.string("type")).contains("video_delete");
    assertThat(video(news).members().keySet())
        .containsExactlyInAnyOrder("id", "slug", "name", "status", "deleted_at");
    assertThat(video(news).string("status")).contains("empty");
    assertThat(video(news).string("deleted_at").orElseThrow())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  }

  @Test
  @DisplayName("GC-184 told once and not signed")
  void onceAndUnsigned() {
    assertThat(shape.retries()).isEmpty();
    house.made("a");
    assertThat(messages().getLast().headers().keySet()).containsExactly("Content-Type");
  }

  @Test
  @DisplayName("GC-186 what is told can be read through the API, to the letter of the status")
  void agrees() {
    Video video = house.made("a");
    house.arrived(video.id(), 10);
    house.move.inspected(video.id(), Samples.FACTS);
    assertThat(video(told().getLast()).string("status"))
        .contains(house.get(house.path(video)).text("status"));
  }

  private List<JsonObject> told() {
    return messages().stream().map(message -> (JsonObject) Json.tree(message.body())).toList();
  }

  private List<EventShape.Message> messages() {
    List<EventShape.Message> messages = new ArrayList<>();
    for (Event event : ((InMemoryEvents) house.ports.events()).all()) {
      shape
          .nameOf(event)
          .ifPresent(name -> messages.add(shape.message(WEBHOOK, event, name, Instant.EPOCH)));
    }
    return messages;
  }

  private static final Webhook WEBHOOK =
      new Webhook(
          CountingIds.uuid(1),
          1,
          "gcore",
          "",
          "https://hook.example/",
          GcoreEvents.NAMES,
          null,
          null,
          null,
          null,
          Instant.EPOCH,
          null,
          null,
          null);

  private static JsonObject video(JsonObject news) {
    return news.object("message").orElseThrow().object("video").orElseThrow();
  }
}
