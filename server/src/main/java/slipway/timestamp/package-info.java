/**
 * Asks a time stamping authority when it is (RFC 3161), over HTTP, and believes no answer that does
 * not fit the question or is not signed.
 *
 * <p>Before it lies a signature that is to count for longer than its certificate, after it stands
 * the authority's word, which others can check. Nobody is asked unless the operator names one.
 */
@NullMarked
package slipway.timestamp;

import org.jspecify.annotations.NullMarked;
