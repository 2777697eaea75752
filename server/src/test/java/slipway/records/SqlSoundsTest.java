package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.sound.Sound;
import slipway.core.sound.Sounds;
import slipway.core.video.Video;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlSoundsTest {
  private final Video mine = Samples.video(1, 1);
  private final Video other = Samples.video(1, 2);
  private final Ports ports;
  private final Sounds sounds;

  SqlSoundsTest(TestDatabase databases) {
    Database database = databases.fresh();
    ports = SqlPorts.on(database);
    sounds = new SqlSounds(database);
    change(() -> {
      ports.accounts().add(Samples.account(1));
      ports.videos().add(mine);
      ports.videos().add(other);
    });
  }

  @Test
  @DisplayName("CF-145, CF-147 added sound is kept with its video, changed, and forgotten")
  void kept() {
    Sound first = sound(mine, 1, "Deutsch", Sound.State.QUEUED);
    Sound second = sound(mine, 2, "English", Sound.State.FAILED);
    Sound others = sound(other, 3, "Deutsch", Sound.State.QUEUED);
    change(() -> {
      sounds.add(second);
      sounds.add(first);
      sounds.add(others);
    });
    assertThat(sounds.of(mine.id())).containsExactly(first, second);
    Sound ready =
        new Sound(
            first.id(),
            first.video(),
            "Alemán",
            /* byDefault= */ true,
            Sound.State.READY,
            null,
            first.url(),
            12_345_678_901L,
            first.createdAt());
    change(() -> sounds.update(ready));
    assertThat(sounds.byId(first.id())).contains(ready);
    change(() -> sounds.remove(second.id()));
    assertThat(sounds.of(mine.id())).containsExactly(ready);
    sounds.removeAll(mine.id());
    assertThat(sounds.of(mine.id())).isEmpty();
    assertThat(sounds.of(other.id())).containsExactly(others);
  }

  @Test
  @DisplayName("CF-145 a video has each label once, even should somebody forget to look")
  void labels() {
    change(() -> sounds.add(sound(mine, 1, "Deutsch", Sound.State.QUEUED)));
    assertThatThrownBy(
            () -> change(() -> sounds.add(sound(mine, 2, "Deutsch", Sound.State.QUEUED))))
        .isInstanceOf(RuntimeException.class);
    assertThat(sounds.of(mine.id())).hasSize(1);
  }

  private static Sound sound(Video video, int number, String label, Sound.State state) {
    return new Sound(
        new UUID(7, number),
        video.id(),
        label,
        /* byDefault= */ false,
        state,
        state == Sound.State.FAILED ? "Too bad." : null,
        number == 1 ? "https://x.example/a" : null,
        0,
        SettableClock.START.plusSeconds(number));
  }

  private void change(Runnable change) {
    ports.transactions().change(change);
  }
}
