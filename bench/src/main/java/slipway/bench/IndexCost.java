package slipway.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import slipway.media.container.ByteSource;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Movie;
import slipway.media.packaging.CheckedTrack;

/**
 * What the index of a file costs beside time: bytes that are read, and heap. The rig {@code index}
 * runs it with files as arguments; it prints a line of JSON for each, in bytes.
 */
public final class IndexCost {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean(); // HotSpot's, which knows allocations

  private IndexCost() {}

  /** Measures each file, the second time for the figures: loading classes takes heap as well. */
  public static void main(String... files) throws IOException {
    for (String file : files) {
      measure(Path.of(file));
      System.out.println(measure(Path.of(file)));
    }
  }

  private static String measure(Path file) throws IOException {
    try (FileByteSource whole = FileByteSource.open(file)) {
      Counting source = new Counting(whole);
      Clip clip = Clip.of(source);
      long before = heapInUse();
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      Mp4Movie movie = clip.index();
      long ofIndex = source.taken();
      List<CheckedTrack> tracks = clip.check(movie);
      long ofCheck = source.taken();
      allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      try {
        return String.format(
            Locale.ROOT,
            "{\"size\":%d,\"index\":%d,\"check\":%d,\"allocated\":%d,\"kept\":%d}",
            whole.size(),
            ofIndex,
            ofCheck,
            allocated,
            heapInUse() - before);
      } finally {
        Reference.reachabilityFence(movie);
        Reference.reachabilityFence(tracks);
      }
    }
  }

  /** After all garbage has gone. */
  private static long heapInUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Counts what is read. */
  private record Counting(ByteSource source, AtomicLong bytes) implements ByteSource {
    Counting(ByteSource source) {
      this(source, new AtomicLong());
    }

    @Override
    public long size() throws IOException {
      return source.size();
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      int count = source.read(position, into);
      bytes.addAndGet(Math.max(0, count));
      return count;
    }

    /** Since the last time. */
    long taken() {
      return bytes.getAndSet(0);
    }
  }
}
