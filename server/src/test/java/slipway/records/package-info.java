/** Tests of the house's memory in SQL. */
@NullMarked
package slipway.records;

import org.jspecify.annotations.NullMarked;
