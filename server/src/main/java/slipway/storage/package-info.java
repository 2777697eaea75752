/**
 * Where bytes rest: the port, and what every store promises. The ingest rooms write here, pipeline
 * and playback read; one folder per kind of store implements it.
 */
@NullMarked
package slipway.storage;

import org.jspecify.annotations.NullMarked;
