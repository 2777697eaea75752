/**
 * The journey of a video, for an import from its first byte, else after its last: fetch, inspect,
 * package or encode, publish, and the odd jobs beside. Each stage is a class, their list is
 * Journey. What comes before is ingest, what comes after is playback; the craft itself is in media.
 */
@NullMarked
package slipway.pipeline;

import org.jspecify.annotations.NullMarked;
