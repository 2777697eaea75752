package slipway.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import slipway.http.Area;
import slipway.http.Handler;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;

/**
 * The dashboard's page and its assets, out of the jar. Names of assets carry a hash of their
 * content, so browsers may keep them for ever; the page itself is asked for each time.
 */
public final class WebPage implements Handler {
  private static final String FOLDER = "web/";
  private static final String PAGE = "index.html";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "json", "application/json",
          "woff2", "font/woff2");

  /** Only what there is; names that nobody knows would fill the memory. */
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  /** The page at {@code /} and its assets. */
  public static Area area() {
    WebPage page = new WebPage();
    return Area.at(
            "/", new Routes().get("/", page).get("/assets/{name}", page).get("/{name}", page))
        .notFound(_ -> Response.text(404, "not found\n"));
  }

  /** Whether the jar was built with the page. */
  public static boolean isBuilt() {
    return WebPage.class.getResource(FOLDER + PAGE) != null;
  }

  @Override
  public Response handle(Request request) throws IOException {
    List<String> segments = request.path().segments();
    String name = segments.isEmpty() ? PAGE : String.join("/", segments);
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    byte[] bytes = type == null ? null : files.computeIfAbsent(name, WebPage::read);
    if (type == null || bytes == null) {
      return name.equals(PAGE)
          ? Response.text(
              200,
              "Slipway is running. This build has no dashboard; build it with Node 20 or newer.\n")
          : Response.text(404, "not found\n");
    }
    return Representation.of(
            type,
            Integer.toHexString(Arrays.hashCode(bytes)) + "-" + bytes.length,
            List.of(Part.of(bytes)))
        .with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "no-referrer")
        .with(
            "Cache-Control",
            name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache")
        .answer(request);
  }

  /** Segments of a path hold no slash and no {@code ..}, so nothing outside the folder is read. */
  private static byte @Nullable [] read(String name) {
    try (InputStream in = WebPage.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
