package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Clips;

/** One account's key at every route of every dialect, with what belongs to another account. */
final class TenantsTest {
  private static final String ANNA = "a-key-of-the-account-for-tests";

  /** In the name of all that is Anna's, so whatever tells of it can be found. */
  private static final String MARK = "annas-own";

  /** Whose video is public does not matter (LP-117). */
  private static final String FOR_ANYBODY = "GET /api/playback/{id}";

  private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");
  private static final Pattern AN_ID = Pattern.compile("[0-9a-f-]{32,36}|[0-9a-z]{16}|\\b\\d+\\b");

  @TempDir Path data;

  @Test
  @DisplayName("REL-88: with another account's ids every route answers as with ids of nothing")
  void everyRoute() throws IOException {
    try (RunningHouse house =
        RunningHouse.on(
            data, "--api.key=" + ANNA, "--limit.requests-per-key=0", "--gcore.upload-sessions=9")) {
      Map<String, String> annas = things(house);
      JsonObject berta = house.admin("POST", "/admin/accounts", "{\"name\":\"berta\"}").json();
      String key = berta.string("apiKey").orElseThrow();
      String account = RunningHouse.text(berta, "cloudflare", "accountId");
      List<String> before = looks(house, annas);

      List<String> wrong = new ArrayList<>();
      int asked = 0;
      for (String route : house.offered()) {
        String path = route.substring(route.indexOf(' ') + 1).replace("{account}", account);
        boolean dialects = path.matches("/(api|client/v4|streaming|vp/api)/.*");
        if (!dialects || path.contains("...") || FOR_ANYBODY.equals(route)) {
          continue;
        }
        for (Map.Entry<String, String> thing : annas.entrySet()) {
          String theirs = filled(path, thing.getValue());
          String nothing = filled(path, nothingLike(thing.getValue()));
          RunningHouse.Answer told = ask(house, key, route, theirs);
          asked++;
          if (told.body().contains(MARK)) {
            wrong.add(route + " with " + thing.getKey() + " tells: " + told.body());
          }
          if (theirs.equals(path)) {
            break; // a list, for which one look is enough
          }
          RunningHouse.Answer unknown = ask(house, key, route, nothing);
          boolean same =
              told.status() == unknown.status()
                  && (path.startsWith("/api/") || masked(told).equals(masked(unknown)));
          // Livepeer says of some things whose they are not (LP-24); its ids cannot be guessed.
          boolean livepeers =
              path.startsWith("/api/") && told.status() >= 400 && unknown.status() >= 400;
          if (!same && !livepeers) {
            wrong.add(
                "%s with %s: %s %s, not %s %s"
                    .formatted(
                        route,
                        thing.getKey(),
                        told.status(),
                        told.body(),
                        unknown.status(),
                        unknown.body()));
          }
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(asked).isGreaterThan(400);
      assertThat(looks(house, annas)).as("nothing of Anna's has changed").isEqualTo(before);

      // Nor does her account's name at Cloudflare open anything.
      RunningHouse.Answer foreign = ask(house, key, "GET x", house.cloudflareStream());
      assertThat(foreign.status()).isBetween(400, 404);
      assertThat(foreign.body()).doesNotContain(MARK);
    }
  }

  /** What Anna has, by what it is. */
  private Map<String, String> things(RunningHouse house) throws IOException {
    JsonObject given =
        made(house, "/api/asset/request-upload", "{\"name\":\"" + MARK + "\",\"staticMp4\":true}");
    byte[] film = Files.readAllBytes(Clips.clip("sample.mp4"));
    house.send(house.to(given.string("url").orElseThrow()).PUT(BodyPublishers.ofByteArray(film)));
    String id = RunningHouse.text(given, "asset", "id");
    Spellings.Names names = Spellings.Names.of(house.awaitPhase(id, "Ready"), 1);
    String stream = house.cloudflareStream();
    String serial = Long.toString(names.serial());

    Map<String, String> things = new LinkedHashMap<>();
    things.put("asset", id);
    things.put("playback id", names.playbackId());
    things.put("uid", names.uid());
    things.put("serial", serial);
    things.put("task", RunningHouse.text(given, "task", "id"));
    things.put(
        "webhook",
        text(
            made(
                house,
                "/api/webhook",
                "{\"name\":\"" + MARK + "\",\"url\":\"https://hook.invalid/\",\"events\":[]}"),
            "id"));
    things.put(
        "signing key",
        text(made(house, "/api/access-control/signing-key", "{\"name\":\"" + MARK + "\"}"), "id"));
    things.put(
        "key", text(made(house, stream + "/keys", "{}").object("result").orElseThrow(), "id"));
    made(house, stream + "/" + names.uid() + "/downloads", "{}");
    things.put(
        "subtitle",
        number(
            made(
                house,
                "/streaming/videos/" + serial + "/subtitles",
                "{\"name\":\""
                    + MARK
                    + "\",\"language\":\"eng\",\"vtt\":\"WEBVTT\\n\\n00:00.000 -->"
                    + " 00:01.000\\n"
                    + MARK
                    + "\\n\"}")));
    things.put(
        "directory", number(made(house, "/streaming/directories", "{\"name\":\"" + MARK + "\"}")));
    things.put(
        "playlist", number(made(house, "/streaming/playlists", "{\"name\":\"" + MARK + "\"}")));
    things.put("player", number(made(house, "/streaming/players", "{\"name\":\"" + MARK + "\"}")));
    return things;
  }

  private static List<String> looks(RunningHouse house, Map<String, String> annas) {
    String stream = house.cloudflareStream();
    List<String> looks = new ArrayList<>();
    for (String path :
        List.of(
            "/api/asset",
            "/api/task/" + annas.get("task"),
            "/api/webhook",
            stream + "/keys",
            stream + "/" + annas.get("uid"),
            stream + "/" + annas.get("uid") + "/downloads",
            "/streaming/videos/" + annas.get("serial") + "/subtitles",
            "/streaming/directories/tree",
            "/streaming/playlists",
            "/streaming/players")) {
      RunningHouse.Answer answer = ask(house, ANNA, "GET x", path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      looks.add(answer.body());
    }
    // When a key was last used moves by itself.
    looks.add(
        Integer.toString(
            ask(house, ANNA, "GET x", "/api/access-control/signing-key")
                .body()
                .split("\"id\"", -1)
                .length));
    return looks;
  }

  private static String filled(String path, String id) {
    return PARAMETER.matcher(path).replaceAll(Matcher.quoteReplacement(id));
  }

  /** An id of the same form that nothing has. */
  private static String nothingLike(String id) {
    return id.matches("\\d+")
        ? "987654321"
        : switch (id.length()) {
          case 36 -> new UUID(0x1234567812344678L, 0x8765432187654321L).toString();
          case 32 -> "12345678123446788765432187654321";
          default -> "1234567887654321";
        };
  }

  private static String masked(RunningHouse.Answer answer) {
    return AN_ID.matcher(answer.body()).replaceAll("*");
  }

  private static RunningHouse.Answer ask(
      RunningHouse house, String key, String route, String path) {
    String method = route.substring(0, route.indexOf(' '));
    boolean bare = method.equals("GET") || method.equals("HEAD") || method.equals("DELETE");
    return house.send(
        authorized(house, key, path)
            .method(method, bare ? BodyPublishers.noBody() : BodyPublishers.ofString("{}")));
  }

  private static JsonObject made(RunningHouse house, String path, String json) {
    RunningHouse.Answer answer =
        house.send(authorized(house, ANNA, path).POST(BodyPublishers.ofString(json)));
    assertThat(answer.status()).as("%s: %s", path, answer.body()).isBetween(200, 299);
    return answer.json();
  }

  private static HttpRequest.Builder authorized(RunningHouse house, String key, String path) {
    boolean gcore = path.startsWith("/streaming/") || path.startsWith("/vp/api/");
    return house
        .to(path)
        .header("Authorization", (gcore ? "APIKey " : "Bearer ") + key)
        .header("Content-Type", "application/json");
  }

  private static String text(JsonObject object, String name) {
    return object.string(name).orElseThrow();
  }

  private static String number(JsonObject object) {
    return object.number("id").orElseThrow().toPlainString();
  }
}
