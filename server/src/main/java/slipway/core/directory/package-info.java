/**
 * Directories in which an account sorts its videos. A video says in which one it lies when it is
 * made or changed; deleting a directory takes everything in it along.
 */
@NullMarked
package slipway.core.directory;

import org.jspecify.annotations.NullMarked;
