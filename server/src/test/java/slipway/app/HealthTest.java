package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.Room;
import slipway.testing.MemoryBlobs;
import slipway.testing.OnEveryDatabase;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class HealthTest {
  private final TestDatabase databases;
  private final MemoryBlobs blobs = new MemoryBlobs();

  HealthTest(TestDatabase databases) {
    this.databases = databases;
  }

  @Test
  @DisplayName("REL-42: the disk of the bytes and that of the work are looked at, each by itself")
  void disks() {
    assertThat(problems(() -> 1)).noneMatch(problem -> problem.contains("disk"));
    assertThat(problems(() -> 0))
        .contains("The disk of work/ is full up to its reserve; encoding waits.")
        .noneMatch(problem -> problem.contains("uploads wait"));
    assertThat(problems(() -> -1)).anyMatch(problem -> problem.contains("encoding waits"));
    blobs.room(0);
    assertThat(problems(() -> 1))
        .contains("The disk is full up to its reserve; uploads wait.")
        .noneMatch(problem -> problem.contains("encoding waits"));
    assertThat(
            problems(() -> {
              throw new IOException("gone");
            }))
        .contains("The disk of work/ does not say how much room it has.");
  }

  private List<String> problems(Room work) {
    var absent = new FfmpegState.Absent(List.of());
    return new Health(databases.shared(), blobs, work, absent, List.of()).get().problems();
  }
}
