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

/**
 * Somebody without rights at every address that was ever told, and at those that can be guessed
 * from them. What the owner sees on the way is gathered first, so nothing here has to be kept up
 * with what the server writes.
 */
final class CrawlerTest {
  private static final String KEY = "a-key-of-the-account-for-tests";
  private static final Pattern ADDRESS =
      Pattern.compile("(?<=URI=\")[^\"]+|(?<=media=\")[^\"]+|(?<=initialization=\")[^\"]+");
  private static final Pattern IN_JSON =
      Pattern.compile("https?://127\\.0\\.0\\.1:\\d+(/[^\"\\\\ ]*)");

  @TempDir Path data;

  @Test
  @DisplayName("REL-83: of 50 private videos nobody without a right gets a byte, wherever he looks")
  void fiftyVideos_nothing() throws Exception {
    crawl(/* videos= */ 50, /* disguised= */ 1);
  }

  @Test
  @Tag("long")
  @DisplayName("REL-83: the same with every address of every video written in every odd way")
  void everyDisguise_nothing() throws Exception {
    crawl(/* videos= */ 50, /* disguised= */ 50);
  }

  private void crawl(int videos, int disguised) throws Exception {
    byte[] source = Files.readAllBytes(Clips.clip("sample.mp4"));
    try (RunningHouse house =
        RunningHouse.on(
            data,
            "--api.key=" + KEY,
            "--limit.requests-per-key=0",
            "--limit.requests-per-address=0")) {
      long client = client(house);
      List<JsonObject> made = new ArrayList<>();
      for (int i = 0; i < videos; i++) {
        made.add(upload(house, source));
      }
      List<Spellings.Names> names = new ArrayList<>();
      for (JsonObject given : made) {
        String id = RunningHouse.text(given, "asset", "id");
        names.add(Spellings.Names.of(house.awaitPhase(id, "Ready"), client));
      }
      Set<String> told = toldToOwner(house, made.getFirst(), names.getFirst());
      assertThat(told).as("what the owner sees").hasSizeGreaterThan(15);

      Content content = new Content(source);
      List<String> leaks = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        Spellings.Names video = names.get(i);
        List<String> addresses = new ArrayList<>(Spellings.of(video));
        told.forEach(one -> addresses.add(translated(one, names.getFirst(), video)));
        for (String address : addresses) {
          leaks.addAll(leak(house, content, "GET", address));
          if (i < disguised) {
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
    }
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
   * Addresses in all that the owner is told, followed as a player would, without what opens them.
   */
  private Set<String> toldToOwner(RunningHouse house, JsonObject given, Spellings.Names video)
      throws Exception {
    String token = ViewerToken.of(house, KEY, video.playbackId());
    Set<String> told = new LinkedHashSet<>();
    Queue<String> unread = new ArrayDeque<>();
    List<String> answers =
        List.of(
            Json.writeText(given),
            api(house, "/api/asset/" + video.id() + "?details=true").body(),
            api(house, "/api/asset").body(),
            api(house, "/api/task").body(),
            house.get("/api/playback/" + video.playbackId()).body(),
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
    while (!unread.isEmpty() && told.size() < 500) {
      String address = unread.remove().replaceFirst("\\?.*", "");
      if (!told.add(address)) {
        continue;
      }
      RunningHouse.Answer answer = house.get(address + "?jwt=" + token);
      String type = answer.header("Content-Type");
      if (answer.status() != 200
          || !(type.contains("mpegurl") || type.contains("dash") || type.contains("vtt"))) {
        continue;
      }
      String folder = address.substring(0, address.lastIndexOf('/') + 1);
      answer
          .body()
          .lines()
          .forEach(line -> {
            Matcher matcher = ADDRESS.matcher(line);
            while (matcher.find()) {
              unread.add(folder + matcher.group());
            }
            if (!line.startsWith("#") && line.matches("[A-Za-z0-9_./-]+\\.[a-z0-9]+([?#].*)?")) {
              unread.add(folder + line.replaceFirst("[?#].*", ""));
            }
          });
    }
    return told;
  }

  private static JsonObject upload(RunningHouse house, byte[] bytes) {
    RunningHouse.Answer answer =
        house.send(
            house
                .to("/api/asset/request-upload")
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\":\"private\",\"staticMp4\":true,\"playbackPolicy\":{\"type\":\"jwt\"}}")));
    assertThat(answer.status()).isEqualTo(200);
    String url = answer.json().string("url").orElseThrow();
    assertThat(house.send(house.to(url).PUT(BodyPublishers.ofByteArray(bytes))).status())
        .isEqualTo(200);
    return answer.json();
  }

  private static long client(RunningHouse house) {
    JsonObject account =
        (JsonObject)
            house
                .admin("GET", "/admin/accounts", "")
                .json()
                .elements("accounts")
                .orElseThrow()
                .getFirst();
    return account.object("gcore").flatMap(one -> one.number("clientId")).orElseThrow().longValue();
  }

  private static RunningHouse.Answer api(RunningHouse house, String path) {
    return house.send(house.to(path).header("Authorization", "Bearer " + KEY).GET());
  }
}
