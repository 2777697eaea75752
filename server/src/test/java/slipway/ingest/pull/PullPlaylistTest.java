package slipway.ingest.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.ingest.FirstLook;
import slipway.ingest.Receiver;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;
import slipway.outgoing.StrangeServer;
import slipway.testing.IngestHouse;

/** Films in pieces, from a server that has a folder of them and may forget some. */
final class PullPlaylistTest {
  private final IngestHouse house = new IngestHouse();

  /** What is said at a path: head and body. */
  private final Map<String, String[]> folder = new HashMap<>();

  private boolean givesParts;
  private StrangeServer server;
  private Outgoing outgoing;
  private Upload upload;

  @BeforeEach
  void open() throws Exception {
    server = new StrangeServer(this::answer);
    outgoing = outgoing(/* allowPrivateTargets= */ true);
    upload = house.take.start(house.ticket().upload(), null, "");
  }

  @AfterEach
  void close() throws Exception {
    outgoing.close();
    server.close();
  }

  @Test
  @DisplayName("LP-81: the segments lie one behind the other, as one file")
  void whole() throws Exception {
    film("0.ts", "1.ts", "sub/2.ts");
    has("/a/0.ts", "0123");
    has("/a/1.ts", "45");
    has("/a/sub/2.ts", "6789");

    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);

    assertStored("0123456789");
    assertThat(asked()).containsExactly("/a/index.m3u8", "/a/0.ts", "/a/1.ts", "/a/sub/2.ts");
    assertThat(house.videoOf(upload).content())
        .isEqualTo(
            new Content(10, "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"));
  }

  @Test
  @DisplayName("LP-81: parts of one file are asked for as such")
  void ranges() throws Exception {
    playlist(
        """
        #EXT-X-MAP:URI="film.mp4",BYTERANGE="4@0"
        #EXTINF:6,
        #EXT-X-BYTERANGE:3@4
        film.mp4
        #EXTINF:6,
        #EXT-X-BYTERANGE:3
        film.mp4
        """);
    has("/a/film.mp4", "0123456789");
    givesParts = true;

    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);

    assertStored("0123456789");
    assertThat(server.requests.stream().flatMap(List::stream).filter(l -> l.startsWith("Range")))
        .containsExactly("Range: bytes=0-3", "Range: bytes=4-6", "Range: bytes=7-9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\nContent-Length: 10",
        "HTTP/1.1 206 Partial\nContent-Range: bytes 0-2/10\nContent-Length: 10",
        "HTTP/1.1 206 Partial\nContent-Length: 10"
      })
  @DisplayName("LP-81: a server that gives another part than the one asked for is refused")
  void wrongRange(String head) throws Exception {
    playlist("#EXTINF:6,\n#EXT-X-BYTERANGE:3@4\nfilm.mp4\n");
    folder.put("/a/film.mp4", new String[] {head, "0123456789"});

    assertThat(never().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);
    assertThat(house.upload(upload.id()).offset()).isZero();
  }

  @Test
  @DisplayName("LP-81: more than the part that was asked for is not taken, less is not enough")
  void longRange() throws Exception {
    playlist("#EXTINF:6,\n#EXT-X-BYTERANGE:3@4\nfilm.mp4\n");
    String head = "HTTP/1.1 206 Partial\nContent-Range: bytes 4-6/10";
    folder.put("/a/film.mp4", new String[] {head, "45"});
    assertThat(pull())
        .isEqualTo(
            new PullEnd.Later(
                "Segment 1 of the playlist came only in part.", Failure.There.GAVE_A_PART));

    folder.put("/a/film.mp4", new String[] {head, "456789"});
    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertStored("456");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 4", "Transfer-Encoding: chunked"})
  @DisplayName("REL-65: cut in a segment, it asks for that one again and leaves out what it has")
  void resumes(String length) throws Exception {
    film("0.ts", "1.ts", "2.ts");
    has("/a/0.ts", "0123");
    String body = length.startsWith("C") ? "45" : "2\r\n45\r\n";
    folder.put("/a/1.ts", new String[] {"HTTP/1.1 200 OK\n" + length, body});
    has("/a/2.ts", "89");

    assertThat(pull()).isInstanceOf(PullEnd.Later.class);
    assertThat(house.upload(upload.id()).offset()).isEqualTo(6);

    has("/a/1.ts", "4567");
    server.requests.clear();
    assertThat(pullAfterRestart()).isInstanceOf(PullEnd.Settled.class);
    assertThat(house.stored(upload)).isEqualTo("0123456789");
    assertThat(asked()).containsExactly("/a/index.m3u8", "/a/1.ts", "/a/2.ts");
  }

  @Test
  @DisplayName("REL-65, LP-112: a segment that is answered with 503 is tried later, 404 is the end")
  void missingSegment() throws Exception {
    film("0.ts", "1.ts");
    has("/a/0.ts", "0123");
    folder.put("/a/1.ts", new String[] {"HTTP/1.1 503 No\nContent-Length: 0", ""});
    assertThat(pull())
        .isEqualTo(new PullEnd.Later("Segment 2 of the playlist was answered with status 503."));
    assertThat(house.upload(upload.id()).offset()).isEqualTo(4);

    folder.remove("/a/1.ts");
    Failure failure = never();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.NOT_FETCHED);
    assertThat(failure.there()).isEqualTo(Failure.There.HAD_NOTHING);
    assertThat(failure.sentence())
        .startsWith("Segment 2 of the playlist was answered with status 404. ");
  }

  @Test
  @DisplayName("REL-65: a playlist that lists another film meanwhile starts over")
  void anotherFilm() throws Exception {
    film("0.ts", "1.ts");
    has("/a/0.ts", "0123");
    folder.put("/a/1.ts", new String[] {"HTTP/1.1 503 No\nContent-Length: 0", ""});
    assertThat(pull()).isInstanceOf(PullEnd.Later.class);

    film("x.ts", "1.ts");
    has("/a/x.ts", "abc");
    has("/a/1.ts", "de");
    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertStored("abcde");
  }

  @Test
  @DisplayName("REL-65: a segment that has become shorter than what came of it starts over")
  void shorterSegment() throws Exception {
    film("0.ts", "1.ts");
    has("/a/0.ts", "01");
    folder.put("/a/1.ts", new String[] {"HTTP/1.1 200 OK\nContent-Length: 9", "23456"});
    assertThat(pull()).isInstanceOf(PullEnd.Later.class);

    has("/a/1.ts", "abc");
    assertThat(pull()).isInstanceOf(PullEnd.Later.class);
    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertStored("01abc");
  }

  @Test
  @DisplayName("LP-81: what is no whole film is the end, with the sentence")
  void refused() throws Exception {
    playlist("#EXT-X-STREAM-INF:BANDWIDTH=1\n720p/index.m3u8\n");

    assertThat(never())
        .isEqualTo(
            new Failure(
                Failure.Kind.BAD_PLAYLIST,
                "This is a master playlist. Give the URL of one of its variants, such as"
                    + " http://127.0.0.1:"
                    + server.port()
                    + "/a/720p/index.m3u8."));
  }

  @Test
  @DisplayName("REL-64: an endless playlist is left at its limit, announced or not")
  void endlessPlaylist() throws Exception {
    try (StrangeServer endless = new StrangeServer(PullPlaylistTest::endless)) {
      PullEnd end = pullFrom(outgoing, "http://127.0.0.1:" + endless.port() + "/x.m3u8", null);
      assertThat(((PullEnd.Never) end).failure())
          .isEqualTo(
              Failure.of(
                  Failure.Kind.BAD_PLAYLIST,
                  "The playlist is larger than the 4194304 bytes that one may have."));
    }
  }

  @Test
  @DisplayName("REL-64: segments that are too large together are the end, none is too large alone")
  void tooLarge() throws Exception {
    film("0.ts", "1.ts");
    has("/a/0.ts", "x".repeat(600));
    has("/a/1.ts", "x".repeat(401));

    assertThat(never().kind()).isEqualTo(Failure.Kind.TOO_LARGE);
  }

  @Test
  @DisplayName("REL-64: over the account's quota is the end")
  void overQuota() throws Exception {
    house.quota(5);
    film("0.ts", "1.ts");
    has("/a/0.ts", "0123");
    has("/a/1.ts", "4567");

    assertThat(never().kind()).isEqualTo(Failure.Kind.OVER_LIMIT);
  }

  @Test
  @DisplayName("MD-10: what the first segment's bytes refuse is refused while it arrives")
  void refusedByFirstBytes() throws Exception {
    film("0.ts");
    has("/a/0.ts", "text and more of it");

    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Failed(IngestHouse.NOT_MEDIA));
  }

  @Test
  @DisplayName("segments without a byte are no film")
  void empty() throws Exception {
    film("0.ts");
    has("/a/0.ts", "");

    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertThat(house.phaseOf(upload)).isInstanceOf(Phase.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1/0.ts",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/0.ts",
        "file:///etc/passwd",
        "data:video/mp2t;base64,R0c="
      })
  @DisplayName("REL-60: a playlist leads nowhere that its own URL could not")
  void privateSegment(String url) throws Exception {
    playlist("#EXTINF:6,\n0.ts\n#EXTINF:6,\n" + url + "\n");
    has("/a/0.ts", "0123");

    try (Outgoing strict =
        new Outgoing(settings(false, List.of("127.0.0.1:" + server.port())), Resolver.system())) {
      PullEnd end = pullFrom(strict, url("/a/index.m3u8"), null);
      assertThat(((PullEnd.Never) end).failure().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);
    }
    assertThat(asked()).containsExactly("/a/index.m3u8", "/a/0.ts");
  }

  @Test
  @DisplayName("REL-61: what the playlist's server may know, the server of its segments may not")
  void credentials() throws Exception {
    try (StrangeServer other = StrangeServer.saying("HTTP/1.1 200 OK\nContent-Length: 2", "45")) {
      film("0.ts", "http://127.0.0.1:" + other.port() + "/1.ts");
      has("/a/0.ts", "0123");

      assertThat(pullFrom(outgoing, url("/a/index.m3u8"), "Bearer s3cr3t"))
          .isInstanceOf(PullEnd.Settled.class);

      assertThat(server.requests)
          .hasSize(2)
          .allMatch(request -> request.contains("Authorization: Bearer s3cr3t"));
      assertThat(other.requests.getFirst()).noneMatch(line -> line.contains("s3cr3t"));
    }
    assertStored("012345");
  }

  @Test
  @DisplayName("LP-80, LP-81: what a playlist names is relative to where redirects led")
  void redirected() throws Exception {
    folder.put(
        "/old.m3u8",
        new String[] {"HTTP/1.1 302 Found\nLocation: /a/index.m3u8\nContent-Length: 0", ""});
    film("0.ts");
    has("/a/0.ts", "0123");

    assertThat(pullFrom(outgoing, url("/old.m3u8"), null)).isInstanceOf(PullEnd.Settled.class);
    assertStored("0123");
  }

  @Test
  @DisplayName("LP-80: all pieces together have the time of one file")
  void outOfTime() throws Exception {
    film("0.ts", "1.ts");
    has("/a/0.ts", "0123");
    has("/a/1.ts", "4567");

    PullEnd end =
        new Pull(outgoing, house.take, house.writers, house.receiver, Duration.ofNanos(1))
            .pullPlaylist(upload.id(), url("/a/index.m3u8"), null);
    assertThat(end).isInstanceOf(PullEnd.Later.class);
    assertThat(((PullEnd.Later) end).there()).isEqualTo(Failure.There.WAS_SILENT);
  }

  private PullEnd pull() throws Exception {
    return pullFrom(outgoing, url("/a/index.m3u8"), null);
  }

  private Failure never() throws Exception {
    PullEnd end = pull();
    assertThat(end).isInstanceOf(PullEnd.Never.class);
    return ((PullEnd.Never) end).failure();
  }

  private PullEnd pullFrom(Outgoing way, String url, @Nullable String authorization)
      throws Exception {
    return new Pull(way, house.take, house.writers, house.receiver, Duration.ofMinutes(1))
        .pullPlaylist(upload.id(), url, authorization);
  }

  /** With nothing in memory of what came before. */
  private PullEnd pullAfterRestart() throws Exception {
    Receiver fresh =
        new Receiver(
            house.take, house.blobs, (FirstLook) (head, complete) -> new FirstLook.Verdict.Pass());
    return new Pull(outgoing, house.take, house.writers, fresh, Duration.ofMinutes(1))
        .pullPlaylist(upload.id(), url("/a/index.m3u8"), null);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private List<String> asked() {
    return server.requests.stream().map(request -> request.getFirst().split(" ", -1)[1]).toList();
  }

  private void film(String... segments) {
    playlist(
        Stream.of(segments)
            .map(segment -> "#EXTINF:6,\n" + segment + "\n")
            .collect(Collectors.joining()));
  }

  private void playlist(String lines) {
    has("/a/index.m3u8", "#EXTM3U\n" + lines + "#EXT-X-ENDLIST\n");
  }

  private void has(String path, String body) {
    folder.put(path, new String[] {"HTTP/1.1 200 OK\nContent-Length: " + body.length(), body});
  }

  private void answer(List<String> head, OutputStream out) throws IOException {
    String[] found =
        folder.getOrDefault(
            head.getFirst().split(" ", -1)[1],
            new String[] {"HTTP/1.1 404 No\nContent-Length: 0", ""});
    String range =
        head.stream().filter(line -> line.startsWith("Range: bytes=")).findFirst().orElse(null);
    if (range == null || !givesParts) {
      StrangeServer.say(out, found[0], found[1]);
    } else {
      String[] ends = range.substring("Range: bytes=".length()).split("-", -1);
      String part = found[1].substring(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
      StrangeServer.say(
          out,
          "HTTP/1.1 206 Partial\nContent-Length: %d\nContent-Range: bytes %s-%s/%d"
              .formatted(part.length(), ends[0], ends[1], found[1].length()),
          part);
    }
  }

  private static void endless(List<String> head, OutputStream out) throws IOException {
    StrangeServer.say(out, "HTTP/1.1 200 OK", "#EXTM3U\n");
    byte[] more = "#EXTINF:6,\n0.ts\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    while (true) {
      out.write(more);
    }
  }

  private void assertStored(String text) {
    assertThat(house.stored(upload)).isEqualTo(text);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.FINISHED);
  }

  private static Outgoing outgoing(boolean allowPrivateTargets) {
    return new Outgoing(settings(allowPrivateTargets, List.of()), Resolver.system());
  }

  private static OutgoingSettings settings(boolean allowPrivateTargets, List<String> hosts) {
    return new OutgoingSettings(
        allowPrivateTargets, hosts, Duration.ofSeconds(5), Duration.ofSeconds(5));
  }
}
