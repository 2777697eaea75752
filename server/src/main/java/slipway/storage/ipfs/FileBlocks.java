package slipway.storage.ipfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import slipway.storage.Blob;

/**
 * The blocks of a file in the layout that Kubo and the IPFS libraries use (MD-88): a balanced tree
 * over raw leaves of 256 KiB with 174 links a node, each node right after the last block below it,
 * so that one pass in order is enough and the root comes last. Memory holds one leaf and at most
 * 174 links for each level, whatever the size of the file. For one thread.
 */
public final class FileBlocks {
  private static final int LEAF = 1 << 18;
  private static final int LINKS = 174;

  private final Reader file;
  private final long size;
  private final ByteBuffer leaf = ByteBuffer.allocate(LEAF);
  private final List<List<Link>> levels = new ArrayList<>();
  private final Queue<Block> nodes = new ArrayDeque<>();
  private long position;
  private boolean begun;
  private boolean ended;

  /**
   * @param subtree bytes of all blocks below and of itself
   * @param content bytes of the file below it
   */
  private record Link(Cid cid, long subtree, long content) {}

  /** Reads as {@link Blob#read}. */
  private interface Reader {
    int read(ByteBuffer into, long position) throws IOException;
  }

  private FileBlocks(Reader file, long size) {
    this.file = file;
    this.size = size;
  }

  /** Of a stored file, which stays open for as long. */
  public static FileBlocks of(Blob blob) {
    return new FileBlocks(blob::read, blob.size());
  }

  /** Of a small file that is not stored. */
  public static FileBlocks of(byte[] bytes) {
    return new FileBlocks(
        (into, from) -> {
          int count = (int) Math.min(into.remaining(), bytes.length - from);
          into.put(bytes, (int) from, count);
          return count;
        },
        bytes.length);
  }

  /** Reads to the end; what the file is called. */
  public Cid root() throws IOException {
    while (next().isPresent()) {
      // Only the last one counts.
    }
    return levels.getLast().getFirst().cid();
  }

  /** How many bytes of the file are behind. */
  public long position() {
    return position;
  }

  /** The next block; empty after the root, which is the last one. */
  public Optional<Block> next() throws IOException {
    if (nodes.isEmpty() && !ended) {
      if (position < size || !begun) {
        return Optional.of(readLeaf());
      }
      end();
    }
    return Optional.ofNullable(nodes.poll());
  }

  private Block readLeaf() throws IOException {
    begun = true;
    leaf.clear().limit((int) Math.min(LEAF, size - position));
    while (leaf.hasRemaining()) {
      int count = file.read(leaf, position + leaf.position());
      if (count <= 0) {
        throw new IOException("the file ends at " + (position + leaf.position()) + " of " + size);
      }
    }
    leaf.flip();
    position += leaf.remaining();
    Block block = new Block(Cid.ofLeaf(leaf), leaf.asReadOnlyBuffer());
    add(0, new Link(block.cid(), leaf.remaining(), leaf.remaining()));
    return block;
  }

  private void add(int level, Link link) {
    if (level == levels.size()) {
      levels.add(new ArrayList<>());
    }
    List<Link> links = levels.get(level);
    links.add(link);
    if (links.size() == LINKS) {
      close(level);
    }
  }

  /** What is left becomes nodes, from the leaves up, until one stands above all. */
  private void end() {
    ended = true;
    for (int level = 0; level < levels.size(); level++) {
      boolean top = level == levels.size() - 1;
      int open = levels.get(level).size();
      if (open > (top ? 1 : 0)) {
        close(level);
      }
    }
  }

  private void close(int level) {
    List<Link> links = List.copyOf(levels.get(level));
    levels.get(level).clear();
    long content = links.stream().mapToLong(Link::content).sum();
    ByteBuffer node = node(links, content);
    Cid cid = Cid.ofNode(node);
    long below = links.stream().mapToLong(Link::subtree).sum();
    nodes.add(new Block(cid, node));
    add(level + 1, new Link(cid, node.remaining() + below, content));
  }

  /**
   * A {@code PBNode} of dag-pb with UnixFS data in it, in the one form that is hashed: links first.
   */
  private static ByteBuffer node(List<Link> links, long content) {
    Protobuf data = new Protobuf();
    data.number(1, /* a file */ 2);
    data.number(3, content);
    links.forEach(link -> data.number(4, link.content()));
    Protobuf node = new Protobuf();
    for (Link link : links) {
      Protobuf one = new Protobuf();
      one.bytes(1, link.cid().bytes());
      one.bytes(2, new byte[0]); // the name, which stands there although it is none
      one.number(3, link.subtree());
      node.bytes(2, one.toBytes());
    }
    node.bytes(1, data.toBytes());
    return ByteBuffer.wrap(node.toBytes());
  }
}
