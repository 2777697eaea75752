/**
 * JSON in and out: one strict reader and writer for records, and a tree for texts whose shape is
 * checked by hand. Before it come the bytes of requests, records and webhooks; after it the wire
 * shapes of whoever asks. Nothing outside this room knows which library does the work.
 */
@NullMarked
package slipway.json;

import org.jspecify.annotations.NullMarked;
