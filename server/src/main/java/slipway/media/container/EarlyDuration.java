package slipway.media.container;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out how long an MP4 file says it plays while its bytes come in, if the index lies before
 * the media: the movie header is the first thing in the index, long before the samples' tables are
 * complete (ISO/IEC 14496-12, 8.2.2). Keeps a few bytes and nothing of the file, so thousands of
 * slow uploads can be watched at once. Only the index says it exactly; see {@link
 * Mp4Movie#duration}. Used by one thread.
 */
public final class EarlyDuration {
  private static final Set<String> FIRST_BOXES =
      Set.of("ftyp", "moov", "free", "skip", "wide", "pnot", "styp", "uuid");

  /** Real files have two or three before their index. */
  private static final int MOST_BOXES = 64;

  /** Longer than anything that can be played; keeps the arithmetic safe. */
  private static final double MOST_SECONDS = 1e9;

  private static final int HEADER = 8;
  private static final int LARGE_HEADER = 16;

  /** Version 1 of {@code mvhd}, up to its duration: header, flags, two times, scale, duration. */
  private static final int MOVIE_HEADER = HEADER + 4 + 8 + 8 + 4 + 8;

  private final ByteBuffer held = ByteBuffer.allocate(MOVIE_HEADER);
  private int needed = HEADER;
  private long skip;
  private int boxes;
  private boolean inIndex;
  private boolean decided;

  /** Whether nothing more will be found out. */
  public boolean isDecided() {
    return decided;
  }

  /**
   * Sees the next bytes of the file, without moving the buffer.
   *
   * @return the duration, once, when these bytes told it
   */
  public Optional<Duration> see(ByteBuffer bytes) {
    ByteBuffer rest = bytes.duplicate();
    while (!decided && rest.hasRemaining()) {
      if (skip > 0) {
        int passed = (int) Math.min(skip, rest.remaining());
        rest.position(rest.position() + passed);
        skip -= passed;
        continue;
      }
      while (held.position() < needed && rest.hasRemaining()) {
        held.put(rest.get());
      }
      if (held.position() == needed) {
        Optional<Duration> found = look();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Duration> look() {
    long size = held.getInt(0) & 0xffffffffL;
    String type = new String(held.array(), 4, 4, StandardCharsets.ISO_8859_1);
    boolean large = size == 1;
    if (large && needed == HEADER) {
      needed = LARGE_HEADER;
      return Optional.empty();
    }
    if (inIndex && type.equals("mvhd") && !large) {
      return movieHeader();
    }
    long whole = large ? held.getLong(HEADER) : size;
    int header = large ? LARGE_HEADER : HEADER;
    boolean index = !inIndex && type.equals("moov");
    if (whole < header || ++boxes > MOST_BOXES || !(inIndex || FIRST_BOXES.contains(type))) {
      // Media before the index, the rest of the file in one box, or no MP4 at all.
      decided = true;
      return Optional.empty();
    }
    inIndex |= index;
    skip = index ? 0 : whole - header;
    next();
    return Optional.empty();
  }

  private Optional<Duration> movieHeader() {
    if (needed < MOVIE_HEADER) {
      needed = MOVIE_HEADER;
      return Optional.empty();
    }
    decided = true;
    boolean longTimes = held.get(HEADER) == 1;
    int scaleAt = HEADER + 4 + (longTimes ? 16 : 8);
    double scale = held.getInt(scaleAt) & 0xffffffffL;
    long units = longTimes ? held.getLong(scaleAt + 4) : held.getInt(scaleAt + 4);
    // All ones mean that it is not known, zero that the samples come in fragments.
    if (scale == 0 || units == 0 || units == -1) {
      return Optional.empty();
    }
    double counted = longTimes ? (units < 0 ? Double.MAX_VALUE : units) : units & 0xffffffffL;
    double seconds = Math.min(MOST_SECONDS, counted / scale);
    return Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  private void next() {
    held.clear();
    needed = HEADER;
  }
}
