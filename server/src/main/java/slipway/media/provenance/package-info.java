/**
 * Says where a file comes from, so that others can check it: C2PA manifests (JUMBF, CBOR, COSE) in
 * MP4 files.
 *
 * <p>Before it lie the tracks of a video and somebody's key and certificate, after it stands an
 * ordinary MP4 file that carries a signed statement about itself. What packaging lays out is hashed
 * as it streams by; nothing is copied.
 */
@NullMarked
package slipway.media.provenance;

import org.jspecify.annotations.NullMarked;
