package slipway.ingest.pull;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import slipway.http.Chunk;
import slipway.ingest.BrokenStream;
import slipway.ingest.ByteStream;
import slipway.outgoing.Answer;
import slipway.outgoing.OutgoingException;

/** The body of an answer as a stream; one buffer is enough, as chunks are closed in turn. */
final class RemoteStream implements ByteStream {
  private final Answer answer;
  private final byte[] buffer = new byte[256 * 1024];

  RemoteStream(Answer answer) {
    this.answer = answer;
  }

  @Override
  public @Nullable Chunk next() throws BrokenStream {
    try {
      int count = answer.read(buffer);
      return count < 0
          ? null
          : new Piece(count, new ByteBuffer[] {ByteBuffer.wrap(buffer, 0, count)});
    } catch (OutgoingException e) {
      throw new BrokenStream(String.valueOf(e.getMessage()), e);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, never shown
  private record Piece(long length, ByteBuffer[] buffers) implements Chunk {
    @Override
    public void close() {}
  }
}
