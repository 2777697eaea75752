/** The Gcore dialect over core's real use cases, without a socket. */
@NullMarked
package slipway.api.gcore;

import org.jspecify.annotations.NullMarked;
