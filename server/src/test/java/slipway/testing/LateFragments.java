package slipway.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets the fragments of a file begin later, as those do that are cut out of a stream. FFmpeg writes
 * them from 0, whatever the times of what it was given.
 */
public final class LateFragments {
  private final ByteBuffer bytes;
  private final String text;

  private LateFragments(byte[] file) {
    this.bytes = ByteBuffer.wrap(file);
    this.text = new String(file, StandardCharsets.ISO_8859_1);
  }

  /**
   * Changes a file that FFmpeg wrote.
   *
   * @param seconds by which each track is moved, in the order of the tracks
   */
  public static void move(Path file, long... seconds) throws IOException {
    LateFragments fragments = new LateFragments(Files.readAllBytes(file));
    fragments.move(seconds);
    Files.write(file, fragments.bytes.array());
  }

  private void move(long... seconds) {
    int moved = 0;
    for (int at = text.indexOf("tfdt"); at >= 0; at = text.indexOf("tfdt", at + 4)) {
      int track = bytes.getInt(text.lastIndexOf("tfhd", at) + 8) - 1;
      if (bytes.get(at + 4) != 1) {
        throw new IllegalArgumentException("not a time of 64 bits");
      }
      bytes.putLong(at + 8, bytes.getLong(at + 8) + seconds[track] * timescale(track));
      moved++;
    }
    if (moved == 0) {
      throw new IllegalArgumentException("no fragments");
    }
  }

  private long timescale(int track) {
    int head = -1;
    for (int i = 0; i <= track; i++) {
      head = text.indexOf("mdhd", head + 1);
    }
    return Integer.toUnsignedLong(bytes.getInt(head + 16));
  }
}
