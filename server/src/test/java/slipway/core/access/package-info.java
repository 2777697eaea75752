@NullMarked
package slipway.core.access;

import org.jspecify.annotations.NullMarked;
