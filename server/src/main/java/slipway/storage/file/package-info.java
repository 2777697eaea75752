/**
 * Bytes on a local disk: one folder per video, one file per blob, written straight to its final
 * place. The ingest rooms append here; playback sends from here without copying.
 */
@NullMarked
package slipway.storage.file;

import org.jspecify.annotations.NullMarked;
