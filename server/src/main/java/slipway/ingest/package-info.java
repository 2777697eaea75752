/**
 * How bytes get in, whatever the protocol: one writer at a time, a first look at what comes, an
 * offset only when it is durable. A ticket from core.upload comes before, the pipeline after. The
 * rooms below speak the protocols.
 */
@NullMarked
package slipway.ingest;

import org.jspecify.annotations.NullMarked;
