package slipway.ingest.tus;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import slipway.core.account.KeyText;
import slipway.core.upload.Birth;
import slipway.core.upload.Creator;
import slipway.http.Headers;

/**
 * Knows repeated creations: by their {@code Idempotency-Key} (TUS-68), and a final by its parts and
 * metadata (TUS-137), as a client that lost the answer would send it again. Safe for any thread.
 */
final class Repeats {
  private static final int LONGEST_KEY = 256;

  private final Set<String> running = ConcurrentHashMap.newKeySet();

  /** How an upload comes about by this request. */
  Birth birth(Creator creator, Headers headers, TusConcat concat) {
    boolean ticketed = creator instanceof Creator.Ticket && !(concat instanceof TusConcat.Partial);
    String print = KeyText.hash(said(headers));
    @Nullable String requestKey = key(creator, headers);
    if (requestKey == null && concat instanceof TusConcat.Final) {
      requestKey = KeyText.hash(creator.scope() + "\nfinal " + print);
    }
    return new Birth(Birth.Dialect.TUS, ticketed, /* claimed= */ ticketed, requestKey, print);
  }

  /**
   * The same in the IETF's dialect.
   *
   * @param claimed whether the client is told the address before the answer
   */
  Birth ietfBirth(Creator creator, Headers headers, boolean complete, boolean claimed) {
    return new Birth(
        Birth.Dialect.IETF,
        creator instanceof Creator.Ticket,
        claimed,
        key(creator, headers),
        KeyText.hash(saidByIetf(headers, complete)));
  }

  private static @Nullable String key(Creator creator, Headers headers) {
    return headers
        .first("Idempotency-Key")
        .filter(Repeats::isUsable)
        .map(key -> KeyText.hash(creator.scope() + "\nkey " + key))
        .orElse(null);
  }

  /**
   * Marks a creation as being handled, until it is {@link #ended}.
   *
   * @throws TusException when the same one is under way
   */
  void begin(String requestKey) {
    if (!running.add(requestKey)) {
      throw new TusException(TusError.REQUEST_RUNNING.refusal().with("Retry-After", "1"));
    }
  }

  void ended(String requestKey) {
    running.remove(requestKey);
  }

  private static boolean isUsable(String key) {
    return !key.isEmpty()
        && key.length() <= LONGEST_KEY
        && key.chars().allMatch(c -> c > 0x20 && c < 0x7F);
  }

  private static String saidByIetf(Headers headers, boolean complete) {
    return String.join(
        "\n",
        "ietf",
        complete ? "?1" : "?0",
        headers.all("Upload-Length").toString(),
        headers.all("Upload-Metadata").toString(),
        headers.all("Content-Disposition").toString(),
        headers.all("Content-Type").toString());
  }

  /** Everything that makes one creation another than the next. */
  private static String said(Headers headers) {
    return String.join(
        "\n",
        headers.all("Upload-Length").toString(),
        headers.all("Upload-Defer-Length").toString(),
        headers.all("Upload-Metadata").toString(),
        headers.all("Upload-Concat").toString());
  }
}
