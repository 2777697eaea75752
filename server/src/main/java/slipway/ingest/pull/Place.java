package slipway.ingest.pull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a film in pieces had come between two of them, as the upload remembers it.
 *
 * @param mark of the playlist
 * @param piece the next one
 * @param start of that piece in the file
 * @param clock see {@link TransportClock#state}
 */
record Place(String mark, int piece, long start, String clock) {
  private static final Pattern TEXT =
      Pattern.compile("hls ([0-9a-f]{16}) (\\d{1,9}) (\\d{1,18}) ([0-9/,-]*)");

  static Place first(String mark) {
    return new Place(mark, 0, 0, "");
  }

  /** What {@link #toString} wrote; empty for anything else. */
  static Optional<Place> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new Place(
                parts.group(1),
                Integer.parseInt(parts.group(2)),
                Long.parseLong(parts.group(3)),
                parts.group(4)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "hls %s %d %d %s".formatted(mark, piece, start, clock);
  }
}
