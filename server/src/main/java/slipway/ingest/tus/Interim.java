package slipway.ingest.tus;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.upload.Upload;
import slipway.http.Headers;
import slipway.http.Request;

/**
 * The answers before the answer (TUS-231, TUS-233): where a new upload is, and while a long body
 * comes, how much of it needs never be sent again. Used by the thread of the request.
 */
final class Interim {
  private static final Logger log = LoggerFactory.getLogger(Interim.class);

  /** The first version that knows offsets in interim answers. */
  private static final int KNOWS_OFFSETS = 5;

  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final Request request;
  private final Speech.Ietf speech;
  private final LongSupplier nanos;
  private long toldAt;
  private boolean told;
  private boolean isDeaf;

  Interim(Request request, Speech.Ietf speech, LongSupplier nanos) {
    this.request = request;
    this.speech = speech;
    this.nanos = nanos;
  }

  /** Where the upload is; only to clients that named a version which knows it (TUS-234). */
  void location(String location, String limit) {
    if (speech.version() == 0) {
      return;
    }
    Headers fields = version().with("Location", location);
    tell(speech.version() < 6 ? fields : fields.with("Upload-Limit", limit));
  }

  /** How far it is. A client that does not take that hears no more, and may well go on sending. */
  void durable(Upload upload) {
    long now = nanos.getAsLong();
    if (isDeaf || speech.version() < KNOWS_OFFSETS || (told && now - toldAt < PAUSE)) {
      return;
    }
    told = true;
    toldAt = now;
    tell(version().with("Upload-Offset", Long.toString(upload.offset())));
  }

  /** The final answer says the same; what cannot be told before that is no failure. */
  private void tell(Headers fields) {
    try {
      request.inform(104, fields);
    } catch (IOException untold) {
      isDeaf = true;
      log.debug("a client could not be told of its upload in between", untold);
    }
  }

  private Headers version() {
    return Headers.of("Upload-Draft-Interop-Version", Integer.toString(speech.version()));
  }
}
