package slipway.media.packaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes boxes into each other; sizes are filled in when a box ends. */
final class BoxWriter {
  private static final int LARGEST_NUMBER = Long.BYTES;

  /** What {@link #out} writes into. */
  private byte[] room;

  private ByteBuffer out;

  /** Whether bytes are only counted, of which {@link #out} holds none then. */
  private final boolean counts;

  private int counted;

  BoxWriter(int expectedBytes) {
    this(expectedBytes, /* counts= */ false);
  }

  private BoxWriter(int bytes, boolean counts) {
    this.room = new byte[bytes];
    this.out = ByteBuffer.wrap(room);
    this.counts = counts;
  }

  /** One that only counts, for who wants to know how much room is needed before he writes. */
  static BoxWriter counting() {
    return new BoxWriter(LARGEST_NUMBER, /* counts= */ true);
  }

  /** Writes a box and what is inside. */
  BoxWriter box(String type, Runnable body) {
    int start = position();
    i32(0).text(type);
    body.run();
    patchI32(start, position() - start);
    return this;
  }

  /** The same with version and flags. */
  BoxWriter box(String type, int version, int flags, Runnable body) {
    return box(
        type,
        () -> {
          i32((version << 24) | flags);
          body.run();
        });
  }

  BoxWriter i16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  BoxWriter i32(int value) {
    room(4).putInt(value);
    return this;
  }

  BoxWriter i64(long value) {
    room(8).putLong(value);
    return this;
  }

  BoxWriter zeros(int count) {
    for (int i = 0; i < count; i++) {
      room(1).put((byte) 0);
    }
    return this;
  }

  BoxWriter text(String ascii) {
    return bytes(ByteBuffer.wrap(ascii.getBytes(StandardCharsets.US_ASCII)));
  }

  BoxWriter bytes(ByteBuffer bytes) {
    if (counts) {
      counted = Math.addExact(counted, bytes.remaining());
      return this;
    }
    room(bytes.remaining()).put(bytes);
    return this;
  }

  int position() {
    return counts ? counted : out.position();
  }

  /** Writes over a number that could not be known earlier. */
  void patchI32(int position, int value) {
    if (!counts) {
      out.putInt(position, value);
    }
  }

  /** All of it; the very buffer where that is full. */
  byte[] toByteArray() {
    if (!out.hasRemaining()) {
      return room;
    }
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  private ByteBuffer room(int count) {
    if (counts) {
      counted = Math.addExact(counted, count);
      return out.clear();
    }
    if (out.remaining() < count) {
      int written = out.position();
      room = Arrays.copyOf(room, Math.max(room.length * 2, written + count));
      out = ByteBuffer.wrap(room).position(written);
    }
    return out;
  }
}
