/** Tests of the room. */
@NullMarked
package slipway.storage.file;

import org.jspecify.annotations.NullMarked;
