package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.Wishes;
import slipway.testing.CountingIds;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.TestDatabase;

/** Where a clip comes from is kept, and found by. */
@OnEveryDatabase
class SqlClipSourceTest {
  private final TestDatabase databases;

  SqlClipSourceTest(TestDatabase databases) {
    this.databases = databases;
  }

  @Test
  @DisplayName("LP-189: a recording comes back as it was")
  void recording_comesBackAsItWas() {
    Ports ports = SqlPorts.on(databases.fresh());
    Video recording =
        Samples.video(1, 2, "a", Wishes.none(), new Source.Recording("https://a.example/a.mp4"));
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          ports.videos().add(recording);
        });

    assertThat(ports.videos().byId(recording.id())).contains(recording);
  }

  @Test
  void clip_comesBackAsItWas_andIsFoundByItsSource() {
    Ports ports = SqlPorts.on(databases.fresh());
    Source.Clip source =
        new Source.Clip(
            CountingIds.uuid(1),
            "play000000000001",
            Duration.ofMillis(3370),
            Duration.ofSeconds(5),
            true);
    Video clip = Samples.video(1, 2, "clip", Wishes.none(), source);
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          ports.videos().add(clip);
          ports.videos().add(Samples.video(1, 3));
        });

    assertThat(ports.videos().byId(clip.id())).contains(clip);
    assertThat(
            ports
                .videos()
                .find(
                    new VideoQuery(
                        OptionalLong.of(1),
                        List.of(
                            new VideoQuery.Condition(
                                VideoQuery.Field.CLIP_OF,
                                VideoQuery.Comparison.EQUAL,
                                List.of((Object) CountingIds.uuid(1).toString()))),
                        List.of(),
                        0,
                        10)))
        .containsExactly(clip);
  }
}
