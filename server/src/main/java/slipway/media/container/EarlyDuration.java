package slipway.media.container;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out how long an MP4 file says it plays while its bytes come in, if the index lies before
 * the media (ISO/IEC 14496-12, 8.2.2). What picture and sound both wait for is no part of that (see
 * {@link Mp4Movie#start}), so it is told when the first track is through that waits for nothing, or
 * with the end of the index. Keeps a few bytes and nothing of the file, so thousands of slow
 * uploads can be watched at once. Only the index says it exactly; see {@link Mp4Movie#duration}.
 * Used by one thread.
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

  /** {@code hdlr} up to what kind of track it is. */
  private static final int HANDLER = HEADER + 4 + 4 + 4;

  /** {@code elst} up to its first entry. */
  private static final int EDITS = HEADER + 4 + 4;

  /** Real files have one; of a track with more, nothing is told. */
  private static final int MOST_EMPTY_EDITS = 4;

  private final ByteBuffer held = ByteBuffer.allocate(EDITS + MOST_EMPTY_EDITS * 20);
  private final Deque<Open> open = new ArrayDeque<>();
  private int needed = HEADER;
  private long position;
  private long skip;
  private int boxes;
  private boolean decided;

  /** In seconds; negative while the movie header has not come. */
  private double whole = -1;

  private double scale = 1;

  /** How long the track waits that is being read, in ticks of the movie. */
  private double wait;

  private boolean isPlayed;
  private double leastWait = Double.MAX_VALUE;

  /** A box inside of which we are, and where in the file it ends. */
  private record Open(String type, long end) {}

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
      int before = rest.remaining();
      if (skip > 0) {
        rest.position(rest.position() + (int) Math.min(skip, rest.remaining()));
        skip -= before - rest.remaining();
        position += before - rest.remaining();
      } else {
        while (held.position() < needed && rest.hasRemaining()) {
          held.put(rest.get());
        }
        position += before - rest.remaining();
        if (held.position() == needed) {
          look();
        }
      }
      Optional<Duration> found = leave();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Looks at what is held: a box's header, or as much of the box as was asked for. */
  private void look() {
    boolean large = held.getInt(0) == 1;
    if (large && needed == HEADER) {
      needed = LARGE_HEADER;
      return;
    }
    long size = large ? held.getLong(HEADER) : held.getInt(0) & 0xffffffffL;
    String type = new String(held.array(), 4, 4, StandardCharsets.ISO_8859_1);
    long end = position - needed + size;
    if (size < needed || end < 0 || (!open.isEmpty() && end > open.element().end)) {
      decided = true; // a box without end, or one that is longer than what it is in
      return;
    }
    String parent = open.isEmpty() ? "" : open.element().type;
    switch (parent + "/" + type) {
      case "/moov", "moov/trak", "trak/edts", "trak/mdia" -> enter(new Open(type, end));
      case "moov/mvhd" -> {
        if (holds(MOVIE_HEADER)) {
          movieHeader();
          pass(size);
        }
      }
      case "mdia/hdlr" -> {
        if (holds(HANDLER)) {
          String kind = new String(held.array(), HANDLER - 4, 4, StandardCharsets.ISO_8859_1);
          isPlayed = kind.equals("vide") || kind.equals("soun");
          pass(size);
        }
      }
      case "edts/elst" -> {
        if (holds((int) Math.min(size, held.capacity()))) {
          emptyEdits();
          pass(size);
        }
      }
      default -> {
        // Media before the index, or no MP4 at all.
        decided = open.isEmpty() && (++boxes > MOST_BOXES || !FIRST_BOXES.contains(type));
        pass(size);
      }
    }
  }

  /** Whether so much of the box is here; if not, waits for it. */
  private boolean holds(int bytes) {
    boolean here = needed >= bytes;
    needed = Math.max(needed, bytes);
    return here;
  }

  private void enter(Open box) {
    open.push(box);
    if (box.type.equals("trak")) {
      wait = 0;
      isPlayed = false;
    }
    pass(needed);
  }

  /** Goes on behind so many bytes, some of which are held. */
  private void pass(long size) {
    skip = size - needed;
    held.clear();
    needed = HEADER;
  }

  /** Leaves the boxes that end here; tells the duration when enough is known. */
  private Optional<Duration> leave() {
    boolean between = skip == 0 && held.position() == 0;
    while (!decided && between && !open.isEmpty() && position >= open.element().end) {
      String type = open.pop().type;
      if (type.equals("trak") && isPlayed) {
        leastWait = Math.min(leastWait, wait);
      }
      boolean knows = type.equals("trak") && whole >= 0 && leastWait == 0;
      if (knows || type.equals("moov")) {
        decided = true;
        return told();
      }
    }
    return Optional.empty();
  }

  private Optional<Duration> told() {
    if (whole < 0) {
      return Optional.empty();
    }
    double waited = leastWait == Double.MAX_VALUE ? 0 : leastWait / scale;
    double seconds = Math.clamp(whole - waited, 0, MOST_SECONDS);
    return Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  private void movieHeader() {
    boolean longTimes = held.get(HEADER) == 1;
    int scaleAt = HEADER + 4 + (longTimes ? 16 : 8);
    scale = held.getInt(scaleAt) & 0xffffffffL;
    long units = longTimes ? held.getLong(scaleAt + 4) : held.getInt(scaleAt + 4);
    // All ones mean that it is not known, zero that the samples come in fragments.
    if (scale == 0 || units == 0 || units == -1) {
      decided = true;
      return;
    }
    double counted = longTimes ? (units < 0 ? Double.MAX_VALUE : units) : units & 0xffffffffL;
    whole = counted / scale;
  }

  /** How long the track waits before its first sample (8.6.6). */
  private void emptyEdits() {
    if (needed < EDITS) {
      return;
    }
    boolean longTimes = held.get(HEADER) == 1;
    long entries = held.getInt(EDITS - 4) & 0xffffffffL;
    int entry = longTimes ? 20 : 12;
    for (int i = 0; i < entries && EDITS + (i + 1) * entry <= needed; i++) {
      int at = EDITS + i * entry;
      boolean empty = longTimes ? held.getLong(at + 8) == -1 : held.getInt(at + 4) == -1;
      if (!empty) {
        return;
      }
      if (i + 1 == MOST_EMPTY_EDITS) {
        decided = true;
        return;
      }
      wait += longTimes ? held.getLong(at) : held.getInt(at) & 0xffffffffL;
    }
  }
}
