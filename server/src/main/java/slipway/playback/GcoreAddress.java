package slipway.playback;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.http.Request;

/**
 * A path of Gcore's delivery side: {@code /videos/{client_id}_{slug}[/{token}/{expires}]/<file>}
 * (GC-130, GC-160). Addresses inside playlists are relative, so what stands in the folder of the
 * first list stands in front of every segment.
 *
 * @param client number of the account
 * @param slug the video's playback id
 * @param signature what the path is signed with, if it is
 * @param file the rest, without a slash in front; empty for the page
 */
record GcoreAddress(long client, String slug, Optional<Signature> signature, String file) {
  private static final Pattern KEY = Pattern.compile("([1-9][0-9]{0,17})_([0-9A-Za-z]{1,64})");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_=-]{1,128}");
  private static final Pattern TIME = Pattern.compile("[0-9]{1,15}");

  /**
   * Not checked yet.
   *
   * @param expires seconds since 1970
   */
  record Signature(String token, long expires) {}

  /** The address of a request; empty for what is none. */
  static Optional<GcoreAddress> of(Request request) {
    List<String> path = request.path().segments();
    return read(path.subList(path.indexOf("videos") + 1, path.size()));
  }

  /** What follows {@code videos}. */
  static Optional<GcoreAddress> read(List<String> path) {
    Matcher key = path.isEmpty() ? KEY.matcher("") : KEY.matcher(path.getFirst());
    if (!key.matches()) {
      return Optional.empty();
    }
    // Without one a file has at most two parts, so nothing is mistaken for it. The page has none.
    boolean signed =
        path.size() >= 3
            && TOKEN.matcher(path.get(1)).matches()
            && TIME.matcher(path.get(2)).matches();
    List<String> file = path.subList(signed ? 3 : 1, path.size());
    return Optional.of(
        new GcoreAddress(
            Long.parseLong(key.group(1)),
            key.group(2),
            signed
                ? Optional.of(new Signature(path.get(1), Long.parseLong(path.get(2))))
                : Optional.empty(),
            String.join("/", file)));
  }

  /** {@code {client_id}_{slug}}. */
  String key() {
    return client + "_" + slug;
  }
}
