package slipway.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import slipway.storage.BlobAppender;
import slipway.storage.FullDisk;

/** Appends to one file. */
final class FileAppender implements BlobAppender {
  private final FileChannel channel;
  private final Durability durability;
  private long position;
  private volatile boolean broken;

  FileAppender(FileChannel channel, long position) {
    this(channel, position, Durability.POWER);
  }

  FileAppender(FileChannel channel, long position, Durability durability) {
    this.durability = durability;
    this.channel = channel;
    this.position = position;
  }

  @Override
  public void write(ByteBuffer[] buffers) throws IOException {
    requireSound();
    try {
      while (hasRemaining(buffers)) {
        position += channel.write(buffers);
      }
    } catch (IOException e) {
      throw FullDisk.named(e);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void force() throws IOException {
    requireSound();
    if (durability == Durability.PROCESS) {
      return; // the operating system has the bytes, and outlives us
    }
    try {
      channel.force(/* metaData= */ false);
    } catch (IOException e) {
      broken = true;
      throw FullDisk.named(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void requireSound() throws IOException {
    if (broken) {
      throw new IOException("bytes were lost when they were made durable; nothing more is taken");
    }
  }

  private static boolean hasRemaining(ByteBuffer[] buffers) {
    for (ByteBuffer buffer : buffers) {
      if (buffer.hasRemaining()) {
        return true;
      }
    }
    return false;
  }
}
