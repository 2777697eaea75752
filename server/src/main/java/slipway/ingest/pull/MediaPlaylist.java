package slipway.ingest.pull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import slipway.core.video.Failure;

/**
 * A film in pieces: what has to be fetched, in the order in which it makes up one file.
 *
 * @param pieces at least one
 */
record MediaPlaylist(List<Piece> pieces) {
  private static final int MARK = 16;

  MediaPlaylist {
    pieces = List.copyOf(pieces);
  }

  /** What came of a text. */
  sealed interface Reading {}

  /** It is a film. */
  record Film(MediaPlaylist playlist) implements Reading {}

  /**
   * It is none that can be fetched.
   *
   * @param failure what is wrong with it, and what to give instead
   */
  record Refused(Failure failure) implements Reading {}

  /** Whether time begins anew somewhere in it. */
  boolean hasClocks() {
    return pieces.stream().anyMatch(Piece::newClock);
  }

  /**
   * Tells this film from another one at the same address. Hosts and queries do not count: they
   * change with the mirror and with the signature of each request.
   */
  String mark() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Piece piece : pieces) {
        String line = path(piece.url()) + " " + piece.range() + " " + piece.newClock() + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, MARK);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String path(String url) {
    int host = url.indexOf("://") + 3;
    int path = Math.max(host, url.indexOf('/', host));
    int query = url.indexOf('?', path);
    return query < 0 ? url.substring(path) : url.substring(path, query);
  }
}
