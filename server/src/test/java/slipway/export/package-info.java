@NullMarked
package slipway.export;

import org.jspecify.annotations.NullMarked;
