package slipway.media.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The body of one box (ISO/IEC 14496-12, 4.2), read front to back. No read leaves the box, and a
 * box never leaves its parent, so a count that fits into the box can be trusted with memory.
 */
final class BoxReader {
  private final Window window;
  private final AtomicInteger boxesLeft;
  private final String type;
  private final long start;
  private final long end;
  private long position;

  private BoxReader(
      Window window, AtomicInteger boxesLeft, String type, long start, long body, long end) {
    this.window = window;
    this.boxesLeft = boxesLeft;
    this.type = type;
    this.start = start;
    this.position = body;
    this.end = end;
  }

  /** The whole file, as if it were the body of a box without a name. */
  static BoxReader file(Window window, int maxBoxes) {
    return new BoxReader(window, new AtomicInteger(maxBoxes), "file", 0, 0, window.size());
  }

  String type() {
    return type;
  }

  long start() {
    return start;
  }

  long position() {
    return position;
  }

  long end() {
    return end;
  }

  long remaining() {
    return end - position;
  }

  /**
   * The next box inside this one, or null when no further one fits. Reading goes on behind it,
   * wherever the child is read to.
   */
  @Nullable BoxReader nextChild() throws IOException, Refusal {
    if (remaining() < 8) {
      return null;
    }
    Header header = header();
    if (header.size > remaining()) {
      throw Refusal.malformed(
          "The file is damaged: a box inside '" + type + "' is larger than the box around it.");
    }
    BoxReader child =
        new BoxReader(
            window,
            boxesLeft,
            header.type,
            position,
            position + header.length,
            position + header.size);
    position += header.size;
    return child;
  }

  /**
   * The same on the top level, where the last box may reach beyond the end of what is there: then
   * its {@link #end} says so, and reading goes on at the end.
   */
  @Nullable BoxReader nextTopLevel() throws IOException, Refusal {
    if (remaining() < 8) {
      return null;
    }
    Header header = header();
    if (header.size > Long.MAX_VALUE - position) {
      throw Refusal.malformed("The file is damaged: it has a box of an impossible size.");
    }
    BoxReader child =
        new BoxReader(
            window,
            boxesLeft,
            header.type,
            position,
            position + header.length,
            position + header.size);
    position = Math.min(child.end, end);
    return child;
  }

  private record Header(String type, long size, int length) {}

  private Header header() throws IOException, Refusal {
    if (boxesLeft.decrementAndGet() < 0) {
      throw Refusal.unsupported("The file has too many boxes.");
    }
    long size = window.i32(position) & 0xffffffffL;
    String childType = fourCharacters(window.i32(position + 4));
    int length = 8;
    if (size == 1) {
      if (remaining() < 16) {
        throw Refusal.malformed("The file is damaged: a box header is cut off.");
      }
      size = window.i64(position + 8);
      length = 16;
    } else if (size == 0) {
      size = remaining();
    }
    if (size < length) {
      throw Refusal.malformed("The file is damaged: it has a box of an impossible size.");
    }
    return new Header(childType, size, length);
  }

  /** Reads the version of a full box and skips its flags. */
  int version() throws IOException, Refusal {
    return versionAndFlags() >>> 24;
  }

  int versionAndFlags() throws IOException, Refusal {
    return i32();
  }

  int u8() throws IOException, Refusal {
    return window.u8(take(1));
  }

  int u16() throws IOException, Refusal {
    return window.u16(take(2));
  }

  int i32() throws IOException, Refusal {
    return window.i32(take(4));
  }

  /** The next 32-bit numbers, into a part of an array. */
  void ints(int[] into, int from, int to) throws IOException, Refusal {
    window.ints(take(4L * (to - from)), into, from, to);
  }

  long u32() throws IOException, Refusal {
    return window.i32(take(4)) & 0xffffffffL;
  }

  long i64() throws IOException, Refusal {
    return window.i64(take(8));
  }

  String fourCharacters() throws IOException, Refusal {
    return fourCharacters(i32());
  }

  byte[] bytes(int count) throws IOException, Refusal {
    return window.bytes(take(count), count);
  }

  /** The whole box with its header. */
  byte[] whole() throws IOException, Refusal {
    return window.bytes(start, Math.toIntExact(end - start));
  }

  void skip(long count) throws Refusal {
    take(count);
  }

  /** Goes back or forward to a position inside the body. */
  void moveTo(long newPosition) {
    if (newPosition < start || newPosition > end) {
      throw new IllegalArgumentException("Outside the box: " + newPosition);
    }
    position = newPosition;
  }

  /** Reads a table's 32-bit count and makes sure that so many entries are really there. */
  int count(int entryBytes) throws IOException, Refusal {
    long count = u32();
    if (count * entryBytes > remaining()) {
      throw Refusal.malformed(
          "The file is damaged: the table '" + type + "' says it is longer than its box.");
    }
    return (int) count;
  }

  private long take(long count) throws Refusal {
    if (count < 0 || count > remaining()) {
      throw Refusal.malformed("The file is damaged: the box '" + type + "' is too short.");
    }
    long at = position;
    position += count;
    return at;
  }

  /**
   * A type as text; what is no plain character becomes {@code ?}, so that a type may stand in a
   * sentence.
   */
  static String fourCharacters(int value) {
    byte[] characters = new byte[4];
    for (int i = 0; i < 4; i++) {
      int c = (value >>> (24 - 8 * i)) & 0xff;
      characters[i] = (byte) (plain(c) ? c : '?');
    }
    return new String(characters, StandardCharsets.US_ASCII);
  }

  private static boolean plain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || " -_.+".indexOf(c) >= 0;
  }
}
