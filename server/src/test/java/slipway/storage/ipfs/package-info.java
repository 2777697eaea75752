@NullMarked
package slipway.storage.ipfs;

import org.jspecify.annotations.NullMarked;
