package slipway.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import slipway.storage.BlobAppender;

/**
 * Appends to one file. Of a large one only the beginning and the end stay in memory, where players
 * and the inspection look first: the memory behind the writer is given back as soon as its bytes
 * are durable and takes those that come next. Fresh memory for each byte costs as much time as
 * receiving, hashing and writing it, and pushes out what others read.
 */
final class FileAppender implements BlobAppender {
  /** Bytes at the beginning, and behind the writer, that stay in the cache. */
  static final long KEPT = 32L << 20;

  /** The rest goes in pieces of this. */
  static final long PIECE = 8L << 20;

  private final FileChannel channel;
  private final Durability durability;
  private final PageCache cache;

  /** Written by one thread, read also by the one that makes it durable. */
  private volatile long position;

  /** Up to where memory was given back. */
  private long dropped;

  private volatile boolean broken;

  FileAppender(FileChannel channel, long position) {
    this(channel, position, Durability.POWER, PageCache.UNTOLD);
  }

  FileAppender(FileChannel channel, long position, Durability durability, PageCache cache) {
    this.durability = durability;
    this.channel = channel;
    this.position = position;
    this.cache = cache;
    this.dropped = droppedAt(position);
  }

  @Override
  public void write(ByteBuffer[] buffers) throws IOException {
    requireSound();
    long reached = position;
    try {
      while (hasRemaining(buffers)) {
        reached += channel.write(buffers);
      }
    } catch (IOException e) {
      throw FullDisk.named(e);
    } finally {
      position = reached;
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
    long durable = position;
    try {
      channel.force(/* metaData= */ false);
    } catch (IOException e) {
      broken = true;
      throw FullDisk.named(e);
    }
    long end = droppedAt(durable);
    if (end > dropped) {
      cache.drop(dropped, end);
      dropped = end;
    }
  }

  /** Up to where it is given back when so many bytes are durable; in whole pieces, so once each. */
  private static long droppedAt(long durable) {
    return Math.max(KEPT, (durable - KEPT) / PIECE * PIECE);
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
