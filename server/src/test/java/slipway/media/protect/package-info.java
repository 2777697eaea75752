@NullMarked
package slipway.media.protect;

import org.jspecify.annotations.NullMarked;
