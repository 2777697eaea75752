/** Tests of what every store of blobs promises. */
@NullMarked
package slipway.storage;

import org.jspecify.annotations.NullMarked;
