package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.video.Details;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.core.watermark.WatermarkProfile;
import slipway.core.watermark.WatermarkProfiles;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlWatermarksTest {
  private final Ports ports;
  private final WatermarkProfiles profiles;

  SqlWatermarksTest(TestDatabase databases) {
    Database database = databases.fresh();
    ports = SqlPorts.on(database);
    profiles = new SqlWatermarks(database);
  }

  private static WatermarkProfile profile(long id, long account, @Nullable Instant deleted) {
    return new WatermarkProfile(
        new UUID(9, id),
        account,
        "mark " + id,
        100 + id,
        20,
        10,
        0.5,
        0.05,
        0.15,
        WatermarkProfile.Position.LOWER_LEFT,
        id == 1 ? "https://x.example/a.png" : null,
        SettableClock.START.plusSeconds(id),
        deleted);
  }

  @Test
  @DisplayName("CF-138 profiles are kept as they were, newest first, the deleted ones aside")
  void kept() {
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          ports.accounts().add(Samples.account(2));
          for (long id = 1; id <= 3; id++) {
            profiles.add(profile(id, 1, null));
          }
          profiles.add(profile(4, 2, null));
        });
    assertThat(profiles.of(1))
        .containsExactly(profile(3, 1, null), profile(2, 1, null), profile(1, 1, null));
    WatermarkProfile deleted = profile(2, 1, SettableClock.START);
    ports.transactions().change(() -> profiles.update(deleted));
    assertThat(profiles.of(1)).containsExactly(profile(3, 1, null), profile(1, 1, null));
    assertThat(profiles.byId(deleted.id())).contains(deleted);
    assertThat(profiles.byId(new UUID(0, 0))).isEmpty();
  }

  @Test
  @DisplayName("CF-138 a picture is needed by videos that are there or may come back")
  void marks() {
    WatermarkProfile deleted = profile(1, 1, SettableClock.START);
    Wishes marked =
        Wishes.none()
            .with(
                new Details(
                    null, null, deleted.id().toString().replace("-", ""), null, null, null, null));
    Video video = Samples.video(1, 1, "a", marked, new Source.Direct());
    Instant gone = SettableClock.START.plusSeconds(100);
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          profiles.add(deleted);
          ports.videos().add(Samples.video(1, 2));
          ports.videos().add(video);
        });
    assertThat(profiles.marks(deleted.id(), gone)).isTrue();
    assertThat(profiles.marks(new UUID(0, 0), gone)).isFalse();
    assertThat(profiles.deletedNotErased(10)).isEmpty();

    ports.transactions().change(() -> ports.videos().update(video.deleted(gone)));
    assertThat(profiles.marks(deleted.id(), gone.minusSeconds(1))).isTrue();
    assertThat(profiles.marks(deleted.id(), gone)).isFalse();
    assertThat(profiles.deletedNotErased(10)).containsExactly(deleted.id());

    ports.transactions().change(() -> profiles.erased(deleted.id()));
    assertThat(profiles.deletedNotErased(10)).isEmpty();
  }
}
