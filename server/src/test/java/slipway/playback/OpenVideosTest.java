package slipway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.config.ByteSize;
import slipway.core.rendition.Rendition;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Content;
import slipway.media.packaging.Links;
import slipway.media.packaging.Resource;

final class OpenVideosTest {
  private static final String CLIP = "sample_video_only.mp4";
  private static final PlaybackSettings TINY = new PlaybackSettings(new ByteSize(1), true);

  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong();

  @Test
  @DisplayName("An answer that is being sent keeps its files open, whatever the cache does")
  void eviction_waitsForAnswers() throws IOException {
    Screen screen = new Screen(folder);
    OpenVideos open = open(screen, TINY);
    Video video = screen.ready(1, CLIP, Wishes.none());
    OpenVideo held = open.hold(video, List.of(Screen.source(video)), List.of(), List.of());
    assertThat(open.size()).as("larger than the cache, so evicted at once").isZero();
    Resource segment = segment(held);
    Content.Parts sending = (Content.Parts) held.content(segment, 0, segment.length());
    held.release();
    assertThat(screen.openFiles()).isEqualTo(1);
    assertThat(sending.toBytes()).hasSize((int) sending.length());
    sending.release().run();
    assertThat(screen.openFiles()).isZero();
    assertThat(held.hold()).as("closed for good").isFalse();
    assertThatThrownBy(() -> held.content(segment, 0, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void cached_isTheSame_andStaysOpenForNobody() throws IOException {
    Screen screen = new Screen(folder);
    OpenVideos open = open(screen, new PlaybackSettings(ByteSize.ofMebibytes(64), true));
    Video video = screen.ready(1, CLIP, Wishes.none());
    OpenVideo first = open.hold(video, List.of(Screen.source(video)), List.of(), List.of());
    OpenVideo second = open.hold(video, List.of(Screen.source(video)), List.of(), List.of());
    assertThat(second).isSameAs(first);
    first.release();
    second.release();
    assertThat(screen.openFiles()).isEqualTo(1);
  }

  @Test
  @DisplayName("REL-36: files of videos that nobody watches any more are closed after a while")
  void unwatched_isClosed() throws IOException {
    Screen screen = new Screen(folder);
    OpenVideos open = open(screen, new PlaybackSettings(ByteSize.ofMebibytes(64), true));
    Video video = screen.ready(1, CLIP, Wishes.none());
    open.hold(video, List.of(Screen.source(video)), List.of(), List.of()).release();
    now.addAndGet(Duration.ofSeconds(29).toNanos());
    assertThat(open.size()).isEqualTo(1);
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(open.size()).isZero();
    assertThat(screen.openFiles()).isZero();
  }

  @Test
  @DisplayName("The number of open files is bounded by the same budget as the memory")
  void openFiles_areBounded() throws IOException {
    Screen screen = new Screen(folder);
    OpenVideos open = open(screen, new PlaybackSettings(ByteSize.ofMebibytes(1), true));
    for (int serial = 1; serial <= 30; serial++) {
      Video video = screen.ready(serial, CLIP, Wishes.none());
      open.hold(video, List.of(Screen.source(video)), List.of(), List.of()).release();
      assertThat(screen.openFiles()).isLessThanOrEqualTo(8);
    }
    assertThat(screen.openFiles()).isPositive();
  }

  @Test
  void whatCannotBeOpened_leavesNothingOpen() throws IOException {
    Screen screen = new Screen(folder);
    OpenVideos open = open(screen, TINY);
    Video video = screen.ready(1, CLIP, Wishes.none());
    Rendition sound =
        new Rendition(video.id(), "audio", Rendition.Form.SOUND, Screen.source(video).blob(), 1);
    assertThatThrownBy(
            () -> open.hold(video, List.of(Screen.source(video), sound), List.of(), List.of()))
        .as("there is no sound in it")
        .isInstanceOf(RuntimeException.class);
    Rendition missing =
        new Rendition(video.id(), "x", Rendition.Form.PICTURE, video.id() + "/x.mp4", 1);
    assertThatThrownBy(
            () -> open.hold(video, List.of(Screen.source(video), missing), List.of(), List.of()))
        .isInstanceOf(RuntimeException.class);
    assertThat(screen.openFiles()).isZero();
  }

  private OpenVideos open(Screen screen, PlaybackSettings settings) {
    return new OpenVideos(screen.blobs, new Indexes(settings), settings, now::get);
  }

  private static Resource segment(OpenVideo held) {
    String playlist =
        text(held, "index.m3u8").lines().filter(l -> !l.startsWith("#")).findFirst().orElseThrow();
    String name =
        text(held, playlist).lines().filter(l -> !l.startsWith("#")).findFirst().orElseThrow();
    String path = playlist.substring(0, playlist.lastIndexOf('/') + 1) + name;
    return held.presentation().find(path, Links.PLAIN).orElseThrow();
  }

  private static String text(OpenVideo held, String path) {
    Resource resource = held.presentation().find(path, Links.PLAIN).orElseThrow();
    return UTF_8.decode(resource.head().duplicate()).toString();
  }
}
