package slipway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.config.ByteSize;
import slipway.core.access.Gate;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.MayWatch;
import slipway.core.access.Protections;
import slipway.core.access.SigningKey;
import slipway.core.policy.Policy;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.DirectTransactions;
import slipway.testing.InMemorySigningKeys;
import slipway.testing.SettableClock;
import slipway.tokens.JoseTokens;

/** Private videos with real tokens, over the whole area. */
class PlaybackAccessTest {
  private final SettableClock clock = new SettableClock();
  private final InMemorySigningKeys keys = new InMemorySigningKeys();
  private final KeepSigningKeys keep = new KeepSigningKeys(keys, new DirectTransactions(), clock);
  private final KeepSigningKeys.Made key =
      keep.make(
          new KeepSigningKeys.Asked(
              1, "key", "key", "livepeer", SigningKey.Algorithm.ES256, 10, "too many", false));

  @TempDir Path folder = Path.of("");

  private Screen screen() throws IOException {
    return new Screen(
        folder,
        new PlaybackSettings(ByteSize.ofMebibytes(64), /* whileUploading= */ true),
        Authoriser.asking(
            new MayWatch(keys, new JoseTokens(), Gate.closed(), Protections.none(), clock)));
  }

  @BeforeEach
  void folderIsThere() {
    assertThat(folder).isDirectory();
  }

  @Test
  @DisplayName("LP-134 without a right a playlist says so in its own words, all else is 401")
  void refused() throws IOException {
    Screen screen = screen();
    String base = "/hls/" + closed(screen, Policy.Kind.TOKEN, 1).playbackId();

    Response list = get(screen, base + "/index.m3u8");
    assertThat(list.status()).isEqualTo(200);
    assertThat(text(list)).contains("#EXT-X-ERROR: Shutting down since this session is not");
    for (String file :
        List.of(
            "/index.mpd",
            "/source/init.mp4",
            "/source/0.m4s",
            "/source.mp4",
            "/video",
            "/video/download.mp4",
            "/thumbnails/thumbnails.vtt",
            "/thumbnails/keyframes_0.jpg")) {
      Response answer = get(screen, base + file);
      assertThat(answer.status()).as(file).isEqualTo(401);
      assertThat(answer.headers().first("Cache-Control")).contains("private, no-store");
    }
  }

  @Test
  @DisplayName(
      "LP-129, LP-132, LP-133, REL-84 a token in the query opens, and goes on in every address")
  void byQuery() throws IOException {
    Screen screen = screen();
    Video video = closed(screen, Policy.Kind.TOKEN, 2);
    String token = token(video);
    String base = "/hls/" + video.playbackId();

    Response master = get(screen, base + "/index.m3u8?jwt=" + token);
    assertThat(master.status()).isEqualTo(200);
    assertThat(master.headers().first("Cache-Control")).contains("private, no-store");
    List<String> lists = addresses(text(master));
    assertThat(lists).isNotEmpty().allSatisfy(uri -> assertThat(uri).contains("?jwt=" + token));
    Response media = get(screen, base + "/" + lists.getFirst());
    assertThat(media.headers().first("Cache-Control"))
        .as("Livepeer says max-age=0, which a cache may still keep")
        .contains("private, no-store");
    List<String> segments = addresses(text(media));
    assertThat(segments).isNotEmpty().allSatisfy(uri -> assertThat(uri).contains("?jwt=" + token));
    String folderOfList = lists.getFirst().substring(0, lists.getFirst().indexOf('/'));
    Response segment = get(screen, base + "/" + folderOfList + "/" + segments.getFirst());
    assertThat(segment.status()).isEqualTo(200);
    assertThat(segment.headers().first("Cache-Control")).contains("private, no-store");
  }

  @Test
  @DisplayName("LP-132, LP-133 a token in the header opens, and stays out of addresses")
  void byHeader() throws IOException {
    Screen screen = screen();
    Video video = closed(screen, Policy.Kind.TOKEN, 3);
    Response master =
        screen.area.handle(
            Request.to("GET", "/hls/" + video.playbackId() + "/index.m3u8")
                .header("Livepeer-Jwt", token(video))
                .build());
    assertThat(text(master)).contains("#EXT-X-STREAM-INF").doesNotContain("jwt=");
  }

  @Test
  @DisplayName("REL-85 a key that was taken back opens nothing with the next request")
  void takenBack() throws IOException {
    Screen screen = screen();
    Video video = closed(screen, Policy.Kind.TOKEN, 4);
    String segment = "/hls/" + video.playbackId() + "/source/0.m4s?jwt=" + token(video);
    assertThat(get(screen, segment).status()).isEqualTo(200);
    keep.delete(1, "livepeer", "key");
    assertThat(get(screen, segment).status()).isEqualTo(401);
  }

  @Test
  @DisplayName("REL-80 every bad token gets the very same answer, in a playlist's place as well")
  void oneRefusal() throws IOException {
    Screen screen = screen();
    Video video = closed(screen, Policy.Kind.TOKEN, 6);
    Video other = closed(screen, Policy.Kind.TOKEN, 7);
    String good = token(video);
    String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
    for (String file : List.of("/index.m3u8", "/source/0.m4s", "/video", "/thumbnails/x.jpg")) {
      String address = "/hls/" + video.playbackId() + file + "?jwt=";
      Response without = get(screen, address);
      String expected = without.status() + text(without) + without.headers();
      for (String bad :
          List.of("x", "a.b.c", unsigned, good + "A", token(other), "A".repeat(100_000), "%00")) {
        Response answer = get(screen, address + bad);
        assertThat(answer.status() + text(answer) + answer.headers()).isEqualTo(expected);
      }
    }
  }

  @Test
  @DisplayName("LP-134, LP-141 a gate that cannot be asked is 500, and closed")
  void gateDown() throws IOException {
    Screen screen = screen();
    String base = "/hls/" + closed(screen, Policy.Kind.GATE, 5).playbackId();
    Response answer = get(screen, base + "/index.m3u8?accessKey=x");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(text(answer)).contains("error authorizing playback request");
  }

  private static Video closed(Screen screen, Policy.Kind kind, long serial) throws IOException {
    Policy policy = new Policy(kind, null, null, null, List.of());
    Wishes wishes = new Wishes(policy, null, null, true, false, null, null, null);
    return screen.ready(serial, "sample.mp4", wishes);
  }

  /** The lines of a playlist that are addresses, and those in its attributes. */
  private static List<String> addresses(String list) {
    return list.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
  }

  private static Response get(Screen screen, String target) throws IOException {
    return screen.area.handle(Request.to("GET", target).build());
  }

  private static String text(Response response) throws IOException {
    return new String(response.content().toBytes(), UTF_8);
  }

  private String token(Video video) {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.pair().getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    String claims =
        "{\"sub\":\"%s\",\"exp\":%d,\"pub\":\"%s\"}"
            .formatted(
                video.playbackId(),
                SettableClock.START.getEpochSecond() + 3600,
                Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)));
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String text =
        base64.encodeToString("{\"alg\":\"ES256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
            + "."
            + base64.encodeToString(claims.getBytes(UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key.pair().getPrivate());
      signature.update(text.getBytes(UTF_8));
      return text + "." + base64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
