@NullMarked
package slipway.core.webhook;

import org.jspecify.annotations.NullMarked;
