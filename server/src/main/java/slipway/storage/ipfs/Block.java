package slipway.storage.ipfs;

import java.nio.ByteBuffer;

/**
 * A block of a file.
 *
 * @param data of use until the next one is asked for
 */
public record Block(Cid cid, ByteBuffer data) {}
