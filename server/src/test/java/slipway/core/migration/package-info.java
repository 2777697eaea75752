@NullMarked
package slipway.core.migration;

import org.jspecify.annotations.NullMarked;
