package slipway.ingest.direct;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Chunk;
import slipway.ingest.ByteStream;

/** Bytes of which no more may come than a door takes; beyond that the whole is refused. */
final class Limited implements ByteStream {
  private final ByteStream bytes;
  private final long limit;
  private long seen;

  Limited(ByteStream bytes, long limit) {
    this.bytes = bytes;
    this.limit = limit;
  }

  @Override
  public @Nullable Chunk next() throws IOException {
    Chunk chunk = bytes.next();
    if (chunk == null) {
      return null;
    }
    seen += chunk.length();
    if (seen > limit) {
      chunk.close();
      throw new ProblemException(new Problem.TooLarge(limit));
    }
    return chunk;
  }
}
