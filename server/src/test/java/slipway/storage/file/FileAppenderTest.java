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
    public void force(boolean metaData) {
      throw new UnsupportedOperationException();
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
