package slipway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.access.Protection;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.http.Response;

/** Accounts that sign addresses or encrypt, over the whole room and the real decision. */
final class GcoreProtectionTest {
  private static final String SECRET = "MySecr3tStr1ng";
  private static final String SEED = "0f".repeat(32);
  private static final long SOON = Paywall.NOW + 60;

  @TempDir Path folder;
  private Paywall paywall;
  private Screen screen;
  private Video video;

  @BeforeEach
  void open() throws IOException {
    paywall = new Paywall(folder);
    screen = paywall.screen;
    video = screen.ready(1, "sample.mp4", Wishes.none());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "master.m3u8",
        "master-cmaf.m3u8",
        "master.mpd",
        "source/ts.m3u8",
        "source/index.m3u8",
        "source/init.mp4",
        "source/0.ts",
        "source/av.m3u8",
        "source/0.av.ts",
        "source/0.m4s",
        "screenshot_1.jpg"
      })
  @DisplayName("GC-161 each file: no or a wrong signature 403, past its time 410, right 200")
  void everyFile(String file) throws IOException {
    protect(false, false);
    String right = GcoreSignatures.ofPath(key(), SECRET, SOON, "");
    String signed = "/videos/" + key() + "/" + right + "/" + SOON + "/" + file;
    assertThat(status("/videos/" + key() + "/" + file)).isEqualTo(403);
    assertThat(status(signed.replace(right, right.substring(1) + "x"))).isEqualTo(403);
    assertThat(status(signed.replace("/" + SOON + "/", "/" + (SOON + 1) + "/"))).isEqualTo(403);
    Response answer = screen.send(Request.to("GET", signed));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().first("Cache-Control")).contains("private, no-store");
    Screen.body(answer);
    paywall.clock.advance(Duration.ofSeconds(61));
    assertThat(status(signed)).as("mid-playback").isEqualTo(410);
  }

  @Test
  @DisplayName("GC-160 children inherit the signature by their relative addresses")
  void children() throws IOException {
    protect(false, false);
    String folder =
        "/videos/" + key() + "/" + GcoreSignatures.ofPath(key(), SECRET, SOON, "") + "/" + SOON;
    String master = paywall.text(folder + "/master.m3u8");
    String list = master.lines().filter(line -> line.endsWith("av.m3u8")).findFirst().orElseThrow();
    assertThat(status(folder + "/" + list)).isEqualTo(200);
    assertThat(status(folder + "/source/0.ts")).isEqualTo(200);
    assertThat(status(folder + "/source/0.av.ts")).isEqualTo(200);
    assertThat(status("/player" + folder)).isEqualTo(200);
    assertThat(status("/player/videos/" + key())).isEqualTo(403);
  }

  @Test
  @DisplayName("GC-162 a signature bound to an address opens for nobody else")
  void boundToAddress() throws IOException {
    protect(true, false);
    String token = GcoreSignatures.ofPath(key(), SECRET, SOON, "1.2.3.4");
    String path = "/videos/" + key() + "/" + token + "/" + SOON + "/master.m3u8";
    assertThat(from("1.2.3.4", path)).isEqualTo(200);
    assertThat(from("1.2.3.5", path)).isEqualTo(403);
  }

  @Test
  @DisplayName("GC-163 a signed MP4, its downloads, and what was tampered with")
  void mp4() throws IOException {
    protect(false, false);
    String name = GcoreNames.mp4(screen.ports.renditions().of(video.id()).getFirst());
    name = name.replace("_audio.", "_720.");
    String path = "/videos/" + key() + "/" + name;
    String token = GcoreSignatures.ofFile(path, SECRET, Long.toString(SOON), "100M", "", "");
    String query = "?md5=" + token + "&expires=" + SOON + "&speed=100M";
    assertThat(status(path + query)).isEqualTo(200);
    assertThat(status(path + "/download=x" + query)).isEqualTo(200);
    assertThat(status(path)).isEqualTo(403);
    assertThat(status(path + query.replace("100M", "900M"))).isEqualTo(403);
    assertThat(status(path + query + "&buffer=1M")).isEqualTo(403);
    assertThat(status("/videos/" + key() + "/master.m3u8" + query)).isEqualTo(403);
    paywall.clock.advance(Duration.ofSeconds(61));
    assertThat(status(path + query)).isEqualTo(410);
  }

  @Test
  @DisplayName("GC-165, REL-84 a closed account is closed at every other dialect's addresses, too")
  void otherDialects() throws IOException {
    List<String> others =
        List.of(
            "/hls/" + video.playbackId() + "/index.mpd",
            "/hls/" + video.playbackId() + "/source/0.m4s",
            "/hls/" + video.playbackId() + "/source.mp4",
            "/hls/" + video.playbackId() + "/video",
            "/hls/" + video.playbackId() + "/thumbnails/thumbnail.jpg",
            "/" + Paywall.uid(video) + "/manifest/video.m3u8",
            "/" + Paywall.uid(video) + "/manifest/source/0.m4s",
            "/" + Paywall.uid(video) + "/thumbnails/thumbnail.jpg");
    for (String path : others) {
      assertThat(status(path)).as(path).isEqualTo(200);
    }
    protect(false, false);
    for (String path : others) {
      assertThat(status(path)).as(path).isIn(401, 403);
    }
  }

  @Test
  @DisplayName(
      "GC-166 an encrypted account: lists name the key, segments are AES-128 of the plain ones")
  void encrypted() throws IOException, GeneralSecurityException {
    byte[] plainTs = bytes("source/0.ts");
    byte[] plainBoth = bytes("source/0.av.ts");
    byte[] plainMp4 = bytes("source/0.m4s");
    byte[] plainText = bytes("master.m3u8");
    assertThat(new String(plainText, UTF_8)).contains("source/av.m3u8");
    protect(false, true);
    assertThat(paywall.text(path("master.m3u8"))).contains("source/av-aes.m3u8");
    assertThat(paywall.text(path("master-cmaf.m3u8"))).contains("source/index-aes.m3u8");
    assertThat(paywall.text(path("source/ts-aes.m3u8")))
        .contains(
            "#EXT-X-KEY:METHOD=AES-128,URI=\"http://localhost/streaming/videos/"
                + key()
                + "/encryption\"\n");
    byte[] key = protection().contentKey(video.id());
    byte[] closed = bytes("source/0.aes.ts");
    assertThat(closed).hasSize((plainTs.length / 16 + 1) * 16);
    assertThat(decrypted(closed, key, 0)).isEqualTo(plainTs);
    byte[] closedBoth = bytes("source/0.av.aes.ts");
    assertThat(decrypted(closedBoth, key, 0)).isEqualTo(plainBoth);
    assertThat(decrypted(bytes("source/0.aes.m4s"), key, 0)).isEqualTo(plainMp4);
    Response part =
        screen.send(Request.to("GET", path("source/0.aes.ts")).header("Range", "bytes=100-199"));
    assertThat(Screen.body(part)).isEqualTo(Arrays.copyOfRange(closed, 100, 200));
    assertThat(screen.openFiles()).as("only the video's own").isEqualTo(1);
  }

  @Test
  @DisplayName("GC-166 of an encrypted account nothing is left in the clear, in any dialect")
  void nothingInTheClear() throws IOException {
    String mp4 = GcoreNames.mp4(screen.ports.renditions().of(video.id()).getFirst());
    protect(false, true);
    for (String path :
        List.of(
            path("master.mpd"),
            path("source/index.m3u8"),
            path("source/ts.m3u8"),
            path("source/0.m4s"),
            path("source/i0.m4s"),
            path("source/0.ts"),
            path("source/av.m3u8"),
            path("source/0.av.ts"),
            path(mp4),
            "/hls/" + video.playbackId() + "/source/0.m4s",
            "/hls/" + video.playbackId() + "/source.mp4",
            "/" + Paywall.uid(video) + "/manifest/video.mpd",
            "/" + Paywall.uid(video) + "/manifest/source/0.m4s")) {
      assertThat(status(path)).as(path).isIn(401, 403);
    }
    assertThat(status(path("screenshot_1.jpg"))).isEqualTo(200);
    assertThat(status("/player/videos/" + key())).isEqualTo(200);
  }

  private void protect(boolean bound, boolean encrypted) {
    screen.protections.put(
        new Protection(1, !encrypted, SECRET, bound, encrypted, SEED, /* keyServer= */ null));
  }

  private Protection protection() {
    return screen.protections.of(1);
  }

  private static byte[] decrypted(byte[] bytes, byte[] key, int number)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    byte[] vector = ByteBuffer.allocate(16).putInt(12, number).array();
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
    return cipher.doFinal(bytes);
  }

  private byte[] bytes(String file) throws IOException {
    Response answer = screen.send(Request.to("GET", path(file)));
    assertThat(answer.status()).as(file).isEqualTo(200);
    return Screen.body(answer);
  }

  private int from(String address, String path) throws IOException {
    return paywall.status(Request.to("GET", path).client(InetAddress.ofLiteral(address)));
  }

  private int status(String path) throws IOException {
    return paywall.status(path);
  }

  private String key() {
    return "1_" + video.playbackId();
  }

  private String path(String file) {
    return "/videos/" + key() + "/" + file;
  }
}
