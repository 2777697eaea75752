package slipway.ingest;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import slipway.core.video.Failure;

/** Judges a file by its first bytes, while the rest is still on its way (MD-10). */
@FunctionalInterface
public interface FirstLook {

  /** What the first bytes say. */
  sealed interface Verdict {
    /** May well be media. */
    record Pass() implements Verdict {}

    /** Too few bytes to tell. */
    record NeedMore() implements Verdict {}

    /** Will never be taken; there is no use in sending the rest. */
    record Refuse(Failure failure) implements Verdict {}
  }

  /**
   * Judges.
   *
   * @param head the first bytes, at most {@link #ENOUGH}
   * @param complete whether they are the whole file; then there is always a verdict
   */
  Verdict judge(byte[] head, boolean complete);

  /** Listens for how long a file says it plays, as its bytes come. Small; used by one thread. */
  interface Measure {

    /** Whether nothing more will be found out. */
    boolean isDone();

    /** Sees the next bytes without moving the buffers; gives the duration once, when it is told. */
    Optional<Duration> see(ByteBuffer[] buffers);
  }

  /** A measure for a file from its first byte on; empty where durations cannot be told early. */
  default Optional<Measure> measure() {
    return Optional.empty();
  }

  /** With this many bytes there is always a verdict. */
  int ENOUGH = 64 * 1024;
}
