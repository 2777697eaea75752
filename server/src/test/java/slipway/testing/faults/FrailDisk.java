package slipway.testing.faults;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A disk that keeps only what was forced, as POSIX promises no more (REL-15). Whatever runs on
 * {@link #root} reads what it wrote; after {@link #afterPowerLoss} there is what a disk may have
 * kept: all that was forced and, of the rest, what chance leaves, in any order. The bytes of a file
 * are forced with the file, its name with its folder. Safe for any thread.
 */
public final class FrailDisk {
  private final Node top = Node.folder();
  private final List<Pending> pending = new ArrayList<>();
  private int calls;
  private int powerUntil = Integer.MAX_VALUE;
  private int failingCall = Integer.MAX_VALUE;
  private boolean fullForGood;
  private String failure = "";

  /** A file or a folder. */
  static final class Node {
    final @Nullable Map<String, Node> names;
    byte[] bytes = new byte[0];

    private Node(@Nullable Map<String, Node> names) {
      this.names = names;
    }

    static Node folder() {
      return new Node(new HashMap<>());
    }

    static Node file() {
      return new Node(null);
    }

    boolean isFolder() {
      return names != null;
    }

    Map<String, Node> names() throws IOException {
      if (names == null) {
        throw new IOException("Not a directory");
      }
      return names;
    }
  }

  /** A change that is seen but not yet durable, how it is made good, and what forces it. */
  private record Pending(List<Node> forcedWith, Consumer<Survivors> change) {}

  /** The disk's durable state by nodes; each change names nodes, so any subset can be applied. */
  private static final class Survivors {
    final Map<Node, Map<String, Node>> names = new HashMap<>();
    final Map<Node, byte[]> bytes = new HashMap<>();

    Map<String, Node> namesIn(Node folder) {
      return names.computeIfAbsent(folder, _ -> new HashMap<>());
    }
  }

  private final Survivors durable = new Survivors();

  /** The root of this disk, for anything that works on paths. */
  public Path root() {
    return new FrailFileSystem(this).root();
  }

  /** The power goes at this call that changes or forces something; 0 is the first. */
  public synchronized void losePowerAt(int call) {
    powerUntil = call;
  }

  /** This one call fails as a broken disk does, those after it do not (REL-11). */
  public synchronized void failAt(int call) {
    failingCall = call;
    failure = "Input/output error";
  }

  /** This one call finds the disk full, those after it do not (REL-12). */
  public synchronized void fullAt(int call) {
    failingCall = call;
    failure = "No space left on device";
  }

  /** Every call from now on finds the disk full. */
  public synchronized void full() {
    fullForGood = true;
    failure = "No space left on device";
  }

  /** How many calls changed or forced something. */
  public synchronized int calls() {
    return calls;
  }

  /**
   * What may be there when the power is back.
   *
   * @param kept asked for each change that was not forced, in their order; those for which it says
   *     no never happened
   */
  public synchronized FrailDisk afterPowerLoss(BooleanSupplier kept) {
    for (Pending change : pending) {
      if (kept.getAsBoolean()) {
        change.change().accept(durable);
      }
    }
    pending.clear();
    FrailDisk next = new FrailDisk();
    rebuild(top, next, next.top);
    next.pending.forEach(change -> change.change().accept(next.durable));
    next.pending.clear();
    return next;
  }

  private void rebuild(Node from, FrailDisk into, Node to) {
    for (Map.Entry<String, Node> entry : durable.namesIn(from).entrySet()) {
      Node old = entry.getValue();
      Node fresh = old.isFolder() ? Node.folder() : Node.file();
      into.enter(to, entry.getKey(), fresh);
      if (old.isFolder()) {
        rebuild(old, into, fresh);
      } else {
        into.cut(fresh, 0);
        into.put(fresh, durable.bytes.getOrDefault(old, new byte[0]), 0);
      }
    }
  }

  // --- what the file system asks for ---

  private void tick() throws IOException {
    int call = calls++;
    if (call >= powerUntil) {
      throw new PowerLoss();
    }
    if (fullForGood || call == failingCall) {
      throw new IOException(failure);
    }
  }

  private boolean isDark() {
    return calls > powerUntil;
  }

  synchronized @Nullable Node find(List<String> path) throws IOException {
    if (isDark()) {
      throw new PowerLoss();
    }
    Node at = top;
    for (String name : path) {
      at = at.names == null ? null : at.names.get(name);
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  private Node folderOf(List<String> path) throws IOException {
    Node folder = find(path.subList(0, path.size() - 1));
    if (folder == null) {
      throw new NoSuchFileException(String.join("/", path));
    }
    return folder;
  }

  synchronized Node create(List<String> path, boolean asFolder) throws IOException {
    Node folder = folderOf(path);
    String name = path.getLast();
    if (folder.names().containsKey(name)) {
      throw new FileAlreadyExistsException(String.join("/", path));
    }
    tick();
    Node fresh = asFolder ? Node.folder() : Node.file();
    enter(folder, name, fresh);
    return fresh;
  }

  private void enter(Node folder, String name, Node fresh) {
    if (folder.names != null) {
      folder.names.put(name, fresh);
    }
    pending.add(new Pending(List.of(folder), kept -> kept.namesIn(folder).put(name, fresh)));
  }

  synchronized void remove(List<String> path) throws IOException {
    Node folder = folderOf(path);
    String name = path.getLast();
    if (folder.names().get(name) == null) {
      throw new NoSuchFileException(String.join("/", path));
    }
    tick();
    folder.names().remove(name);
    pending.add(new Pending(List.of(folder), kept -> kept.namesIn(folder).remove(name)));
  }

  /** One change, as journals keep it: both names or none. */
  synchronized void move(List<String> from, List<String> to) throws IOException {
    Node source = folderOf(from);
    Node target = folderOf(to);
    Node moved = source.names().get(from.getLast());
    if (moved == null) {
      throw new NoSuchFileException(String.join("/", from));
    }
    tick();
    source.names().remove(from.getLast());
    target.names().put(to.getLast(), moved);
    pending.add(
        new Pending(
            List.of(source, target),
            kept -> {
              kept.namesIn(source).remove(from.getLast());
              kept.namesIn(target).put(to.getLast(), moved);
            }));
  }

  synchronized byte[] bytes(Node file) throws IOException {
    if (isDark()) {
      throw new PowerLoss();
    }
    return file.bytes;
  }

  synchronized void write(Node file, byte[] bytes, long position) throws IOException {
    tick();
    put(file, bytes, (int) position);
  }

  private void put(Node file, byte[] bytes, int position) {
    file.bytes = over(file.bytes, bytes, position);
    pending.add(
        new Pending(
            List.of(file),
            kept ->
                kept.bytes.merge(
                    file,
                    over(new byte[0], bytes, position),
                    (before, _) -> over(before, bytes, position))));
  }

  /** What lies between the old end and a piece behind it reads as zeros. */
  private static byte[] over(byte[] before, byte[] piece, int position) {
    byte[] after = Arrays.copyOf(before, Math.max(before.length, position + piece.length));
    System.arraycopy(piece, 0, after, position, piece.length);
    return after;
  }

  synchronized void truncate(Node file, long size) throws IOException {
    if (size >= file.bytes.length) {
      return;
    }
    tick();
    cut(file, (int) size);
  }

  private void cut(Node file, int size) {
    file.bytes = Arrays.copyOf(file.bytes, Math.min(size, file.bytes.length));
    pending.add(
        new Pending(
            List.of(file),
            kept ->
                kept.bytes.merge(
                    file,
                    new byte[0],
                    (before, _) -> Arrays.copyOf(before, Math.min(size, before.length)))));
  }

  /** Makes good what waits for this file or folder; a failure makes good nothing, for ever. */
  synchronized void force(Node node) throws IOException {
    try {
      tick();
    } catch (IOException failed) {
      // The kernel marks the pages clean: the next force will succeed without them.
      pending.removeIf(change -> !node.isFolder() && change.forcedWith().contains(node));
      throw failed;
    }
    pending.removeIf(change -> {
      boolean forced = change.forcedWith().contains(node);
      if (forced) {
        change.change().accept(durable);
      }
      return forced;
    });
  }
}
