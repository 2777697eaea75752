package slipway.http;

import java.util.Optional;

/**
 * Answers one request.
 *
 * <p>Called on a virtual thread made for this request, so plain blocking code is right. The body of
 * the request, chunks read from it and attributes belong to that thread alone; only {@link
 * Body#stop(String)} may be called from elsewhere.
 */
@FunctionalInterface
public interface Handler {

  /**
   * Answers the request. It may answer before the body was read; the server then lets the client
   * read the answer and closes the connection (TUS-57).
   *
   * @throws Hangup to end the connection (HTTP/2: the stream) without any answer
   * @throws Exception anything else is rendered by the {@link Area} or becomes a bare 500
   */
  Response handle(Request request) throws Exception;

  /**
   * What browsers may read of requests that are refused before anything is routed, as those whose
   * header block is too large; nothing unless a handler says so (TUS-56).
   */
  default Optional<CorsPolicy> corsOfRefusals() {
    return Optional.empty();
  }
}
