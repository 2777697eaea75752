package slipway.ingest.pull;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.video.Failure;
import slipway.ingest.pull.MediaPlaylist.Film;
import slipway.ingest.pull.MediaPlaylist.Reading;
import slipway.ingest.pull.MediaPlaylist.Refused;

/**
 * Reads the playlist of a finished film (RFC 8216). What would make of it another file than the one
 * that a player shows is refused with a sentence: segments that are encrypted, missing, still to
 * come, or made differently. Used once, by one thread.
 */
final class PlaylistReader {
  /** A name is looked for at its beginning only, or a long one would be read again and again. */
  private static final Pattern ATTRIBUTE =
      Pattern.compile("(?<![A-Z0-9-])([A-Z0-9-]++)=(\"[^\"]*\"|[^\",]*)");

  /** {@code <length>[@<start>]} (section 4.3.2.2). */
  private static final Pattern RANGE = Pattern.compile("(\\d{1,15})(?:@(\\d{1,15}))?");

  private static final int LONGEST_SHOWN = 500;

  private final URI base;
  private final int most;
  private final List<Piece> pieces = new ArrayList<>();
  private @Nullable String map;
  private @Nullable String range;
  private boolean timed;
  private boolean begun;
  private boolean newClock;
  private boolean ended;
  private @Nullable Piece last;

  private PlaylistReader(URI base, int most) {
    this.base = base;
    this.most = most;
  }

  /**
   * Reads it.
   *
   * @param url from where it came; what it names is relative to that
   * @param most how many pieces it may have
   */
  static Reading read(String text, String url, int most) {
    String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
    if (!plain.startsWith("#EXTM3U")) {
      return refused("The URL ends in .m3u8, but what is there is no HLS playlist.");
    }
    try {
      return new PlaylistReader(new URI(url), most).read(plain);
    } catch (Unfit unfit) {
      return new Refused(unfit.failure);
    } catch (URISyntaxException e) {
      return refused("The playlist's own URL is malformed.");
    }
  }

  private static Reading refused(String cause) {
    return new Refused(Failure.of(Failure.Kind.BAD_PLAYLIST, cause));
  }

  private Reading read(String text) throws Unfit {
    for (Iterator<String> lines = text.lines().map(String::strip).iterator(); lines.hasNext(); ) {
      String line = lines.next();
      if (line.startsWith("#EXT-X-STREAM-INF")
          || line.startsWith("#EXT-X-I-FRAME-STREAM-INF")
          || line.startsWith("#EXT-X-MEDIA:")) {
        throw new Unfit("This is a master playlist.", variant(text));
      } else if (line.startsWith("#EXT")) {
        tag(line);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        segment(line);
      }
    }
    if (pieces.isEmpty()) {
      throw new Unfit("The playlist has no segments.");
    }
    if (!ended) {
      throw new Unfit(
          "The playlist has no EXT-X-ENDLIST: it is still growing, or a part of a live stream.",
          "Import it when it is finished.");
    }
    return new Film(new MediaPlaylist(pieces));
  }

  private void tag(String line) throws Unfit {
    int colon = line.indexOf(':');
    String value = colon < 0 ? "" : line.substring(colon + 1);
    switch (colon < 0 ? line : line.substring(0, colon)) {
      case "#EXTINF" -> timed = true;
      case "#EXT-X-ENDLIST" -> ended = true;
      case "#EXT-X-BYTERANGE" -> range = value;
      case "#EXT-X-DISCONTINUITY" -> newClock = begun;
      case "#EXT-X-MAP" -> map(value);
      case "#EXT-X-KEY" -> {
        if (!attribute(value, "METHOD").orElse("").equals("NONE")) {
          throw new Unfit(
              "The segments of the playlist are encrypted (EXT-X-KEY).",
              "Give a playlist of segments that are not.");
        }
      }
      case "#EXT-X-I-FRAMES-ONLY" ->
          throw new Unfit(
              "The playlist lists nothing but key frames.", "Give that of the film itself.");
      case "#EXT-X-GAP" ->
          throw new Unfit("The playlist says that some of its segments are missing (EXT-X-GAP).");
      case "#EXT-X-SKIP" ->
          throw new Unfit("The playlist is only the change of another one (EXT-X-SKIP).");
      default -> {
        // says nothing about the file
      }
    }
  }

  private void map(String value) throws Unfit {
    if (value.equals(map)) {
      return;
    }
    if (!pieces.isEmpty()) {
      throw new Unfit(
          "The playlist joins films that are made differently (several EXT-X-MAP).",
          "Import each by itself.");
    }
    map = value;
    String uri = attribute(value, "URI").orElseThrow(() -> new Unfit("An EXT-X-MAP has no URI."));
    add(uri, attribute(value, "BYTERANGE").orElse(null), /* clock= */ false);
  }

  private void segment(String uri) throws Unfit {
    if (!timed) {
      throw new Unfit(
          "The playlist is no HLS media playlist: there is a URI that no EXTINF belongs to.");
    }
    if (newClock && map != null) {
      throw new Unfit(
          "The playlist joins films with a time of their own (EXT-X-DISCONTINUITY) in fragmented"
              + " MP4.",
          "Import each by itself.");
    }
    add(uri, range, newClock);
    begun = true;
    timed = false;
    newClock = false;
    range = null;
  }

  private void add(String uri, @Nullable String bytes, boolean clock) throws Unfit {
    if (pieces.size() >= most) {
      throw new Unfit("The playlist has more than %d segments.".formatted(most));
    }
    String url = resolved(uri);
    Piece piece = new Piece(url, bytes == null ? null : range(bytes, url), clock);
    pieces.add(piece);
    last = piece;
  }

  /** Without a start it goes on behind the one before, in the same file. */
  private Piece.Range range(String text, String url) throws Unfit {
    Matcher parts = RANGE.matcher(text.strip());
    if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
      throw new Unfit("A byte range of the playlist is malformed.");
    }
    long length = Long.parseLong(parts.group(1));
    if (parts.group(2) != null) {
      return new Piece.Range(Long.parseLong(parts.group(2)), length);
    }
    Piece before = last;
    Piece.Range range = before == null ? null : before.range();
    if (before == null || range == null || !before.url().equals(url)) {
      throw new Unfit("A byte range of the playlist has no start.");
    }
    return new Piece.Range(range.start() + range.length(), length);
  }

  private String resolved(String uri) throws Unfit {
    try {
      URI url = base.resolve(new URI(uri));
      if ("https".equals(base.getScheme()) && "http".equals(url.getScheme())) {
        throw new Unfit("The playlist leads from https back to http.");
      }
      return url.toString();
    } catch (URISyntaxException e) {
      throw new Unfit("A URL in the playlist is malformed.");
    }
  }

  /** Says which URL to give instead: that of the best variant, without what might be a secret. */
  private String variant(String text) {
    String best = "";
    long most = -1;
    long bandwidth = -1;
    for (Iterator<String> lines = text.lines().map(String::strip).iterator(); lines.hasNext(); ) {
      String line = lines.next();
      if (line.startsWith("#EXT-X-STREAM-INF:")) {
        bandwidth =
            attribute(line.substring(line.indexOf(':') + 1), "BANDWIDTH")
                .filter(number -> number.matches("\\d{1,15}"))
                .map(Long::parseLong)
                .orElse(0L);
      } else if (!line.isEmpty() && !line.startsWith("#") && bandwidth >= 0) {
        if (bandwidth > most) {
          most = bandwidth;
          best = line;
        }
        bandwidth = -1;
      }
    }
    String such = best.isEmpty() ? "" : ", such as " + shown(best);
    return "Give the URL of one of its variants" + such + ".";
  }

  private String shown(String uri) {
    try {
      String url = resolved(uri).replaceFirst("[?#].*", "");
      return url.length() > LONGEST_SHOWN ? url.substring(0, LONGEST_SHOWN) + "…" : url;
    } catch (Unfit unfit) {
      return "that of the highest bandwidth";
    }
  }

  private static Optional<String> attribute(String list, String name) {
    Matcher attribute = ATTRIBUTE.matcher(list);
    while (attribute.find()) {
      if (attribute.group(1).equals(name)) {
        String value = attribute.group(2);
        return Optional.of(value.startsWith("\"") ? value.substring(1, value.length() - 1) : value);
      }
    }
    return Optional.empty();
  }

  /** Leaves the reading with the reason. */
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    Unfit(String cause) {
      this(Failure.of(Failure.Kind.BAD_PLAYLIST, cause));
    }

    Unfit(String cause, String cure) {
      this(Failure.of(Failure.Kind.BAD_PLAYLIST, cause, cure));
    }

    private Unfit(Failure failure) {
      super(failure.sentence());
      this.failure = failure;
    }
  }
}
