package slipway.media.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.Layer;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.TracedFfmpeg;

/**
 * Files that make a plain ffmpeg open other files or addresses (REL-50, REL-51). Each is refused by
 * its first bytes; and each is given to ffprobe all the same, without a container to hold it to and
 * without namespaces around it, to see that the second wall holds alone.
 */
@Tag("ffmpeg")
final class HostileFilesTest {
  @TempDir Path temporary;

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer canary = unset();
  private Path folder = Path.of("unset");
  private Path sibling = Path.of("unset");

  @BeforeEach
  void setUp() throws IOException {
    RealFfmpeg.in(Layer.LIMITS);
    folder = temporary.toRealPath();
    sibling = Files.copy(RealFfmpeg.clip("sample.mp4"), folder.resolve("sibling.mp4"));
    canary = unset();
    canary.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
        });
    canary.start();
  }

  private static HttpServer unset() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @AfterEach
  void canaryIsSilent() {
    canary.stop(0);
    assertThat(requests).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffconcat version 1.0\nfile sibling.mp4\n",
        "ffconcat version 1.0\nfile 'SIBLING'\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://SIBLING\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsibling.mp4\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n../x/sibling.mp4\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nCANARY/a.ts\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI=\"CANARY/key\"\n"
            + "#EXTINF:2,\ndata:video/mp2t;base64,R0AR\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\ncrypto+file://SIBLING\n#EXT-X-ENDLIST\n",
        "<?xml version=\"1.0\"?><MPD type=\"static\" mediaPresentationDuration=\"PT1S\""
            + " xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period><AdaptationSet><Representation"
            + " id=\"1\""
            + " bandwidth=\"1\"><BaseURL>SIBLING</BaseURL></Representation></AdaptationSet></Period>"
            + "</MPD>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file://SIBLING\"/></svg>",
        "<smil><body><video src=\"file://SIBLING\"/></body></smil>",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"
            + "a=rtpmap:96 H264/90000\n",
        "movie=SIBLING[out0]",
        "testsrc2=size=320x240:rate=30",
        "FILE \"sibling.mp4\" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n",
        "/tmp/%03d.jpg\n",
      })
  @DisplayName("REL-50, REL-51, MD-12: texts are refused, and open nothing if they were not")
  void texts(String text) throws Exception {
    String address = "http://127.0.0.1:" + canary.getAddress().getPort();
    byte[] bytes =
        text.replace("SIBLING", sibling.toString())
            .replace("CANARY", address)
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Sniffer.look(bytes, true)).isInstanceOf(Sniffed.Refused.class);

    Path file = Files.write(folder.resolve("a.mp4"), bytes);
    Ffmpeg limits = RealFfmpeg.in(Layer.LIMITS);
    for (Container container : List.of(Container.BARE_AUDIO, Container.ISO_BMFF)) {
      assertThat(new Prober(limits).probe(file, container))
          .isInstanceOf(ProbeResult.Unreadable.class);
    }
  }

  @Test
  @DisplayName("REL-51: nothing outside the job's own folder is opened (strace)")
  void opensNothingElse() throws Exception {
    TracedFfmpeg traced = TracedFfmpeg.in(folder.resolve("traced"));
    Path script = folder.resolve("script");
    Files.writeString(script, "ffconcat version 1.0\nfile sibling.mp4\n");
    Path playlist = folder.resolve("playlist");
    Files.writeString(playlist, "#EXTM3U\n#EXTINF:2,\nfile://" + sibling + "\n#EXT-X-ENDLIST\n");
    for (Path file : List.of(script, playlist, dataReference(), subtitleInAvi(playlist), sibling)) {
      new Prober(traced.ffmpeg()).probe(file, Container.BARE_AUDIO);
      List<Path> opened = traced.openedFiles();
      assertThat(opened).contains(file);
      assertThat(opened)
          .filteredOn(path -> !path.equals(file))
          .allSatisfy(path -> assertThat(path).matches(traced::allowed, "is a library or our own"));
    }
    assertThat(traced.connections()).isEmpty();
  }

  /** A small MP4, index last, whose {@code dref} entry is not "in this file" but a URL. */
  private Path dataReference() throws Exception {
    Path plain =
        RealFfmpeg.generate(
            folder.resolve("plain.mp4"),
            "-f lavfi -i testsrc2=size=64x64:rate=10:duration=0.5 -c:v libx264");
    byte[] bytes = Files.readAllBytes(plain);
    byte[] url = ("file://" + sibling + "\0").getBytes(StandardCharsets.UTF_8);
    int entry = indexOf(bytes, "url ") - 4;
    assertThat(entry).isGreaterThan(indexOf(bytes, "moov"));
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
    for (String box : List.of("moov", "trak", "mdia", "minf", "dinf", "dref", "url ")) {
      int size = indexOf(bytes, box) - 4;
      in.putInt(size, in.getInt(size) + url.length);
    }
    in.putInt(entry + 8, 0); // flags: not self-contained
    byte[] patched = new byte[bytes.length + url.length];
    System.arraycopy(bytes, 0, patched, 0, entry + 12);
    System.arraycopy(url, 0, patched, entry + 12, url.length);
    System.arraycopy(
        bytes, entry + 12, patched, entry + 12 + url.length, bytes.length - entry - 12);
    return Files.write(folder.resolve("reference.mp4"), patched);
  }

  /** An AVI whose second track is a GAB2 subtitle that holds a playlist. */
  private Path subtitleInAvi(Path playlist) throws Exception {
    byte[] text = Files.readAllBytes(playlist);
    ByteBuffer payload = ByteBuffer.allocate(4000).order(ByteOrder.LITTLE_ENDIAN);
    payload.put("GAB2\0".getBytes(StandardCharsets.US_ASCII)).putShort((short) 2).putInt(2);
    payload.putShort((short) 'x').putShort((short) 4).putInt(text.length).put(text);
    Path sound = Files.write(folder.resolve("payload"), payload.array());
    Path avi =
        RealFfmpeg.generate(
            folder.resolve("gab2.avi"),
            "-f lavfi -i testsrc2=size=64x64:rate=10:duration=0.5 -f u8 -ar 8000 -ac 1 -i "
                + sound
                + " -map 0:v -map 1:a -c:v mpeg4 -c:a copy");
    byte[] bytes = Files.readAllBytes(avi);
    int type = indexOf(bytes, "auds");
    System.arraycopy("txts".getBytes(StandardCharsets.US_ASCII), 0, bytes, type, 4);
    return Files.write(avi, bytes);
  }

  private static int indexOf(byte[] bytes, String word) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(word);
    assumeTrue(at >= 0, () -> "skipped: ffmpeg wrote no " + word);
    return at;
  }
}
