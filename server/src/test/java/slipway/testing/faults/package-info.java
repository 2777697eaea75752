/** The bench of faults: disks that lose what was not forced, lines that break. For tests only. */
@NullMarked
package slipway.testing.faults;

import org.jspecify.annotations.NullMarked;
