package slipway.api.gcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;

/** Lists and names. */
final class GcoreListTest {
  private static final String VIDEOS = "/streaming/videos";

  private final GcoreHouse house = new GcoreHouse();

  @Test
  @DisplayName("GC-60 GC-61 GC-62 a bare array, newest first, 25 on a page, and [] behind the end")
  void pages() {
    List<Long> ids = IntStream.range(0, 60).mapToObj(i -> house.made("v" + i).serial()).toList();
    assertThat(ids("")).hasSize(25).first().isEqualTo(ids.getLast());
    assertThat(ids("?page=2")).hasSize(25).first().isEqualTo(ids.get(34));
    assertThat(ids("?page=3")).hasSize(10).last().isEqualTo(ids.getFirst());
    assertThat(ids("?page=4")).isEmpty();
    assertThat(ids("?per_page=1000")).hasSize(60);
    assertThat(ids("?page=99999999&per_page=1000")).isEmpty();
    assertThat(ids("?page=0&per_page=x")).hasSize(25);
  }

  @Test
  @DisplayName("GC-08 another account's videos are not listed")
  void ownOnly() {
    house.made("mine");
    assertThat(house.getAs(house.strangersKey, VIDEOS).list()).isEmpty();
  }

  @Test
  @DisplayName("GC-63 by ids with commas, by client_user_id, by stream_id")
  void byIds() {
    long one = house.made("one").serial();
    long two = house.made("two").serial();
    long mine = house.post(VIDEOS, "{\"name\":\"a\",\"client_user_id\":7}").number("id");
    assertThat(ids("?id=" + one + "," + two + ",4711,x")).containsExactly(two, one);
    assertThat(ids("?id=" + one + "%2C" + two)).containsExactly(two, one);
    assertThat(ids("?client_user_id=7")).containsExactly(mine);
    assertThat(ids("?stream_id=7")).isEmpty();
  }

  @Test
  @DisplayName("GC-64 GC-67 search looks at id, slug and name, together with other filters")
  void search() {
    Video cat = house.made("A cat on a mat");
    Video dog = house.made("A dog");
    assertThat(ids("?search=CAT")).containsExactly(cat.serial());
    assertThat(ids("?search=" + dog.playbackId())).containsExactly(dog.serial());
    assertThat(ids("?search=" + dog.serial())).contains(dog.serial());
    assertThat(ids("?search=a%20&status=empty")).containsExactly(dog.serial(), cat.serial());
    assertThat(ids("?search=a%20&status=ready")).isEmpty();
    assertThat(ids("?search=%25")).isEmpty();
  }

  @Test
  @DisplayName("GC-65 GC-67 by status, also by the apps' numbers; an unknown one fits nothing")
  void byStatus() {
    Video empty = house.made("empty");
    Video invalid = house.made("invalid");
    house.arrived(invalid.id(), 10);
    house.move.failed(invalid.id(), new Failure(Failure.Kind.NOT_MEDIA, "No."));
    Video pending = house.made("pending");
    house.processing(pending.id(), 360);
    Video viewable = house.made("viewable");
    house.processing(viewable.id(), 360, 720);
    house.viewable(viewable.id(), 360);
    Video lame = house.made("lame");
    house.processing(lame.id(), 360, 720);
    house.viewable(lame.id(), 360);
    house.move.renditionFailed(lame.id(), "720p", new Failure(Failure.Kind.INTERNAL, "No."));
    house.move.settled(lame.id(), Failure.Kind.INTERNAL);
    Video ready = house.made("ready");
    house.processing(ready.id(), 360);
    house.viewable(ready.id(), 360);
    house.move.ready(ready.id());
    Video error = house.made("error");
    house.processing(error.id(), 360);
    house.move.failed(error.id(), new Failure(Failure.Kind.INTERNAL, "No."));

    assertThat(having("empty", 0)).containsExactly(invalid.serial(), empty.serial());
    assertThat(having("pending", 1)).containsExactly(pending.serial());
    assertThat(having("viewable", 2)).containsExactly(lame.serial(), viewable.serial());
    assertThat(having("ready", 3)).containsExactly(ready.serial());
    assertThat(having("error", 4)).containsExactly(error.serial());
    assertThat(having("errored", 5)).isEmpty();
  }

  /** What is found must say so of itself, whichever way it was asked for. */
  private List<Long> having(String status, int number) {
    List<Long> found = ids("?status=" + status);
    assertThat(house.get(VIDEOS + "?status=" + status).list())
        .allSatisfy(video -> assertThat(((JsonObject) video).string("status")).contains(status));
    assertThat(ids("?q[status_eq]=" + number)).isEqualTo(found);
    assertThat(ids("?q%5Bstatus_eq%5D=" + number + "&page=1")).isEqualTo(found);
    return found;
  }

  @Test
  @DisplayName("GC-66 fields leave only those members; unknown names do not count")
  void fields() {
    house.made("a");
    JsonObject video =
        (JsonObject)
            house.get(VIDEOS + "?fields=id%2Cname,hls_url,description,nonsense").list().getFirst();
    assertThat(video.members().keySet()).containsExactlyInAnyOrder("id", "name", "hls_url");
  }

  @Test
  @DisplayName("GC-60 the text of a sprite is for details alone")
  void withoutSpriteText() {
    Video video = house.made("a");
    house.processing(video.id(), 360);
    house.viewable(video.id(), 360);
    JsonObject item = (JsonObject) house.get(VIDEOS).list().getFirst();
    assertThat(item.member("sprite_vtt")).contains(new JsonNull());
  }

  @Test
  @DisplayName("GC-03 GC-75 names by repeated ids and by commas; the route wins over the id")
  void names() {
    long one = house.made("one").serial();
    long two = house.made("two").serial();
    house.made("three");
    for (String query : List.of("ids=%d&ids=%d", "ids=%d,%d", "ids=%d%%2C%d")) {
      assertThat(house.get(VIDEOS + "/names?" + query.formatted(one, two)).body())
          .isEqualTo(
              "[{\"id\":%d,\"name\":\"two\"},{\"id\":%d,\"name\":\"one\"}]".formatted(two, one));
    }
  }

  private List<Long> ids(String query) {
    return house.get(VIDEOS + query).list().stream()
        .map(video -> ((JsonObject) video).number("id").orElseThrow().longValueExact())
        .toList();
  }
}
