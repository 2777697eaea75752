package slipway.media.ffmpeg;

import java.nio.charset.StandardCharsets;

/** The last bytes of a stream, however long it was. */
final class Tail {
  static final int BYTES = 64 * 1024;

  private final byte[] ring = new byte[BYTES];
  private long seen;

  synchronized void add(byte[] bytes, int length) {
    int from = Math.max(0, length - BYTES);
    for (int i = from; i < length; i++) {
      ring[(int) ((seen + i) % BYTES)] = bytes[i];
    }
    seen += length;
  }

  /** As text; control characters but line ends become question marks, so a log stays a log. */
  synchronized String text() {
    int length = (int) Math.min(seen, BYTES);
    byte[] ordered = new byte[length];
    for (int i = 0; i < length; i++) {
      ordered[i] = ring[(int) ((seen - length + i) % BYTES)];
    }
    String text = new String(ordered, StandardCharsets.UTF_8);
    StringBuilder clean = new StringBuilder(text.length());
    text.chars()
        .forEach(c ->
            clean.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '?' : (char) c));
    return clean.toString();
  }
}
