package slipway.ingest.tus;

import slipway.http.Headers;

/**
 * One refusal of a request, before a door puts it into its words.
 *
 * @param message one sentence, safe to show
 * @param headers what the client needs to go on, for example the true offset
 */
record TusRefusal(TusError error, int status, String message, Headers headers) {

  /** With another status than the error's usual one. */
  TusRefusal withStatus(int other) {
    return new TusRefusal(error, other, message, headers);
  }

  /** With one more header field. */
  TusRefusal with(String name, String value) {
    return new TusRefusal(error, status, message, headers.with(name, value));
  }

  /** With the end of the connection announced: the rest of the body will not be read. */
  TusRefusal closing() {
    return with("Connection", "close");
  }
}
