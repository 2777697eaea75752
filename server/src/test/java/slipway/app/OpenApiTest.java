package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.json.JsonValue.JsonObject;

/** What is written about the APIs, held against the running house. */
final class OpenApiTest {
  /** The beginnings of the paths that each document is about. */
  private static final Map<String, List<String>> DOCUMENTS =
      Map.of(
          "livepeer", List.of("/api"),
          "cloudflare", List.of("/client/v4", "/cf", "/tus"),
          "gcore", List.of("/streaming", "/iam", "/upload"),
          "files", List.of("/files"),
          "admin", List.of("/admin", "/c2pa", "/health", "/metrics", "/openapi", "/docs"));

  private static final Set<String> METHODS =
      Set.of("get", "head", "post", "put", "patch", "delete", "options");

  @TempDir private static Path data;
  private static RunningHouse house;

  @BeforeAll
  static void start() throws IOException {
    house = RunningHouse.on(data, "--public.url=https://video.example.org/media");
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  static Stream<String> names() {
    return listed().keySet().stream();
  }

  private static Map<String, JsonObject> listed() {
    return house.get("/openapi").json().elements("documents").orElseThrow().stream()
        .map(JsonObject.class::cast)
        .collect(Collectors.toMap(entry -> entry.string("name").orElseThrow(), entry -> entry));
  }

  @Test
  void list_namesEveryDocument() {
    assertThat(listed().keySet()).isEqualTo(DOCUMENTS.keySet());
    listed()
        .forEach((name, entry) -> {
          assertThat(entry.string("url"))
              .contains("https://video.example.org/media/openapi/" + name + ".json");
          assertThat(entry.string("page")).contains("https://video.example.org/media/docs/" + name);
        });
  }

  @ParameterizedTest
  @MethodSource("names")
  void document_hasEveryRouteAndNoOther(String name) {
    assertThat(described(name)).isEqualTo(offeredBelow(DOCUMENTS.getOrDefault(name, List.of())));
  }

  /** Gcore's API is found at its former address, too (GC-04). */
  @Test
  void formerAddressOfGcore_offersTheSame() {
    Set<String> former = new TreeSet<>();
    offeredBelow(List.of("/vp/api"))
        .forEach(one -> former.add(one.replace(" /vp/api/", " /streaming/")));

    assertThat(former).isEqualTo(offeredBelow(List.of("/streaming")));
  }

  @Test
  void everyRouteThatChangesAnything_isDescribed() {
    List<String> all = DOCUMENTS.values().stream().flatMap(List::stream).toList();
    Set<String> described = offeredBelow(all);
    described.addAll(offeredBelow(List.of("/vp/api")));

    assertThat(offered())
        .filteredOn(one -> !described.contains(one))
        .allMatch(one -> one.matches("(GET|HEAD|OPTIONS) .*"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void document_tellsWhereItIsServed_andIsAskedForAgainCheaply(String name) {
    String path = "/openapi/" + name + ".json";
    RunningHouse.Answer first =
        house.send(house.to(path).header("Origin", "https://editor.example").GET());

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("Content-Type")).isEqualTo("application/json");
    assertThat(first.header("Access-Control-Allow-Origin")).isIn("*", "https://editor.example");
    assertThat(first.header("ETag")).startsWith("\"");
    JsonObject server = (JsonObject) first.json().elements("servers").orElseThrow().getFirst();
    assertThat(server.string("url")).contains("https://video.example.org/media");
    RunningHouse.Answer again =
        house.send(house.to(path).header("If-None-Match", first.header("ETag")).GET());
    assertThat(again.status()).isEqualTo(304);
  }

  @ParameterizedTest
  @MethodSource("names")
  void page_hasEveryOperation_andRunsNoScript(String name) {
    RunningHouse.Answer page = house.get("/docs/" + name);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(page.body()).contains("https://video.example.org/media").doesNotContain("<script");
    assertThat(page.body().split("<article", -1)).hasSize(described(name).size() + 1);
  }

  @Test
  void pages_lead_toEachOtherAndTheirStyle() {
    RunningHouse.Answer list = house.get("/docs");

    assertThat(list.body())
        .contains("href=\"/media/docs/livepeer\"", "href=\"/media/docs/docs.css\"");
    assertThat(house.get("/docs/docs.css").header("Content-Type"))
        .isEqualTo("text/css; charset=utf-8");
    assertThat(house.get("/docs/nothing").status()).isEqualTo(404);
    assertThat(house.get("/openapi/nothing.json").status()).isEqualTo(404);
  }

  private static Set<String> described(String name) {
    Set<String> described = new TreeSet<>();
    house
        .get("/openapi/" + name + ".json")
        .json()
        .object("paths")
        .orElseThrow()
        .members()
        .forEach((path, item) -> {
          for (String method : ((JsonObject) item).members().keySet()) {
            if (METHODS.contains(method)) {
              described.add(method.toUpperCase(Locale.ROOT) + " " + plain(path));
            }
          }
        });
    return described;
  }

  private static Set<String> offeredBelow(List<String> prefixes) {
    return offered()
        .filter(one -> prefixes.stream().anyMatch(prefix -> isBelow(one, prefix)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isBelow(String operation, String prefix) {
    return (operation + "/").contains(" " + prefix + "/");
  }

  /**
   * As documents write them, which know no path of any depth: those are said no to or preflights.
   */
  private static Stream<String> offered() {
    return house.offered().stream().filter(one -> !one.endsWith("...}")).map(OpenApiTest::plain);
  }

  /** Slashes at the end make no difference. */
  private static String plain(String template) {
    return template.replaceFirst("(?<=[^ ])/$", "");
  }
}
