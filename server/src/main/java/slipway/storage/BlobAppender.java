package slipway.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Appends to one blob. Used by one thread at a time. */
public interface BlobAppender extends Closeable {

  /**
   * Writes all of the buffers behind what is there. Not durable before {@link #force}.
   *
   * @throws NoSpaceException when the store is full; what was written before stays
   */
  void write(ByteBuffer[] buffers) throws IOException;

  /** How many bytes the blob has, durable or not. */
  long position();

  /**
   * Makes everything written so far durable. After a failure this appender is of no use any more: a
   * second try would report success for bytes that are lost (reliability rule 1).
   */
  void force() throws IOException;
}
