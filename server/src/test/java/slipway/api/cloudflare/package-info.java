/** Tests of the Cloudflare dialect. */
@NullMarked
package slipway.api.cloudflare;

import org.jspecify.annotations.NullMarked;
