package slipway.pipeline;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.file.FileBlobs;
import slipway.testing.CountingIds;
import slipway.testing.LateFragments;
import slipway.testing.faults.FrailDisk;

@Tag("ffmpeg")
final class InspectorTest {
  private static final UUID VIDEO = CountingIds.uuid(7);
  private static final Duration A_LITTLE = Duration.ofMillis(50);

  /** Of seven seconds; sound comes in frames. */
  private static final Duration SHORTEST = Duration.ofSeconds(7).minus(A_LITTLE);

  private static final Duration LONGEST = Duration.ofSeconds(7).plus(A_LITTLE);

  @TempDir Path folder;

  @Test
  @DisplayName("REL-13: what keeps a file from being looked into is logged with its video")
  void trouble_namesTheVideo() throws Exception {
    FrailDisk broken = new FrailDisk();
    broken.failAt(1); // the folder of the run; the one above it is made in two ways
    assertThat(logged(broken))
        .singleElement()
        .asString()
        .startsWith("video " + VIDEO + " could not be probed: ")
        .contains("Input/output error");

    FrailDisk full = new FrailDisk();
    full.full();
    assertThat(logged(full))
        .singleElement()
        .asString()
        .startsWith("video " + VIDEO + " waits for space ");
  }

  @Test
  @DisplayName("MD-18: an MP4 file plays as long as its tracks say, whatever its heads say")
  void heads_doNotTellTheLength() throws Exception {
    Path film =
        RealFfmpeg.generate(
            folder.toRealPath().resolve("film.mp4"),
            "-f lavfi -i testsrc2=size=64x36:rate=5:duration=7 -c:v mpeg4");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(film));
    for (String box : List.of("mvhd", "mdhd")) {
      int head = new String(bytes.array(), StandardCharsets.ISO_8859_1).indexOf(box);
      assertThat(bytes.get(head + 4)).as("version").isZero();
      bytes.putInt(head + 20, bytes.getInt(head + 16)); // a second
    }
    Files.write(film, bytes.array());
    assertThat(lengthOf(film)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  @DisplayName("MD-18: fragments play as long as they last, wherever their times begin")
  void fragments_beginAnywhere() throws Exception {
    Path film =
        RealFfmpeg.generate(
            folder.toRealPath().resolve("film.mp4"),
            "-f lavfi -i testsrc2=size=64x36:rate=5:duration=7 -c:v mpeg4"
                + " -movflags frag_keyframe+empty_moov");
    LateFragments.move(film, 3600);
    assertThat(lengthOf(film)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  @DisplayName("MD-18, MD-55: what all of a file waits for is no part of its length")
  void commonStart() throws Exception {
    Path film = late("film.mp4", "libx264 -pix_fmt yuv420p");
    assertThat(look(film))
        .isInstanceOfSatisfying(
            Inspection.AsIs.class,
            found -> {
              assertThat(found.facts().duration()).isBetween(SHORTEST, LONGEST);
              assertThat(found.traits().duration()).isBetween(SHORTEST, LONGEST);
              assertThat(found.facts().tracks())
                  .hasSize(2)
                  .allSatisfy(track -> assertThat(track.start()).isLessThan(A_LITTLE));
            });
    waitLonger(film);
    assertThat(look(film))
        .isInstanceOfSatisfying(
            Inspection.AsIs.class,
            found -> assertThat(found.facts().duration()).isBetween(SHORTEST, LONGEST));
    assertThat(lengthOf(late("encoded.mp4", "mpeg4"))).isBetween(SHORTEST, LONGEST);
  }

  /** Seven seconds, which both tracks begin with after ten. */
  private Path late(String name, String encoder) throws Exception {
    return RealFfmpeg.generate(
        folder.toRealPath().resolve(name),
        "-f lavfi -i testsrc2=size=64x36:rate=5:duration=7 -f lavfi -i sine=duration=7 -g 10 -c:v "
            + encoder
            + " -c:a aac -output_ts_offset 10");
  }

  /** Lets both tracks wait as long as their edit lists can say: 49 days. */
  private static void waitLonger(Path film) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(film));
    String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
    int box = 0;
    for (int track = 0; track < 2; track++) {
      box = text.indexOf("elst", box + 1);
      assertThat(bytes.getInt(box + 4)).as("version").isZero();
      assertThat(bytes.getInt(box + 16)).as("an empty edit").isEqualTo(-1);
      bytes.putInt(box + 12, -1);
    }
    Files.write(film, bytes.array());
  }

  /** Of a film that is to be encoded. */
  private Duration lengthOf(Path film) throws Exception {
    Inspection inspection = look(film);
    assertThat(inspection).isInstanceOf(Inspection.Encode.class);
    return ((Inspection.Encode) inspection).facts().duration();
  }

  private Inspection look(Path film) throws Exception {
    FileBlobs blobs = new FileBlobs(folder.toRealPath().resolve("blobs"), /* reserve= */ 0);
    blobs.publish(
        Files.copy(film, folder.resolve("looked-at"), REPLACE_EXISTING), BlobKeys.source(VIDEO));
    var inspector =
        new Inspector(
            new FfmpegState.Present(RealFfmpeg.inStrongestLayer()), new Probes(), (_, _) -> {});
    try (Blob blob = blobs.open(BlobKeys.source(VIDEO)).orElseThrow()) {
      return inspector.inspect(VIDEO, blob);
    }
  }

  /** What is said while a film is looked into whose work folder would lie on this disk. */
  private List<String> logged(FrailDisk disk) throws Exception {
    FileBlobs blobs = new FileBlobs(folder.toRealPath().resolve("blobs"), /* reserve= */ 0);
    Path film = folder.resolve("film");
    Files.copy(RealFfmpeg.clip("sample_with_srt.mkv"), film);
    blobs.publish(film, BlobKeys.source(VIDEO));
    var inspector =
        new Inspector(
            new FfmpegState.Present(RealFfmpeg.workingOn(disk)), new Probes(), (_, _) -> {});
    Logger logger = (Logger) LoggerFactory.getLogger(Inspector.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try (Blob blob = blobs.open(BlobKeys.source(VIDEO)).orElseThrow()) {
      inspector.inspect(VIDEO, blob);
    } finally {
      logger.detachAppender(lines);
    }
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
