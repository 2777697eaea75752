package slipway.testing.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * An open file, or folder, of a {@link FrailDisk}. A write takes half of what it could (REL-14).
 */
final class FrailChannel extends FileChannel {
  private final FrailDisk disk;
  private final FrailDisk.Node node;
  private long position;

  FrailChannel(FrailDisk disk, FrailDisk.Node node) {
    this.disk = disk;
    this.node = node;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (sources[i].hasRemaining()) {
        return write(sources[i]);
      }
    }
    return 0;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    byte[] taken = new byte[(source.remaining() + 1) / 2];
    source.duplicate().get(taken);
    disk.write(node, taken, position);
    source.position(source.position() + taken.length);
    position += taken.length;
    return taken.length;
  }

  @Override
  public int write(ByteBuffer source, long at) throws IOException {
    byte[] taken = new byte[(source.remaining() + 1) / 2];
    source.duplicate().get(taken);
    disk.write(node, taken, at);
    source.position(source.position() + taken.length);
    return taken.length;
  }

  @Override
  public int read(ByteBuffer into, long at) throws IOException {
    byte[] bytes = disk.bytes(node);
    if (at >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(into.remaining(), bytes.length - at);
    into.put(bytes, (int) at, count);
    return count;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = read(into, position);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
    byte[] bytes = disk.bytes(node);
    int length = (int) Math.min(count, bytes.length - at);
    return target.write(ByteBuffer.wrap(bytes, (int) at, length));
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long at) {
    position = at;
    return this;
  }

  @Override
  public long size() throws IOException {
    return disk.bytes(node).length;
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    disk.truncate(node, size);
    position = Math.min(position, size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    disk.force(node);
  }

  @Override
  protected void implCloseChannel() {}

  @Override
  public long read(ByteBuffer[] into, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long at, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long at, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long at, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long at, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
