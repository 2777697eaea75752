/**
 * Blobs as IPFS sees them: cut into blocks that are named by their hashes, and those in one file.
 *
 * <p>Before it lie stored blobs, after it stand archives that any IPFS node takes in. It asks
 * nobody: who sends them somewhere is another room.
 */
@NullMarked
package slipway.storage.ipfs;

import org.jspecify.annotations.NullMarked;
