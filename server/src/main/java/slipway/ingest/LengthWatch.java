package slipway.ingest;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import slipway.core.video.Failure;

/**
 * Compares how long a file says it plays with what its ticket allows, from the first bytes that say
 * it (MD-18). Used by the upload's one writer.
 */
final class LengthWatch {
  /** What a header says is rounded; only the index is exact, and it is read after the last byte. */
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  private final FirstLook.Measure measure;
  private final Duration most;
  private long position;

  LengthWatch(FirstLook.Measure measure, Duration most) {
    this.measure = measure;
    this.most = most;
  }

  /** Up to where it has seen the bytes. */
  long position() {
    return position;
  }

  /** Sees the next bytes without moving the buffers; gives the reason to refuse them, if any. */
  Optional<Failure> see(ByteBuffer[] buffers) {
    for (ByteBuffer buffer : buffers) {
      position += buffer.remaining();
    }
    if (measure.isDone()) {
      return Optional.empty();
    }
    return measure
        .see(buffers)
        .filter(length -> length.compareTo(most.plus(TOLERANCE)) > 0)
        .map(_ -> Failure.tooLong(most));
  }
}
