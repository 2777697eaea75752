package slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.caption.CaptionFiles;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;
import slipway.pipeline.StoredCaptions;
import slipway.storage.file.FileBlobs;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryLooseFiles;
import slipway.testing.SettableClock;

/** Posters and subtitles that nothing became of. */
final class SweepLooseFilesTest {
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0};

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();
  private final CountingIds ids = new CountingIds();
  private final InMemoryLooseFiles loose = new InMemoryLooseFiles();
  private Outgoing outgoing;
  private FileBlobs blobs;
  private StoredPosters posters;
  private SweepLooseFiles sweep;

  @BeforeEach
  void open() throws Exception {
    outgoing =
        new Outgoing(
            new OutgoingSettings(
                /* allowPrivateTargets= */ false,
                List.of(),
                /* connectTimeout= */ Duration.ofSeconds(1),
                /* idleTimeout= */ Duration.ofSeconds(1)),
            Resolver.system());
    blobs = new FileBlobs(folder, /* reserve= */ 0);
    posters = new StoredPosters(blobs, outgoing, ids, loose, clock);
    sweep = new SweepLooseFiles(loose, blobs, clock);
  }

  @AfterEach
  void close() {
    outgoing.close();
  }

  @Test
  @DisplayName("GC-73: a poster that no video names is swept after an hour, others never")
  void posters() {
    String adopted = posters.keep(JPEG);
    posters.adopt(adopted);
    String orphan = posters.keep(JPEG);
    clock.advance(Duration.ofMinutes(59));
    assertThat(sweep.sweep()).isZero();
    clock.advance(Duration.ofMinutes(2));
    assertThat(sweep.sweep()).isOne();
    assertThat(folder.resolve(adopted)).exists();
    assertThat(folder.resolve(orphan)).doesNotExist();
    assertThatThrownBy(() -> posters.adopt(orphan)).isInstanceOf(IllegalStateException.class);

    posters.abandon(adopted); // its video has another one, and the house fell over before the drop
    clock.advance(Duration.ofHours(2));
    assertThat(sweep.sweep()).isOne();
    assertThat(folder.resolve(adopted)).doesNotExist();
    assertThat(sweep.sweep()).isZero();
  }

  @Test
  @DisplayName("GC-76: so are subtitles of a batch that nothing became of")
  void subtitles() {
    var captions = new StoredCaptions(blobs, ids, loose, clock);
    byte[] text = "WEBVTT\n".getBytes(StandardCharsets.UTF_8);
    CaptionFiles.Kept orphan = captions.keepAhead(UUID.randomUUID(), text);
    CaptionFiles.Kept adopted = captions.keepAhead(UUID.randomUUID(), text);
    captions.adopt(adopted);
    clock.advance(Duration.ofHours(2));
    assertThat(sweep.sweep()).isOne();
    assertThat(Files.exists(folder.resolve(orphan.blob()))).isFalse();
    assertThat(Files.exists(folder.resolve(adopted.blob()))).isTrue();
  }
}
