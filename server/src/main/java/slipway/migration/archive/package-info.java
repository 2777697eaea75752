/** A folder with original files and what is known of them, which another house can read. */
@NullMarked
package slipway.migration.archive;

import org.jspecify.annotations.NullMarked;
