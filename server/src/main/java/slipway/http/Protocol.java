package slipway.http;

/** The protocol a request came over. */
public enum Protocol {
  /** Gets no interim answers and no chunked bodies. */
  HTTP_1_0,
  HTTP_1_1,
  HTTP_2
}
