package slipway.openapi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Origin;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Routes;
import slipway.json.Json;

/**
 * {@code /openapi} for programs and {@code /docs} for people; both for everybody, since they tell
 * nothing but what the source does.
 */
public final class OpenApiArea {
  private static final String JSON = "application/json";
  private static final String HTML = "text/html; charset=utf-8";

  /** The pages run no script at all. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private OpenApiArea() {}

  /** One entry of the list. */
  record Entry(String name, String title, String url, String page) {}

  record Listing(List<Entry> documents) {}

  /** The documents, which pages of other sites may read as well. */
  public static Area documents(Origin origin) {
    Documents documents = new Documents(origin);
    Routes routes = new Routes().get("/", kept(JSON, () -> Json.write(listing(documents, origin))));
    for (String name : Documents.NAMES) {
      routes.get("/" + name + ".json", kept(JSON, () -> Json.write(documents.of(name).root())));
    }
    return Area.at("/openapi", routes)
        .cors(
            new CorsPolicy(
                (_, _) -> true,
                List.of("GET", "HEAD"),
                /* requestHeaders= */ List.of(),
                /* exposedHeaders= */ List.of("ETag"),
                /* credentials= */ false,
                /* maxAge= */ Duration.ofDays(1),
                /* preflightStatus= */ 204,
                /* privateNetwork= */ false));
  }

  /** The same to read. */
  public static Area pages(Origin origin) {
    Documents documents = new Documents(origin);
    Routes routes =
        new Routes()
            .get("/", kept(HTML, () -> utf8(ListPage.of(documents, origin.prefix()))))
            .get("/docs.css", kept("text/css; charset=utf-8", () -> Documents.bytes("docs.css")));
    for (String name : Documents.NAMES) {
      routes.get(
          "/" + name, kept(HTML, () -> utf8(new DocumentPage(documents.of(name), origin).html())));
    }
    return Area.at("/docs", routes);
  }

  private static Listing listing(Documents documents, Origin origin) {
    return new Listing(
        Documents.NAMES.stream()
            .map(name ->
                new Entry(
                    name,
                    documents.of(name).title(),
                    origin.url("/openapi/" + name + ".json"),
                    origin.url("/docs/" + name)))
            .toList());
  }

  /** Made when it is first asked for: few starts of a server are followed by a look at this. */
  private static Handler kept(String type, Supplier<byte[]> make) {
    Map<String, Representation> made = new ConcurrentHashMap<>();
    return request ->
        made.computeIfAbsent(type, _ -> representation(type, make.get())).answer(request);
  }

  private static Representation representation(String type, byte[] bytes) {
    Representation plain = Representation.of(type, hash(bytes), List.of(Part.of(bytes)));
    return plain
        .with("Cache-Control", "no-cache")
        .with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "no-referrer");
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(sum, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
