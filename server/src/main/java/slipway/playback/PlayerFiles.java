package slipway.playback;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.http.Area;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;

/**
 * {@code /embed/…}: the player of our own and what pages that frame it talk to it with (CF-121).
 * The same for all videos; which one is played and how, the player reads from its own address, so
 * nothing that anybody wrote ever stands in these files.
 */
final class PlayerFiles {
  private static final String FOLDER = "player/";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  /** Addresses to files; {@code hls.js} is missing in a build without the dashboard. */
  private static final Map<String, String> SCRIPTS =
      Map.of(
          "player.js", "player.js",
          "hls.js", "hls.js",
          "sdk.latest.js", "sdk.js",
          "r4xu.fla9.latest.js", "sdk.js");

  private PlayerFiles() {}

  static Area area() {
    return Area.at("/embed", new Routes().get("/{name}", PlayerFiles::handle));
  }

  private static Response handle(Request request) throws IOException {
    String name = request.parameter("name");
    String file = SCRIPTS.get(name);
    if (file != null) {
      return answer(request, file, SCRIPT);
    }
    return name.equals("player.css")
        ? answer(request, name, "text/css; charset=utf-8")
        : PlainAnswers.notFound();
  }

  private static Response answer(Request request, String file, String type) throws IOException {
    Optional<Representation> found = read(file, type);
    return found.isPresent()
        ? found.get().with("Cache-Control", "no-cache").answer(request)
        : PlainAnswers.notFound();
  }

  /**
   * The page with the player.
   *
   * @param depth how many folders above the page's own the site begins
   */
  static Representation page(int depth) {
    String page = new String(Objects.requireNonNull(bytes("player.html")), StandardCharsets.UTF_8);
    return representation(
        "text/html; charset=utf-8",
        page.replace("../embed/", "../".repeat(depth) + "embed/").getBytes(StandardCharsets.UTF_8));
  }

  /** One of the files; the names are our own. */
  static Optional<Representation> read(String name, String type) {
    byte[] bytes = bytes(name);
    return bytes == null ? Optional.empty() : Optional.of(representation(type, bytes));
  }

  private static Representation representation(String type, byte[] bytes) {
    return Representation.of(
        type,
        Integer.toHexString(Arrays.hashCode(bytes)) + "-" + bytes.length,
        List.of(Part.of(bytes)));
  }

  private static byte @Nullable [] bytes(String name) {
    try (InputStream in = PlayerFiles.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
