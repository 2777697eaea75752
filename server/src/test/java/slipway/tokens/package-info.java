@NullMarked
package slipway.tokens;

import org.jspecify.annotations.NullMarked;
