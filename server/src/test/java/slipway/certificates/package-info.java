@NullMarked
package slipway.certificates;

import org.jspecify.annotations.NullMarked;
