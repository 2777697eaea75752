package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.probe.Container;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;
import slipway.storage.Blob;
import slipway.storage.file.FileBlobs;

@Tag("ffmpeg")
final class ProbesTest {
  private static final String KEY = "video/source";

  @TempDir Path folder;

  @Test
  @DisplayName("A file is looked into once, another one under its name anew, and a bad one again")
  void looksOnce() throws Exception {
    FileBlobs blobs = new FileBlobs(folder.toRealPath().resolve("blobs"), /* reserve= */ 0);
    Probes probes = new Probes();
    blobs.publish(clip("one.mkv", 2), KEY);
    ProbeResult first = look(probes, blobs);
    assertThat(first).isInstanceOf(ProbeResult.Probed.class);
    assertThat(look(probes, blobs)).isSameAs(first);

    blobs.publish(clip("other.mkv", 3), KEY);
    ProbeResult other = look(probes, blobs);
    assertThat(((ProbeResult.Probed) other).facts().duration().toSeconds()).isEqualTo(3);

    blobs.publish(Files.writeString(folder.resolve("text"), "no film"), KEY);
    ProbeResult bad = look(probes, blobs);
    assertThat(bad).isInstanceOf(ProbeResult.Unreadable.class);
    assertThat(look(probes, blobs)).isNotSameAs(bad);
  }

  @Test
  @DisplayName("a look that the server's stop cuts short says nothing about the file")
  void stopped() throws Exception {
    Path file = clip("film.mkv", 1);
    Prober prober = new Prober(RealFfmpeg.inStrongestLayer());
    Thread.currentThread().interrupt();
    try {
      assertThat(prober.probe(file, Container.MATROSKA)).isEqualTo(new ProbeResult.Stopped());
    } finally {
      Thread.interrupted();
    }
    assertThat(prober.probe(file, Container.MATROSKA)).isInstanceOf(ProbeResult.Probed.class);
  }

  private static ProbeResult look(Probes probes, FileBlobs blobs) throws IOException {
    try (Blob blob = blobs.open(KEY).orElseThrow()) {
      return probes.of(RealFfmpeg.inStrongestLayer(), blob);
    }
  }

  private Path clip(String name, int seconds) throws Exception {
    return RealFfmpeg.generate(
        folder.toRealPath().resolve(name), "-f lavfi -i sine=duration=" + seconds + " -c:a aac");
  }
}
