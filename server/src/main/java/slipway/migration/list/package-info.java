/** Lists of URLs that somebody wrote, in a CSV or JSON file, as a library like any other. */
@NullMarked
package slipway.migration.list;

import org.jspecify.annotations.NullMarked;
