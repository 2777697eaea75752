package slipway.media.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegSettings;
import slipway.media.ffmpeg.RealFfmpeg;

/** A look into a file has less memory than an encoder, and enough for files as they are. */
@Tag("ffmpeg")
final class ProbeMemoryTest {
  private static final int MIB = 1 << 20;
  private static final long ENCODER = FfmpegSettings.defaults().addressSpaceBytes();

  @TempDir Path temporary;

  private final Ffmpeg usual = RealFfmpeg.inStrongestLayer();

  @Test
  @DisplayName(
      "REL-53: an index that unfolds to more than the memory of a look is refused, and why")
  void deflatedIndex() throws IOException {
    Path bomb = deflated(300);
    assertThat(Files.size(bomb)).isLessThan(2L * MIB);
    Ffmpeg small = RealFfmpeg.with(settings -> settings.withMemory(ENCODER, 256L * MIB));
    assertThat(new Prober(small).probe(bomb, Container.ISO_BMFF))
        .isEqualTo(
            new ProbeResult.Unreadable(
                "Reading what the file says about itself takes more memory than is allowed for one"
                    + " file."));
    // With more it is seen that there is nothing in it.
    assertThat(new Prober(usual).probe(bomb, Container.ISO_BMFF))
        .isInstanceOf(ProbeResult.NoUsableTracks.class);
  }

  @Test
  @DisplayName("REL-53, MD-11: too many tracks are told as that, although FFmpeg speaks of memory")
  void tooManyTracks() throws Exception {
    Path film =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("tracks.mkv"),
            "-f lavfi -i sine=duration=0.1" + " -map 0".repeat(65) + " -c:a pcm_s16le");
    assertThat(new Prober(usual).probe(film, Container.MATROSKA))
        .isEqualTo(new ProbeResult.Unreadable("The file has more than 64 tracks."));
  }

  @Test
  @DisplayName("REL-53: of every clip it sees what an encoder's memory would show")
  void clips() throws IOException {
    Ffmpeg large = RealFfmpeg.with(settings -> settings.withMemory(ENCODER, ENCODER));
    int seen = 0;
    for (Path clip : RealFfmpeg.allClips()) {
      byte[] head = head(clip);
      if (Sniffer.look(head, /* complete= */ false) instanceof Sniffed.Media(Container kind)) {
        ProbeResult found = new Prober(usual).probe(clip, kind);
        assertThat(found).as(clip.toString()).isEqualTo(new Prober(large).probe(clip, kind));
        seen += found instanceof ProbeResult.Probed ? 1 : 0;
      }
    }
    assertThat(seen).isGreaterThan(30);
  }

  @Test
  @DisplayName("REL-53, MD-18: three hours of 60 pictures a second, and sound, are read")
  void threeHours() throws Exception {
    Path folder = temporary.toRealPath();
    Path second =
        RealFfmpeg.generate(
            folder.resolve("second.mp4"),
            "-f lavfi -i color=size=16x16:rate=60:duration=1 -f lavfi -i sine=duration=1 -c:v"
                + " libx264 -preset ultrafast -bf 2 -c:a aac -b:a 32k");
    Path film =
        RealFfmpeg.generate(
            folder.resolve("film.mp4"), "-stream_loop 10799 -i " + second + " -c copy");
    ProbeResult found = new Prober(usual).probe(film, Container.ISO_BMFF);
    assertThat(found).isInstanceOf(ProbeResult.Probed.class);
    MediaFacts facts = ((ProbeResult.Probed) found).facts();
    assertThat(facts.duration()).isGreaterThan(Duration.ofSeconds(10_700));
    assertThat(facts.video()).isPresent();
    assertThat(facts.audio()).isPresent();
  }

  private static byte[] head(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(Sniffer.ENOUGH);
    }
  }

  /** A movie box that holds nothing but zeros, as QuickTime compresses it. */
  private Path deflated(int mebibytes) throws IOException {
    ByteArrayOutputStream zeros = new ByteArrayOutputStream();
    try (OutputStream deflate = new DeflaterOutputStream(zeros)) {
      byte[] block = new byte[MIB];
      for (int i = 0; i < mebibytes; i++) {
        deflate.write(block);
      }
    }
    ByteArrayOutputStream size = new ByteArrayOutputStream();
    new DataOutputStream(size).writeInt(mebibytes * MIB);
    byte[] brand = box("ftyp", "isom\0\0\2\0isomiso2".getBytes(StandardCharsets.ISO_8859_1));
    byte[] method = box("dcom", "zlib".getBytes(StandardCharsets.US_ASCII));
    byte[] data = box("cmvd", size.toByteArray(), zeros.toByteArray());
    Path file = temporary.toRealPath().resolve("deflated.mp4");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(brand);
      out.write(box("moov", box("cmov", method, data)));
    }
    return file;
  }

  private static byte[] box(String type, byte[]... content) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : content) {
      body.writeBytes(part);
    }
    ByteArrayOutputStream box = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(box);
    out.writeInt(8 + body.size());
    out.writeBytes(type);
    body.writeTo(out);
    return box.toByteArray();
  }
}
