/** Tests of the house as a whole: who knows whom, and what is proved. */
@NullMarked
package slipway;

import org.jspecify.annotations.NullMarked;
