package slipway.ingest.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.video.Failure;

final class PlaylistReaderTest {
  private static final String URL = "https://cdn.example/show/720p/index.m3u8?token=s3cr3t";

  @Test
  @DisplayName("LP-81: segments in order, at relative, rooted and whole URLs")
  void urls() {
    MediaPlaylist film =
        film(
            """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-TARGETDURATION:6
            #EXT-X-KEY:METHOD=NONE

            #EXTINF:6.000,a title
            0.ts
            # a comment
            #EXTINF:6,
            ../1.ts?part=2
            #EXTINF:2.5
            /2.ts
            #EXTINF:2.5
            https://other.example/3.ts
            #EXT-X-ENDLIST
            """);

    assertThat(film.pieces())
        .extracting(Piece::url)
        .containsExactly(
            "https://cdn.example/show/720p/0.ts",
            "https://cdn.example/show/1.ts?part=2",
            "https://cdn.example/2.ts",
            "https://other.example/3.ts");
    assertThat(film.pieces()).allMatch(piece -> piece.range() == null && !piece.newClock());
  }

  @Test
  @DisplayName("LP-81: what stands before all segments comes first, once; parts of one file follow")
  void mapAndRanges() {
    MediaPlaylist film =
        film(
            """
            #EXTM3U
            #EXT-X-DISCONTINUITY
            #EXT-X-MAP:URI="film.mp4",BYTERANGE="720@0"
            #EXT-X-DISCONTINUITY
            #EXTINF:6,
            #EXT-X-BYTERANGE:1000@720
            film.mp4
            #EXT-X-MAP:URI="film.mp4",BYTERANGE="720@0"
            #EXTINF:6,
            #EXT-X-BYTERANGE:500
            film.mp4
            #EXT-X-ENDLIST
            """);

    String file = "https://cdn.example/show/720p/film.mp4";
    assertThat(film.pieces())
        .containsExactly(
            new Piece(file, new Piece.Range(0, 720), false),
            new Piece(file, new Piece.Range(720, 1000), false),
            new Piece(file, new Piece.Range(1720, 500), false));
    assertThat(new Piece.Range(720, 1000).header()).isEqualTo("bytes=720-1719");
  }

  @Test
  @DisplayName("LP-81: where time begins anew is known; before the first segment it means nothing")
  void discontinuity() {
    MediaPlaylist film =
        film(
            """
            \ufeff#EXTM3U
            #EXT-X-DISCONTINUITY
            #EXTINF:6,
            0.ts
            #EXT-X-DISCONTINUITY
            #EXTINF:6,
            1.ts
            #EXTINF:6,
            2.ts
            #EXT-X-ENDLIST
            """);

    assertThat(film.pieces()).extracting(Piece::newClock).containsExactly(false, true, false);
    assertThat(film.hasClocks()).isTrue();
  }

  @Test
  @DisplayName("LP-81: of a master playlist the best variant is named, without its query")
  void master() {
    String sentence =
        refused(
            """
            #EXTM3U
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x",URI="a.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360
            360p/index.m3u8
            #EXT-X-STREAM-INF:CODECS="avc1.4d401f,mp4a.40.2",BANDWIDTH=2800000
            720p/index.m3u8?sig=s3cr3t
            #EXT-X-STREAM-INF:BANDWIDTH=1400000
            480p/index.m3u8
            """);

    assertThat(sentence)
        .isEqualTo(
            "This is a master playlist. Give the URL of one of its variants, such as"
                + " https://cdn.example/show/720p/720p/index.m3u8.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "#EXTINF:6,/0.ts | still growing",
        "#EXT-X-ENDLIST | no segments",
        "#EXT-X-KEY:METHOD=AES-128,URI=\"k\"/#EXTINF:6,/0.ts/#EXT-X-ENDLIST | encrypted",
        "#EXT-X-KEY:METHOD=SAMPLE-AES/#EXTINF:6,/0.ts/#EXT-X-ENDLIST | encrypted",
        "#EXT-X-I-FRAMES-ONLY/#EXTINF:6,/0.ts/#EXT-X-ENDLIST | key frames",
        "#EXTINF:6,/#EXT-X-GAP/0.ts/#EXT-X-ENDLIST | missing",
        "#EXT-X-SKIP:SKIPPED-SEGMENTS=3/#EXTINF:6,/0.ts/#EXT-X-ENDLIST | change of another",
        "0.ts/#EXT-X-ENDLIST | no EXTINF",
        "#EXTINF:6,/0.ts/1.ts/#EXT-X-ENDLIST | no EXTINF",
        "#EXT-X-MAP:BYTERANGE=\"1@0\"/#EXTINF:6,/0.ts/#EXT-X-ENDLIST | no URI",
        "#EXT-X-MAP:URI=\"a\"/#EXTINF:6,/0/#EXT-X-MAP:URI=\"b\"/#EXTINF:6,/1/#EXT-X-ENDLIST |"
            + " several",
        "#EXTINF:6,/0/#EXT-X-MAP:URI=\"b\"/#EXTINF:6,/1/#EXT-X-ENDLIST | several",
        "#EXT-X-MAP:URI=\"a\"/#EXTINF:6,/0/#EXT-X-DISCONTINUITY/#EXTINF:6,/1/#EXT-X-ENDLIST | a"
            + " time of",
        "#EXTINF:6,/#EXT-X-BYTERANGE:5/0.ts/#EXT-X-ENDLIST | no start",
        "#EXTINF:6,/#EXT-X-BYTERANGE:0@5/0.ts/#EXT-X-ENDLIST | malformed",
        "#EXTINF:6,/#EXT-X-BYTERANGE:x/0.ts/#EXT-X-ENDLIST | malformed",
        "#EXTINF:6,/a b.ts/#EXT-X-ENDLIST | malformed",
        "#EXTINF:6,/http:\\\\cdn.example\\0.ts/#EXT-X-ENDLIST | back to http",
      })
  @DisplayName("LP-81: what is no whole film is refused with a sentence")
  void refusals(String lines, String says) {
    String text = lines.replace('/', '\n').replace('\\', '/');
    assertThat(refused("#EXTM3U\n" + text + "\n")).contains(says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "\0\0\0\1ftyp", "#EXTINF:6,\n0.ts\n#EXT-X-ENDLIST"})
  @DisplayName("LP-81: what is no playlist at all is refused")
  void noPlaylist(String text) {
    assertThat(refused(text)).contains("no HLS playlist");
  }

  @Test
  @DisplayName("LP-81: a playlist with more segments than are taken is refused")
  void tooMany() {
    assertThat(PlaylistReader.read(segments(5), URL, 5)).isInstanceOf(MediaPlaylist.Film.class);
    assertThat(PlaylistReader.read(segments(6), URL, 5))
        .isEqualTo(
            new MediaPlaylist.Refused(
                Failure.of(Failure.Kind.BAD_PLAYLIST, "The playlist has more than 5 segments.")));
  }

  @Test
  @DisplayName("REL-53: an attribute's name as long as a playlist may be is read once")
  void longName_isNotSlow() {
    String lines = "#EXTM3U\n#EXT-X-MAP:" + "A".repeat(3_000_000) + "\n#EXTINF:6,\n0.ts\n";

    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> refused(lines)))
        .contains("no URI");
  }

  @Test
  @DisplayName("REL-65: mirrors and signatures change, and it is the same film; segments do not")
  void mark() {
    String one = film(segments(3)).mark();
    assertThat(at("https://mirror.example/show/720p/index.m3u8", segments(3)).mark())
        .isEqualTo(one);
    assertThat(film(segments(3).replace(".ts", ".ts?sig=1")).mark()).isEqualTo(one);
    assertThat(film(segments(4)).mark()).isNotEqualTo(one);
    assertThat(film(segments(3).replace("1.ts", "x.ts")).mark()).isNotEqualTo(one);
  }

  private static String segments(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "#EXTINF:6,\n" + i + ".ts\n")
        .collect(Collectors.joining("", "#EXTM3U\n", "#EXT-X-ENDLIST\n"));
  }

  private static MediaPlaylist film(String text) {
    return at(URL, text);
  }

  private static MediaPlaylist at(String url, String text) {
    MediaPlaylist.Reading reading = PlaylistReader.read(text, url, 1000);
    assertThat(reading).isInstanceOf(MediaPlaylist.Film.class);
    return reading instanceof MediaPlaylist.Film(MediaPlaylist film)
        ? film
        : new MediaPlaylist(List.of());
  }

  private static String refused(String text) {
    MediaPlaylist.Reading reading = PlaylistReader.read(text, URL, 1000);
    assertThat(reading).isInstanceOf(MediaPlaylist.Refused.class);
    return reading instanceof MediaPlaylist.Refused(Failure failure) ? failure.sentence() : "";
  }
}
