/**
 * The way in for files that lie behind a URL: we fetch them ourselves, as much at a time as the
 * other side gives, into the same upload that a client would fill. An import asked for in core
 * comes before, the pipeline after; outgoing guards every step in between.
 */
@NullMarked
package slipway.ingest.pull;

import org.jspecify.annotations.NullMarked;
