/**
 * The HTTP server: sockets, HTTP/1.1 and HTTP/2, bodies that arrive with back-pressure, routing,
 * CORS, ranges.
 *
 * <p>Before it comes only the network (and a proxy, perhaps); requests reach a {@link
 * slipway.http.Handler} on a virtual thread of their own. After it come the dialects, the ingest
 * and the playback rooms, which know the types of this package but nothing of Netty, the server
 * library used inside. This room knows nothing of video.
 */
@NullMarked
package slipway.http;

import org.jspecify.annotations.NullMarked;
