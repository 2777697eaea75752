package slipway.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.storage.NoSpaceException;

final class FileAppenderTest {
  private final ShortChannel channel = new ShortChannel();
  private final FileAppender appender = new FileAppender(channel, 100);

  @Test
  @DisplayName("REL-14: a channel that takes a few bytes at a time")
  void shortWrites() throws IOException {
    appender.write(buffers("0123456", "", "789"));

    assertThat(channel.written).hasToString("0123456789");
    assertThat(appender.position()).isEqualTo(110);
  }

  @Test
  @DisplayName("REL-12: the disk is full in mid-write; the position says what was taken")
  void diskFull() {
    channel.room = 4;

    assertThatThrownBy(() -> appender.write(buffers("0123456", "789")))
        .isInstanceOf(NoSpaceException.class);

    assertThat(channel.written).hasToString("0123");
    assertThat(appender.position()).isEqualTo(104);
  }

  @Test
  @DisplayName("memory is given back once it is durable, a piece at a time, whoever goes on")
  void givesMemoryBack() throws IOException {
    long first = 2 * FileAppender.KEPT + FileAppender.PIECE;
    List<String> steps = new ArrayList<>();
    channel.steps = steps;
    try (FileAppender begun = at(first - 1, steps)) {
      begun.force();
      begun.write(buffers("0"));
      begun.force();
      begun.force();
    }
    try (FileAppender next = at(first, steps)) {
      next.write(buffers("1"));
      next.force();
    }
    try (FileAppender next = at(first + FileAppender.PIECE - 1, steps)) {
      next.write(buffers("2"));
      next.force();
    }

    assertThat(steps)
        .containsExactly(
            "force", "force", "drop 32 to 40", "force", "force", "force", "drop 40 to 48");
  }

  @Test
  @DisplayName("TUS-187: of a flush that failed nothing is given back; a second one is refused")
  void failedFlush() throws IOException {
    List<String> steps = new ArrayList<>();
    channel.failing = true;
    try (FileAppender appender = at(2 * FileAppender.KEPT + FileAppender.PIECE - 1, steps)) {
      appender.write(buffers("x".repeat(100)));
      assertThatThrownBy(appender::force).isInstanceOf(IOException.class);
      channel.failing = false;
      assertThatThrownBy(appender::force).hasMessageContaining("lost");
    }

    assertThat(steps).isEmpty();
  }

  private FileAppender at(long position, List<String> steps) {
    return new FileAppender(
        channel,
        position,
        Durability.POWER,
        (from, to) -> steps.add("drop %d to %d".formatted(from >> 20, to >> 20)));
  }

  private static ByteBuffer[] buffers(String... texts) {
    ByteBuffer[] buffers = new ByteBuffer[texts.length];
    for (int i = 0; i < texts.length; i++) {
      buffers[i] = ByteBuffer.wrap(texts[i].getBytes(StandardCharsets.US_ASCII));
    }
    return buffers;
  }

  /** Takes one byte, then two, then three, then one again; knows nothing but gathering writes. */
  private static final class ShortChannel extends FileChannel {
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    int room = Integer.MAX_VALUE;
    boolean failing;
    List<String> steps = new ArrayList<>();
    private int calls;

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
      int count = Math.min(calls++ % 3 + 1, room - written.size());
      if (count == 0) {
        throw new IOException("No space left on device");
      }
      int taken = 0;
      for (ByteBuffer source : sources) {
        while (source.hasRemaining() && taken < count) {
          written.write(source.get());
          taken++;
        }
      }
      return taken;
    }

    @Override
    protected void implCloseChannel() {}

    @Override
    public int read(ByteBuffer into) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long size() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void force(boolean metaData) throws IOException {
      if (failing) {
        throw new IOException("Input/output error");
      }
      steps.add("force");
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer into, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
