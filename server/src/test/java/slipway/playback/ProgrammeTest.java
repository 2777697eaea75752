package slipway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.Changes;
import slipway.core.rendition.Rendition;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.testing.SettableClock;

final class ProgrammeTest {
  @TempDir Path folder;
  private final AtomicLong commits = new AtomicLong();
  private Screen screen;
  private Video video;

  @BeforeEach
  void open() throws IOException {
    screen = new Screen(folder);
    video = screen.ready(1, "sample_video_only.mp4", Wishes.none());
  }

  @Test
  @DisplayName("REL-85: what was read holds until the next commit, and not one request longer")
  void seen_untilTheNextCommit() {
    Programme programme = programme(() -> OptionalLong.of(commits.get()));
    Video first = programme.byPlaybackId(video.playbackId()).orElseThrow();
    assertThat(programme.byPlaybackId(video.playbackId())).containsSame(first);
    assertThat(programme.renditionsOf(first)).isSameAs(programme.renditionsOf(first));

    screen.ports.videos().update(video.deleted(SettableClock.START));
    commits.incrementAndGet();
    assertThat(programme.byPlaybackId(video.playbackId()).orElseThrow().isDeleted()).isTrue();
  }

  @Test
  @DisplayName("MD-41: a rung that came is listed with the next request")
  void renditions_untilTheNextCommit() {
    Programme programme = programme(() -> OptionalLong.of(commits.get()));
    Video before = programme.byPlaybackId(video.playbackId()).orElseThrow();
    assertThat(programme.renditionsOf(before)).hasSize(1);
    screen
        .ports
        .renditions()
        .publish(new Rendition(video.id(), "240p0", Rendition.Form.PICTURE, "x/240p0.mp4", 1));
    commits.incrementAndGet();
    Video after = programme.byPlaybackId(video.playbackId()).orElseThrow();
    assertThat(programme.renditionsOf(after)).hasSize(2);
  }

  @Test
  @DisplayName("REL-85: where others write unseen, every request reads")
  void unseenChanges_areReadEachTime() {
    Programme programme = programme(Changes.unseen());
    assertThat(programme.byPlaybackId(video.playbackId()).orElseThrow().isDeleted()).isFalse();
    screen.ports.videos().update(video.deleted(SettableClock.START));
    assertThat(programme.byPlaybackId(video.playbackId()).orElseThrow().isDeleted()).isTrue();
    screen.ports.renditions().removeAll(video.id());
    assertThat(programme.renditionsOf(video)).isEqualTo(List.of());
  }

  @Test
  void unknown_isEmpty() {
    assertThat(programme(() -> OptionalLong.of(0)).byPlaybackId("nothing")).isEmpty();
  }

  private Programme programme(Changes changes) {
    return new Programme(screen.library(changes));
  }
}
