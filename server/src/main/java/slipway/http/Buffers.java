package slipway.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * The memory outside the heap for what is received and sent. Netty's usual allocator follows one
 * thread well; here the event loop takes a buffer and the thread of an exchange gives it back, or
 * the other way round, and it would ask the system for fresh memory, which the JDK fills with
 * zeros, for nearly every buffer.
 */
final class Buffers {
  private static final int PAGE = 8 << 10;

  /** Taken from the system at once: 2^7 pages, 1 MiB. */
  private static final int CHUNK_ORDER = 7;

  private static final int ARENAS = Math.max(2, Runtime.getRuntime().availableProcessors());

  /** Only event loops have caches of their own; the many threads of exchanges share the arenas. */
  static final ByteBufAllocator POOL =
      new PooledByteBufAllocator(
          /* preferDirect= */ true,
          /* nHeapArena= */ 0,
          ARENAS,
          PAGE,
          CHUNK_ORDER,
          PooledByteBufAllocator.defaultSmallCacheSize(),
          PooledByteBufAllocator.defaultNormalCacheSize(),
          /* useCacheForAllThreads= */ false);

  private Buffers() {}
}
