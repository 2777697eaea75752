/**
 * Keys and certificates in PEM files: reading those of an operator, and making our own where there
 * are none, which the JDK has no interface for.
 *
 * <p>Before it lie files, after it stand those who show a certificate to others: http to its
 * clients, and whoever signs. It knows nothing of either.
 */
@NullMarked
package slipway.certificates;

import org.jspecify.annotations.NullMarked;
