package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.Room;
import slipway.testing.SettingsFixture;

final class WorkDiskTest {
  @TempDir Path data;

  @Test
  @DisplayName("REL-13: where only a full disk keeps FFmpeg away, the start says so and ends")
  void full_isRefused() throws IOException {
    assertThatThrownBy(() -> found(Optional.of(new IOException("No space left on device"))))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the disk of the data folder " + data + " is full, ");
    found(Optional.of(new IOException("Permission denied")));
    found(Optional.empty());
  }

  @Test
  @DisplayName("REL-13: what stops the search on its own thread stops the start in the same words")
  void found_failsAsTheSearchDid() throws IOException {
    FfmpegState none = new FfmpegState.Absent(List.of("none"), Optional.empty());
    assertThat(WorkDisk.found(CompletableFuture.completedFuture(none))).isSameAs(none);
    for (Exception failure : List.of(new IOException("full"), new IllegalStateException("bug"))) {
      assertThatThrownBy(() -> WorkDisk.found(CompletableFuture.failedFuture(failure)))
          .isSameAs(failure);
    }
  }

  @Test
  @DisplayName(
      "REL-13: the doctor says of a full disk that it is full, and of others what they said")
  void doctor() {
    assertThat(said(new IOException("No space left on device")))
        .startsWith("The disk of the data folder " + data + " is full, ")
        .doesNotContain("No FFmpeg runs");
    assertThat(said(new IOException("Permission denied"))).isEqualTo("No FFmpeg runs here: none");
  }

  private String said(IOException hindrance) {
    List<Checkup.Finding> findings =
        Checkup.found(new FfmpegState.Absent(List.of("none"), Optional.of(hindrance)), data);
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().good()).isFalse();
    return findings.getFirst().sentence();
  }

  private void found(Optional<IOException> hindrance) throws IOException {
    var absent = new FfmpegState.Absent(List.of("none"), hindrance);
    assertThat(WorkDisk.unlessFull(absent, data)).isSameAs(absent);
  }

  @Test
  @DisplayName(
      "REL-42: a work folder that is not there yet has the room of the disk it will lie on")
  void room_isThatOfTheDisk() throws IOException {
    Path work = WorkDisk.of(data);
    Room room =
        StoreOptions.load(SettingsFixture.defaults(StoreOptions.SECTION), data).roomFor(work);
    long before = room.bytes();
    Files.createDirectory(work);
    assertThat(before).isPositive();
    assertThat(room.bytes()).isPositive();
  }
}
