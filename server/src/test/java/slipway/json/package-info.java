/** Tests of JSON in and out. */
@NullMarked
package slipway.json;

import org.jspecify.annotations.NullMarked;
