@NullMarked
package slipway.core.download;

import org.jspecify.annotations.NullMarked;
