package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.download.Download;
import slipway.core.download.Downloads;
import slipway.core.video.Video;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlDownloadsTest {
  private final Video mine = Samples.video(1, 1);
  private final Video other = Samples.video(1, 2);
  private final Ports ports;
  private final Downloads downloads;

  SqlDownloadsTest(TestDatabase databases) {
    Database database = databases.fresh();
    ports = SqlPorts.on(database);
    downloads = new SqlDownloads(database);
  }

  @Test
  @DisplayName("CF-131 offers are kept by video and kind, and taken back one by one")
  void offers() {
    Download whole = new Download(mine.id(), Download.Kind.WHOLE, SettableClock.START);
    Download sound = new Download(mine.id(), Download.Kind.SOUND, SettableClock.START);
    change(() -> {
      ports.accounts().add(Samples.account(1));
      ports.videos().add(mine);
      ports.videos().add(other);
      downloads.add(whole);
      downloads.add(sound);
    });
    assertThat(downloads.of(mine.id())).containsExactly(sound, whole);
    assertThat(downloads.of(other.id())).isEmpty();
    change(() -> downloads.remove(mine.id(), Download.Kind.SOUND));
    assertThat(downloads.of(mine.id())).containsExactly(whole);
  }

  private void change(Runnable change) {
    ports.transactions().change(change);
  }
}
