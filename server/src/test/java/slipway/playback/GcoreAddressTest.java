package slipway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.access.Proof;
import slipway.core.access.Protection;
import slipway.core.access.Use;
import slipway.http.Request;

final class GcoreAddressTest {
  private static final String SECRET = "MySecr3tStr1ng";
  private static final String KEY = "2675_3dk4NsRt6vWsffEr";

  @Test
  @DisplayName("GC-160 account, slug, signature and file are read from the path")
  void parts() {
    GcoreAddress plain = read(KEY + "/source/0.m4s").orElseThrow();
    assertThat(plain.client()).isEqualTo(2675);
    assertThat(plain.slug()).isEqualTo("3dk4NsRt6vWsffEr");
    assertThat(plain.signature()).isEmpty();
    assertThat(plain.file()).isEqualTo("source/0.m4s");
    GcoreAddress signed = read(KEY + "/abc-_/1861919999/source/0.m4s").orElseThrow();
    assertThat(signed.signature()).contains(new GcoreAddress.Signature("abc-_", 1_861_919_999));
    assertThat(signed.file()).isEqualTo("source/0.m4s");
    for (String none : List.of("", "x", "0_a", "1_", "_a", "1_a-b", "1234567890123456789_a")) {
      assertThat(read(none)).as(none).isEmpty();
    }
  }

  @Test
  @DisplayName("GC-162 the published vectors of signed paths")
  void pathVectors() {
    assertThat(GcoreSignatures.ofPath(KEY, SECRET, 1_861_919_999, ""))
        .isEqualTo("oPfMovYkeNM8Cwv5_sNomg");
    assertThat(GcoreSignatures.ofPath(KEY, SECRET, 1_861_919_999, "1.2.3.4"))
        .isEqualTo("bHywJpai2kisPuPAuo56dw");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, -, QX39c77lbQKvYgMMAvpyMQ",
        "1000k, -, -, UcB_lMku9m-MtxIEos_V-w",
        "1000k, 2000k, -, yGa6cK0jM4YvwaSUEPvwMA",
        "-, -, 1.2.3.4, SZMnuXQv-81sVqslGtXwlA",
        "1000k, -, 1.2.3.4, fhhV7JWE7c1HGjD7Vu5XsA",
        "1000k, 2000k, 1.2.3.4, by-olfoRZ3-Nntli7_2Ecw"
      })
  @DisplayName("GC-164 the six published vectors of signed files, through a whole request")
  void fileVectors(String speed, String buffer, String ip, String token) {
    String path = "/videos/279481_1053391/qid2920v1_h264_4050_1080_1.mp4";
    String query =
        "?md5="
            + token
            + "&expires=1743167062"
            + (speed == null ? "" : "&speed=" + speed)
            + (buffer == null ? "" : "&buffer=" + buffer);
    Protection protection = new Protection(279_481, true, SECRET, ip != null, false, null, null);
    InetAddress viewer = InetAddress.ofLiteral(ip == null ? "9.9.9.9" : ip);
    for (String end : List.of("", "/download", "/download=my-video")) {
      assertThat(proof(Request.to("GET", path + end + query).client(viewer), protection))
          .as(end)
          .contains(new Proof.SignedAddress(true, 279_481, 1_743_167_062));
    }
    for (String tampered :
        List.of(
            query.replace("1743167062", "1743167063"),
            query + (speed == null ? "&speed=9m" : ""),
            query.replace("1000k", "9m"),
            query.replace("2000k", "9m"),
            query.replace(token, token.substring(1)))) {
      if (!tampered.equals(query)) {
        assertThat(proof(Request.to("GET", path + tampered).client(viewer), protection))
            .as(tampered)
            .get()
            .extracting(proof -> ((Proof.SignedAddress) proof).valid())
            .isEqualTo(false);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "fe80:0:0:0:0:0:0:0, fe80::"
  })
  @DisplayName("GC-160, GC-162 bound to an IPv6 address as logs show it, or with all its groups")
  void addressesOfSixteenBytes(String groups, String canonical) {
    InetAddress viewer = InetAddress.ofLiteral(groups);
    assertThat(GcoreSignatures.spellings(viewer)).containsExactly(canonical, groups);
    Protection protection = new Protection(2675, true, SECRET, true, false, null, null);
    for (String signed : List.of(groups, canonical)) {
      String path = "/videos/" + KEY + "/" + GcoreSignatures.ofPath(KEY, SECRET, 9, signed);
      assertThat(proof(Request.to("GET", path + "/9/master.m3u8").client(viewer), protection))
          .contains(new Proof.SignedAddress(true, 2675, 9));
    }
  }

  @Test
  @DisplayName("GC-163 the signature in the path decides alone, and only MP4 files take the other")
  void pathDecidesAlone() {
    Protection protection = new Protection(2675, true, SECRET, false, false, null, null);
    String good = GcoreSignatures.ofFile("/videos/" + KEY + "/" + MP4, SECRET, "9", "", "", "");
    assertThat(valid("/videos/" + KEY + "/" + MP4 + "?md5=" + good + "&expires=9", protection))
        .isTrue();
    assertThat(
            valid("/videos/" + KEY + "/wrong/9/" + MP4 + "?md5=" + good + "&expires=9", protection))
        .isFalse();
    String folder = GcoreSignatures.ofPath(KEY, SECRET, 9, "");
    assertThat(valid("/videos/" + KEY + "/" + folder + "/9/" + MP4, protection)).isTrue();
    assertThat(valid("/videos/" + KEY + "/" + folder + "==/9/master.m3u8", protection)).isTrue();
    assertThat(
            proof(
                Request.to("GET", "/videos/" + KEY + "/master.m3u8?md5=" + good + "&expires=9"),
                protection))
        .isEmpty();
    Protection unset = Protection.none(2675);
    assertThat(valid("/videos/" + KEY + "/" + folder + "/9/master.m3u8", unset)).isFalse();
  }

  @Test
  @DisplayName("GC-166 of an encrypted account a signed folder opens nothing in the clear")
  void encryptedFolder() {
    Protection protection = new Protection(2675, true, SECRET, false, true, "00", null);
    String folder = "/videos/" + KEY + "/" + GcoreSignatures.ofPath(KEY, SECRET, 9, "") + "/9/";
    for (String open :
        List.of(
            "master.m3u8",
            "source/ts-aes.m3u8",
            "source/0.aes.ts",
            "source/av-aes.m3u8",
            "source/0.av.aes.ts",
            "source/init.mp4",
            "captions-3/0.vtt",
            "screenshot_1.jpg")) {
      assertThat(valid(folder + open, protection)).as(open).isTrue();
    }
    for (String closed :
        List.of(
            "master.mpd",
            "source/index.m3u8",
            "source/ts.m3u8",
            "source/0.ts",
            "source/av.m3u8",
            "source/0.av.ts",
            "source/0.m4s",
            "source/i0.m4s",
            MP4)) {
      assertThat(valid(folder + closed, protection)).as(closed).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "master.m3u8",
        "master-cmaf.m3u8",
        "master-min-360.m3u8",
        "master-max-480.m3u8",
        "master-min-360-max-480-img.m3u8",
        "master-cmaf-min-240-max-9999-img-hevc.m3u8",
        "master-av1.m3u8",
        "master.mpd",
        "master-min-360-max-480-h264.mpd"
      })
  @DisplayName("GC-130, GC-134 names of first lists, their parts in this order")
  void masters(String name) {
    assertThat(GcoreMaster.read(name)).isPresent();
    assertThat(GcoreFile.of(read(KEY + "/" + name).orElseThrow()))
        .isInstanceOf(GcoreFile.Master.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "master",
        "master.m3u",
        "master-img-cmaf.m3u8",
        "master-max-480-min-360.m3u8",
        "master-min-239.m3u8",
        "master-min-10000.m3u8",
        "master-min-.m3u8",
        "master-vp9.m3u8",
        "master-cmaf.mpd",
        "master-img.mpd",
        "index.m3u8",
        "index.mpd"
      })
  @DisplayName("GC-130 other names are none")
  void notMasters(String name) {
    assertThat(GcoreMaster.read(name)).isEmpty();
    assertThat(GcoreFile.of(read(KEY + "/" + name).orElseThrow()))
        .isInstanceOf(GcoreFile.None.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', Not",
    "/download, As",
    "/download=my_video-1.x, As",
    "/download=, BadName",
    "/download=.htaccess, BadName",
    "/download=a b, BadName",
    "/download=a\"b, BadName"
  })
  @DisplayName("GC-137, GC-138 what becomes of a file, and names that are none")
  void downloads(String end, String save) {
    GcoreFile file = GcoreFile.of(new GcoreAddress(1, "a", Optional.empty(), MP4 + end));
    assertThat(((GcoreFile.Mp4) file).save().getClass().getSimpleName()).isEqualTo(save);
    assertThat(file.use()).isEqualTo(Use.TAKE);
    String long255 = "a".repeat(255);
    assertThat(((GcoreFile.Mp4) download(long255)).save()).isInstanceOf(GcoreFile.Save.As.class);
    assertThat(((GcoreFile.Mp4) download(long255 + "a")).save())
        .isInstanceOf(GcoreFile.Save.BadName.class);
  }

  private static GcoreFile download(String name) {
    return GcoreFile.of(new GcoreAddress(1, "a", Optional.empty(), MP4 + "/download=" + name));
  }

  private static final String MP4 = "qid2920v1_h264_4050_1080.mp4";

  private static boolean valid(String target, Protection protection) {
    return proof(Request.to("GET", target), protection)
        .map(proof -> ((Proof.SignedAddress) proof).valid())
        .orElse(false);
  }

  private static Optional<Proof> proof(Request.Builder built, Protection protection) {
    Request request = built.build();
    return GcoreSignatures.proof(request, GcoreAddress.of(request).orElseThrow(), protection);
  }

  private static Optional<GcoreAddress> read(String path) {
    return GcoreAddress.read(
        Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList());
  }
}
