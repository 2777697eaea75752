package slipway.storage.ipfs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes archives of blocks: CARv1, as the IPLD specification has it (MD-89). */
public final class Car {
  private final OutputStream out;

  /**
   * Begins an archive.
   *
   * @param root what it is about; its blocks may also be in others
   */
  public Car(OutputStream out, Cid root) throws IOException {
    this.out = out;
    byte[] header = header(root);
    writeLength(header.length);
    out.write(header);
  }

  /** All blocks of a file. */
  public static void write(OutputStream out, Cid root, FileBlocks blocks) throws IOException {
    Car car = new Car(out, root);
    for (Optional<Block> next = blocks.next(); next.isPresent(); next = blocks.next()) {
      car.add(next.get());
    }
  }

  /** Adds one block. */
  public void add(Block block) throws IOException {
    ByteBuffer data = block.data().duplicate();
    writeLength(Cid.BYTES + data.remaining());
    out.write(block.cid().bytes());
    byte[] piece = new byte[Math.min(data.remaining(), 1 << 16)];
    while (data.hasRemaining()) {
      int count = Math.min(piece.length, data.remaining());
      data.get(piece, 0, count);
      out.write(piece, 0, count);
    }
  }

  private void writeLength(int length) throws IOException {
    var varint = new ByteArrayOutputStream();
    Protobuf.varint(varint, length);
    out.write(varint.toByteArray());
  }

  /** {@code {"roots": [root], "version": 1}} in CBOR, with a CID as tag 42 has it. */
  private static byte[] header(Cid root) {
    var cbor = new ByteArrayOutputStream();
    cbor.write(0xa2); // a map of two
    text(cbor, "roots");
    cbor.write(0x81); // a list of one
    cbor.write(0xd8); // tag
    cbor.write(42);
    cbor.write(0x58); // so many bytes
    cbor.write(Cid.BYTES + 1);
    cbor.write(0); // a CID in binary begins so
    cbor.writeBytes(root.bytes());
    text(cbor, "version");
    cbor.write(1);
    return cbor.toByteArray();
  }

  private static void text(ByteArrayOutputStream cbor, String text) {
    cbor.write(0x60 | text.length());
    cbor.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
