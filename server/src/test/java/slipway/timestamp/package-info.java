@NullMarked
package slipway.timestamp;

import org.jspecify.annotations.NullMarked;
