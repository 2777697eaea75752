package slipway.media.captions;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, one at a time. They end with a line feed, a carriage return, or both. A line
 * may be as long as the whole text, so of a long one only the beginning is kept. Used by one
 * thread.
 */
final class Lines {
  private final Reader text;
  private final int longest;
  private final StringBuilder line = new StringBuilder();
  private boolean afterReturn;
  private @Nullable String next;

  /**
   * Begins with the first one.
   *
   * @param longest of a longer line one character more than that is told
   */
  Lines(Reader text, int longest) throws IOException {
    this.text = text;
    this.longest = longest;
    this.next = read();
  }

  /** Whether all were passed. */
  boolean atEnd() {
    return next == null;
  }

  /** The next line, as often as one asks; empty behind the last. */
  String next() {
    return next == null ? "" : next;
  }

  /** Goes past the next line. */
  void pass() throws IOException {
    next = read();
  }

  private @Nullable String read() throws IOException {
    line.setLength(0);
    boolean begun = false;
    while (true) {
      int c = text.read();
      if (c == '\n' && afterReturn) {
        afterReturn = false;
        continue;
      }
      afterReturn = c == '\r';
      if (c == '\n' || c == '\r' || c < 0) {
        return begun || c >= 0 ? line.toString() : null;
      }
      begun = true;
      if (line.length() <= longest) {
        line.append((char) c);
      }
    }
  }
}
