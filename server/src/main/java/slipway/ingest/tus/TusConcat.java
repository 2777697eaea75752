package slipway.ingest.tus;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import slipway.http.Headers;

/** What {@code Upload-Concat} says about a creation (TUS-123 to TUS-128). */
sealed interface TusConcat {

  /** As it was sent; HEAD gives it back so (TUS-28). */
  String raw();

  /** The usual upload. */
  record None() implements TusConcat {
    @Override
    public String raw() {
      return "";
    }
  }

  /** A part of others. */
  record Partial(String raw) implements TusConcat {}

  /**
   * The whole of others.
   *
   * @param parts ids of uploads, in order
   */
  record Final(String raw, List<String> parts) implements TusConcat {
    public Final {
      parts = List.copyOf(parts);
    }
  }

  /** Longer header fields never get here; the limit keeps a change small. */
  int MOST_PARTS = 10_000;

  /** What may be an id of ours; all else is unknown without a look. */
  Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /**
   * Reads the header field.
   *
   * @throws TusException when it is no such thing (TUS-126)
   */
  static TusConcat of(Headers headers) {
    List<String> given = headers.all("Upload-Concat");
    if (given.isEmpty()) {
      return new None();
    }
    String raw = given.getFirst().strip();
    if (given.size() > 1) {
      throw TusError.INVALID_CONCAT.thrown();
    }
    if (raw.equals("partial")) {
      return new Partial(raw);
    }
    if (!raw.startsWith("final;")) {
      throw TusError.INVALID_CONCAT.thrown();
    }
    List<String> parts = new ArrayList<>();
    for (String url : raw.substring("final;".length()).split(" ", -1)) {
      if (!url.isBlank()) {
        parts.add(id(url));
      }
    }
    if (parts.isEmpty() || parts.size() > MOST_PARTS) {
      throw TusError.INVALID_CONCAT.thrown();
    }
    return new Final(raw, parts);
  }

  /** The last segment; host and scheme may be those of a proxy (TUS-125). */
  private static String id(String url) {
    String path;
    try {
      path = new URI(url).getPath();
    } catch (URISyntaxException e) {
      throw TusError.INVALID_CONCAT.thrown();
    }
    String trimmed = path == null ? "" : path.replaceAll("(?<!/)/++$", "");
    String id = trimmed.substring(trimmed.lastIndexOf('/') + 1);
    if (!ID.matcher(id).matches()) {
      throw TusError.UPLOAD_NOT_FOUND.thrown();
    }
    return id;
  }
}
