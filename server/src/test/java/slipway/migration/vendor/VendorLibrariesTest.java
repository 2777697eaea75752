package slipway.migration.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.json.Json;
import slipway.migration.Access;
import slipway.migration.CaptionFile;
import slipway.migration.Download;
import slipway.migration.ForeignVideo;
import slipway.migration.VendorException;
import slipway.migration.VendorLibrary;
import slipway.testing.SettableClock;

final class VendorLibrariesTest {
  private static final String UID = "5c6d0001aaaa4bbb8ccc000000000001";

  private final Counter counter;

  VendorLibrariesTest() throws IOException {
    counter = new Counter();
  }

  @AfterEach
  void close() {
    counter.close();
  }

  @Test
  @DisplayName("A page that is longer than is read is asked for in smaller ones, and that is told")
  void longPages() throws Exception {
    String full = "[{\"id\":1,\"name\":\"" + "x".repeat(Json.LONGEST_TEXT) + "\"}]";
    counter.answers("[{\"id\":9,\"name\":\"first\"}]").answers(full).answers(full);
    counter.answers("[{\"id\":9,\"name\":\"first\"}]");
    GcoreLibrary library = new GcoreLibrary(counter.api(), Access.open());
    assertThat(library.notes()).isEmpty();
    VendorLibrary.Page first = library.page(null);
    VendorLibrary.Page again = library.page(first.next());
    assertThat(again.videos().getFirst().id()).isEqualTo("9");
    assertThat(again.next()).as("smaller pages are counted anew").isEqualTo("2");
    assertThat(library.notes()).first().asString().contains("Gcore was read 25 at a time");
    assertThat(counter.asked.stream().map(line -> line.split(" ", -1)[1]))
        .containsExactly(
            "/base/streaming/videos?page=1&per_page=100",
            "/base/streaming/videos?page=2&per_page=100",
            "/base/streaming/videos?page=1&per_page=50",
            "/base/streaming/videos?page=1&per_page=25");
  }

  @Test
  @DisplayName("CF-142, GC-150: captions come with language, label and text; none without a reason")
  void captions() throws Exception {
    ForeignVideo video = ForeignVideo.named("u 1", "", () -> new Download.Later());
    counter.answers(
        """
        {"result":[{"language":"de","label":"Deutsch","status":"ready"},
                   {"language":"fr","label":"x","status":"inprogress"}],"success":true}
        """);
    counter.answers("WEBVTT\n\nü");
    CloudflareLibrary cloudflare = new CloudflareLibrary(counter.api(), "acc", new SettableClock());
    assertThat(cloudflare.captions(video))
        .containsExactly(new CaptionFile("de", "Deutsch", false, "WEBVTT\n\nü"));
    counter.answers("[{\"id\":7,\"name\":\"G\",\"language\":\"ger\",\"vtt\":\"1\"},{\"id\":8}]");
    GcoreLibrary gcore = new GcoreLibrary(counter.api(), Access.open());
    assertThat(gcore.captions(video)).containsExactly(new CaptionFile("ger", "G", false, "1"));
    counter.answers(404, "", "{}");
    assertThatExceptionOfType(VendorException.class)
        .isThrownBy(() -> gcore.captions(video))
        .withMessageContaining("404");
    assertThat(counter.asked.get(1))
        .startsWith("GET /base/accounts/acc/stream/u%201/captions/de/vtt");
  }

  @Test
  @DisplayName("Mux's text tracks come from its streams, without the key; signed assets' do not")
  void muxTracks() throws Exception {
    String asset =
        """
        {"data":[{"id":"a","playback_ids":[{"id":"pb","policy":"%s"}],
          "tracks":[{"type":"video","id":"t0"},
            {"type":"text","id":"t1","status":"ready","language_code":"en-US","name":"English",
             "closed_captions":true}]}]}
        """;
    counter.answers(asset.formatted("public")).answers("WEBVTT").answers(asset.formatted("signed"));
    MuxLibrary library = new MuxLibrary(counter.api(), counter.base().resolve("/streams"));
    ForeignVideo video = library.page(null).videos().getFirst();
    assertThat(library.captions(video))
        .containsExactly(new CaptionFile("en-US", "English", true, "WEBVTT"));
    assertThat(counter.asked.getLast()).startsWith("GET /streams/pb/text/t1.vtt");
    assertThat(counter.keys).last().isNull();
    ForeignVideo signed = library.page(null).videos().getFirst();
    assertThatExceptionOfType(VendorException.class)
        .isThrownBy(() -> library.captions(signed))
        .withMessageContaining("token");
  }

  @Test
  @DisplayName(
      "LP-91, LP-95, LP-97: assets with creator, policy, date and ids, a page after another")
  void livepeer() throws Exception {
    String id = "1ab20001-aaaa-4bbb-8ccc-000000000001";
    String asset =
        """
        {"id":"%s","playbackId":"1ab2000000000001","createdAt":1620284889000,"name":"A\\nB",
         "status":{"phase":"ready"},"creatorId":{"type":"unverified","value":"me"},
         "source":{"type":"url","url":"https://old.example/a.mp4"},
         "playbackPolicy":%s,"downloadUrl":"https://cdn.example/a.mp4"}
        """;
    String many =
        IntStream.range(0, 99)
            .mapToObj(n -> "{\"id\":\"x" + n + "\",\"status\":{\"phase\":\"failed\"}}")
            .collect(Collectors.joining(",", "[", ","));
    counter.answers(many + asset.formatted(id, "null") + "]");
    counter.answers(
        "["
            + asset.formatted(
                id,
                """
                {"type":"webhook","webhookId":"w1","refreshInterval":30,"allowedOrigins":["*"]}
                """)
            + "]");
    counter.answers("[]");
    LivepeerLibrary library = new LivepeerLibrary(counter.api());

    VendorLibrary.Page first = library.page(null);
    ForeignVideo last = first.videos().getLast();
    assertThat(last.name()).isEqualTo("A B");
    assertThat(last.creator()).isEqualTo("me");
    assertThat(last.createdAt()).isEqualTo(Instant.ofEpochMilli(1620284889000L));
    assertThat(last.keepId()).isEqualTo(UUID.fromString(id));
    assertThat(last.keepPlaybackId()).isEqualTo("1ab2000000000001");
    assertThat(last.access()).isEqualTo(Access.open());
    assertThat(urls(last))
        .containsExactly("https://cdn.example/a.mp4", "https://old.example/a.mp4");
    assertThat(first.videos().getFirst().file().find()).isInstanceOf(Download.None.class);

    VendorLibrary.Page second = library.page(first.next());
    assertThat(library.page(second.next())).isEqualTo(new VendorLibrary.Page(List.of(), null));
    ForeignVideo gated = second.videos().getFirst();
    assertThat(gated.access()).isEqualTo(new Access("gate", "w1", null, 30L, List.of("*")));
    assertThat(urls(gated))
        .as("a private downloadUrl may need a token")
        .first()
        .isEqualTo("https://old.example/a.mp4");
    assertThat(counter.asked)
        .containsExactly(
            "GET /base/asset?limit=100&order=createdAt-false&cursor=skip0 ",
            "GET /base/asset?limit=100&order=createdAt-false&cursor=skip100 ",
            "GET /base/asset?limit=100&order=createdAt-false&cursor=skip101 ");
    assertThat(counter.keys).containsOnly("Bearer very-secret");
  }

  @Test
  @DisplayName("CF-82, CF-130: an MP4 is asked for and waited for; CF-107, CF-110: with a token")
  void cloudflare() throws Exception {
    counter.answers(
        """
        {"success":true,"result":[{"uid":"%s","created":"2021-05-06T07:08:09.123456Z",
          "creator":"me","meta":{"name":"A","shelf":"top"},"status":{"state":"ready"},
          "requireSignedURLs":true,"allowedOrigins":["a.example",""]}]}
        """
            .formatted(UID));
    String mp4 = "https://customer.example/%s/downloads/default.mp4".formatted(UID);
    String made = "{\"result\":{\"default\":{\"status\":\"%s\",\"url\":\"" + mp4 + "\"}}}";
    counter.answers(made.formatted("inprogress")).answers(made.formatted("ready"));
    counter.answers("{\"result\":{\"token\":\"t.o.k\"}}");
    counter.answers(404, "", "");
    CloudflareLibrary library = new CloudflareLibrary(counter.api(), "acc", new SettableClock());

    VendorLibrary.Page page = library.page(null);
    ForeignVideo video = page.videos().getFirst();
    assertThat(video.name()).isEqualTo("A");
    assertThat(video.creator()).isEqualTo("me");
    assertThat(video.createdAt()).isEqualTo(Instant.parse("2021-05-06T07:08:09.123456Z"));
    assertThat(video.keepId()).isEqualTo(UUID.fromString("5c6d0001-aaaa-4bbb-8ccc-000000000001"));
    assertThat(video.access()).isEqualTo(Access.of(/* needsToken= */ true, List.of("a.example")));
    assertThat(video.meta().string("shelf")).contains("top");
    assertThat(video.meta().string("name")).isEmpty();
    assertThat(video.file().find()).isEqualTo(new Download.Later());
    assertThat(urls(video)).containsExactly("https://customer.example/t.o.k/downloads/default.mp4");
    assertThat(video.file().find()).isInstanceOf(Download.None.class);
    assertThat(counter.asked.get(1)).startsWith("POST /base/accounts/acc/stream/" + UID + "/down");
    assertThat(counter.asked.get(3)).contains("/token {").contains("\"downloadable\":true");
  }

  @Test
  @DisplayName("CF-83: pages go on by time; those of the last moment come again and are left out")
  void cloudflarePages() throws Exception {
    String row = "{\"uid\":\"%032d\",\"created\":\"2021-05-06T07:08:0%dZ\"}";
    counter.answers(
        IntStream.range(0, 500)
            .mapToObj(n -> row.formatted(n, n < 498 ? 1 : 2))
            .collect(Collectors.joining(",", "{\"result\":[", "]}")));
    counter.answers(
        IntStream.range(498, 501)
            .mapToObj(n -> row.formatted(n, 2))
            .collect(Collectors.joining(",", "{\"result\":[", "]}")));
    counter.answers("{\"result\":[%s]}".formatted(row.formatted(500, 2)));
    CloudflareLibrary library = new CloudflareLibrary(counter.api(), "acc", new SettableClock());
    VendorLibrary.Page first = library.page(null);
    VendorLibrary.Page second = library.page(first.next());
    assertThat(first.videos()).hasSize(500);
    assertThat(second.videos()).hasSize(1);
    assertThat(library.page(second.next())).isEqualTo(new VendorLibrary.Page(List.of(), null));
    assertThat(counter.asked.get(1)).contains("after=2021-05-06T07%3A08%3A02Z");
  }

  @Test
  @DisplayName("GC-60, GC-61, GC-43: page after page until an empty one; origin first, then MP4s")
  void gcore() throws Exception {
    counter.answers(
        """
        [{"id":2501637,"name":"A","slug":"70NbFUCZyXU2s3tY","client_user_id":77,
          "created_at":"2022-12-19T12:54:47.000Z","origin_url":"https://old.example/a.mov",
          "converted_videos":[
            {"height":360,"status":"complete","mp4_url":"https://cdn.example/360.mp4"},
            {"height":1080,"status":"complete","mp4_url":"https://cdn.example/1080.mp4"},
            {"height":2160,"status":"error","mp4_url":"https://cdn.example/2160.mp4"}]},
         {"id":2,"name":null,"status":"empty","converted_videos":[]}, 7, {"id":{}}]
        """);
    counter.answers("[]");
    GcoreLibrary library = new GcoreLibrary(counter.api(), Access.open());
    VendorLibrary.Page page = library.page(null);
    assertThat(page.videos()).hasSize(2);
    ForeignVideo video = page.videos().getFirst();
    assertThat(video.id()).isEqualTo("2501637");
    assertThat(video.creator()).isEqualTo("77");
    assertThat(video.keepPlaybackId()).isEqualTo("70NbFUCZyXU2s3tY");
    assertThat(urls(video))
        .containsExactly("https://old.example/a.mov", "https://cdn.example/1080.mp4");
    assertThat(page.videos().getLast().file().find()).isInstanceOf(Download.None.class);
    assertThat(library.page(page.next())).isEqualTo(new VendorLibrary.Page(List.of(), null));
  }

  @Test
  @DisplayName("Mux: a master is asked for and waited for; without one a static rendition is taken")
  void mux() throws Exception {
    String asset =
        """
        {"id":"a","created_at":"1609868768","status":"ready","passthrough":"p",
         "meta":{"title":"T","creator_id":"me"},
         "playback_ids":[{"id":"pb","policy":"public"}],
         "static_renditions":{"files":[{"name":"720p.mp4","height":720,"status":"ready"},
           {"name":"../../x.mp4","height":9999,"status":"ready"}]}%s}
        """;
    counter.answers(
        "{\"next_cursor\":\"c/1\",\"data\":["
            + asset.formatted("")
            + ",{\"id\":\"b\",\"status\":\"errored\"}]}");
    String data = "{\"data\":%s}";
    counter.answers(data.formatted(asset.formatted("")));
    counter.answers(data.formatted(asset.formatted(",\"master\":{\"status\":\"preparing\"}")));
    counter.answers(
        data.formatted(
            asset.formatted(",\"master\":{\"status\":\"ready\",\"url\":\"https://m.example/x\"}")));
    counter.answers(data.formatted(asset.formatted(",\"master\":{\"status\":\"errored\"}")));
    counter.answers("{\"data\":[],\"next_cursor\":null}");
    MuxLibrary library = new MuxLibrary(counter.api(), URI.create("https://stream.example/"));

    VendorLibrary.Page page = library.page(null);
    ForeignVideo video = page.videos().getFirst();
    assertThat(video.name()).isEqualTo("T");
    assertThat(video.creator()).isEqualTo("me");
    assertThat(video.createdAt()).isEqualTo(Instant.ofEpochSecond(1609868768));
    assertThat(video.access()).isEqualTo(Access.open());
    assertThat(page.videos().getLast().access().kind()).isEqualTo("token");
    assertThat(page.videos().getLast().file().find()).isInstanceOf(Download.None.class);
    assertThat(video.file().find()).isEqualTo(new Download.Later());
    assertThat(urls(video))
        .containsExactly("https://m.example/x", "https://stream.example/pb/720p.mp4");
    assertThat(urls(video)).containsExactly("https://stream.example/pb/720p.mp4");
    assertThat(library.page(page.next()).videos()).isEmpty();
    assertThat(counter.asked.get(2))
        .isEqualTo("PUT /base/video/v1/assets/a/master-access {\"master_access\":\"temporary\"}");
    assertThat(counter.asked.getLast()).contains("cursor=c%2F1");
  }

  @Test
  @DisplayName("GC-15: told to wait, it waits as long as it was told, and longer each time")
  void tooOften() throws Exception {
    counter.answers(429, "7", "").answers(503, "", "").answers(429, "999999", "").answers("[]");
    assertThat(new GcoreLibrary(counter.api(), Access.open()).page(null).videos()).isEmpty();
    assertThat(counter.waits)
        .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(2), Duration.ofMinutes(5));
  }

  @Test
  void wrongKeys_badAnswers_andSilence_areSentencesWithoutTheKey() {
    counter.answers(401, "", "{\"secret\":\"very-secret\"}");
    assertThat(told()).contains("Vendor refused the key (status 401)");
    counter.answers("[1,");
    assertThat(told()).contains("no JSON");
    counter.answers("{}");
    assertThat(told()).contains("no list");
    assertThat(told()).contains("did not answer after 8 tries");
  }

  private String told() {
    String sentence =
        assertThatExceptionOfType(VendorException.class)
            .isThrownBy(() -> new GcoreLibrary(counter.api(), Access.open()).page(null))
            .actual()
            .getMessage();
    assertThat(sentence).doesNotContain("very-secret");
    return String.valueOf(sentence);
  }

  private static List<String> urls(ForeignVideo video) throws Exception {
    return video.file().find() instanceof Download.Found(List<Download.Candidate> found)
        ? found.stream().map(Download.Candidate::url).toList()
        : List.of();
  }
}
