@NullMarked
package slipway.webhook;

import org.jspecify.annotations.NullMarked;
