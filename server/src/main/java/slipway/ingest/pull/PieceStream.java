package slipway.ingest.pull;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import slipway.http.Chunk;
import slipway.ingest.BrokenStream;
import slipway.ingest.ByteStream;
import slipway.outgoing.Answer;
import slipway.outgoing.OutgoingException;

/**
 * The body of an answer as a piece of a film: what of it came before is left out, and its time
 * stamps go on behind those of the piece before. Used by one thread.
 */
final class PieceStream implements ByteStream {
  private static final int BUFFER = TransportClock.PACKET * 1024;

  private final Answer answer;
  private final @Nullable TransportClock clock;
  private final byte[] buffer = new byte[BUFFER];

  /** What was read and is not handed out yet, less than a packet as a rule. */
  private final byte[] packets = new byte[BUFFER + TransportClock.PACKET];

  private int kept;
  private int given;
  private long left;
  private long skip;

  /**
   * @param most bytes of the piece
   * @param clock moves its time stamps, {@code null} when they may stay
   * @param skip bytes at its beginning that are stored already
   */
  PieceStream(Answer answer, long most, @Nullable TransportClock clock, long skip) {
    this.answer = answer;
    this.left = most;
    this.clock = clock;
    this.skip = skip;
  }

  /** How many bytes fewer than the most have come. */
  long left() {
    return left;
  }

  /** Whether it ended before what is stored of it already, so that it is another one. */
  boolean isShorter() {
    return skip > 0;
  }

  @Override
  public @Nullable Chunk next() throws BrokenStream {
    while (true) {
      System.arraycopy(packets, given, packets, 0, kept - given);
      kept -= given;
      given = 0;
      int count = read();
      if (count < 0 && kept == 0) {
        return null;
      }
      if (count > 0) {
        System.arraycopy(buffer, 0, packets, kept, count);
        kept += count;
      }
      given = count < 0 ? kept : whole();
      if (clock != null) {
        clock.move(packets, given);
        if (clock.differs()) {
          return null;
        }
      }
      int from = (int) Math.min(skip, given);
      skip -= from;
      if (given > from) {
        return new Part(
            given - from, new ByteBuffer[] {ByteBuffer.wrap(packets, from, given - from)});
      }
    }
  }

  private int whole() {
    return clock == null ? kept : kept - kept % TransportClock.PACKET;
  }

  private int read() throws BrokenStream {
    if (left == 0) {
      return -1;
    }
    try {
      int count = (int) Math.min(left, answer.read(buffer));
      left -= Math.max(0, count);
      return count;
    } catch (OutgoingException e) {
      throw new BrokenStream(String.valueOf(e.getMessage()), e);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, never shown
  private record Part(long length, ByteBuffer[] buffers) implements Chunk {
    @Override
    public void close() {}
  }
}
