/**
 * Resumable uploads in the tus protocol, version 1.0.0, and in the IETF's draft. A door says where,
 * for whom and in whose words; one class for each verb does the work on the {@link
 * slipway.ingest.Receiver}. A ticket from core.upload comes before, the pipeline after the last
 * byte.
 */
@NullMarked
package slipway.ingest.tus;

import org.jspecify.annotations.NullMarked;
