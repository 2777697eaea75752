package slipway.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.storage.Blob;
import slipway.storage.BlobAppender;
import slipway.testing.faults.FrailDisk;

/**
 * REL-15: the power goes at every single call that changes or forces something. Whatever the disk
 * then keeps of what was not forced, what was told is there and what was published is whole.
 */
final class FileBlobsPowerLossTest {
  private static final int SHUFFLES = 20;

  /** What a store's user was told, and so relies upon. */
  private static final class Told {
    /** Bytes below this offset are durable. */
    final Map<String, Integer> offsets = new HashMap<>();

    /** These are there, whole. */
    final List<String> whole = new ArrayList<>();
  }

  /** Something done to a store; tells what it was told, as it goes. */
  private interface Deed {
    void on(FileBlobs blobs, Path disk, Told told) throws IOException;
  }

  /** The right bytes of every key. */
  private static byte[] right(String key) {
    return switch (key) {
      case "v/source" -> bytes(1, 60);
      case "w/source" -> bytes(2, 30);
      case "v/480p0.mp4" -> bytes(3, 40);
      case "x/source" -> joined(right("v/source"), right("w/source"), right("v/source"));
      default -> throw new IllegalArgumentException(key);
    };
  }

  private static byte[] bytes(int seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(byte[]... all) {
    byte[] joined = new byte[Arrays.stream(all).mapToInt(one -> one.length).sum()];
    int at = 0;
    for (byte[] one : all) {
      System.arraycopy(one, 0, joined, at, one.length);
      at += one.length;
    }
    return joined;
  }

  private static void append(FileBlobs blobs, Told told, String key, int upTo) throws IOException {
    int offset = told.offsets.getOrDefault(key, 0);
    if (offset >= upTo) {
      return;
    }
    try (BlobAppender appender = blobs.append(key, offset)) {
      for (int at = offset; at < upTo; at += 10) {
        appender.write(
            new ByteBuffer[] {
              ByteBuffer.wrap(right(key), at, 3), ByteBuffer.wrap(right(key), at + 3, 7)
            });
      }
      appender.force();
      told.offsets.put(key, upTo);
      // As if the line broke here: bytes that nobody was told of, and that are not even right.
      appender.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[10])});
    }
  }

  private static void publish(FileBlobs blobs, Path disk, Told told, String key)
      throws IOException {
    Path made = disk.resolve("made");
    try (FileChannel out =
        FileChannel.open(made, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer all = ByteBuffer.wrap(right(key));
      while (all.hasRemaining()) {
        out.write(all);
      }
    }
    blobs.publish(made, key);
    told.whole.add(key);
  }

  private static void uploads(FileBlobs blobs, Path disk, Told told) throws IOException {
    append(blobs, told, "v/source", 20);
    append(blobs, told, "w/source", 30);
    append(blobs, told, "v/source", 30);
    append(blobs, told, "v/source", 60);
  }

  private static void publishes(FileBlobs blobs, Path disk, Told told) throws IOException {
    publish(blobs, disk, told, "v/480p0.mp4");
    publish(blobs, disk, told, "v/480p0.mp4");
  }

  private static void joins(FileBlobs blobs, Path disk, Told told) throws IOException {
    whole(blobs, "v/source");
    whole(blobs, "w/source");
    blobs.concat(List.of("v/source", "w/source", "v/source"), "x/source");
    told.whole.add("x/source");
    blobs.deleteFolder("w");
  }

  private static void whole(FileBlobs blobs, String key) throws IOException {
    try (BlobAppender appender = blobs.append(key, 0)) {
      appender.write(new ByteBuffer[] {ByteBuffer.wrap(right(key))});
      appender.force();
    }
  }

  /** How many calls a deed makes when nothing happens to it. */
  private static int calls(Deed deed) throws IOException {
    FrailDisk disk = new FrailDisk();
    deed.on(open(disk), disk.root(), new Told());
    return disk.calls();
  }

  private static FileBlobs open(FrailDisk disk) throws IOException {
    return new FileBlobs(disk.root().resolve("data/blobs"), 0);
  }

  /** Nothing that was not forced; all of it; and whatever chance leaves. */
  private static List<BooleanSupplier> fates(int seed) {
    List<BooleanSupplier> fates = new ArrayList<>(List.of(() -> false, () -> true));
    for (int i = 0; i < SHUFFLES; i++) {
      Random chance = new Random(seed * 1000L + i);
      fates.add(chance::nextBoolean);
    }
    return fates;
  }

  private static void powerGoesAnywhereIn(Deed deed) throws IOException {
    int calls = calls(deed);
    assertThat(calls).isGreaterThan(5);
    for (int call = 0; call <= calls; call++) {
      for (BooleanSupplier fate : fates(call)) {
        FrailDisk disk = new FrailDisk();
        Told told = new Told();
        disk.losePowerAt(call);
        tryTo(deed, disk, told);
        assertKept(disk.afterPowerLoss(fate), told, "power lost at call " + call);
      }
    }
  }

  /** Whether it came to its end. */
  private static boolean tryTo(Deed deed, FrailDisk disk, Told told) {
    try {
      deed.on(open(disk), disk.root(), told);
      return true;
    } catch (IOException failed) {
      return false;
    }
  }

  private static void assertKept(FrailDisk disk, Told told, String when) throws IOException {
    FileBlobs blobs = open(disk);
    for (Map.Entry<String, Integer> each : told.offsets.entrySet()) {
      String key = each.getKey();
      int offset = each.getValue();
      assertThat(read(blobs, key).map(kept -> Arrays.copyOf(kept, Math.min(offset, kept.length))))
          .as("%s: %s up to %d", when, key, offset)
          .hasValueSatisfying(
              kept -> assertThat(kept).isEqualTo(Arrays.copyOf(right(key), offset)));
      blobs.append(key, offset).close();
      assertThat(read(blobs, key).orElseThrow()).as("goes on").hasSize(offset);
    }
    for (String key : List.of("v/480p0.mp4", "x/source")) {
      Optional<byte[]> there = read(blobs, key);
      if (told.whole.contains(key)) {
        assertThat(there).as("%s: %s", when, key).isPresent();
      }
      there.ifPresent(
          kept -> assertThat(kept).as("%s: %s is whole", when, key).isEqualTo(right(key)));
    }
  }

  private static Optional<byte[]> read(FileBlobs blobs, String key) throws IOException {
    try (Blob blob = blobs.open(key).orElse(null)) {
      if (blob == null) {
        return Optional.empty();
      }
      ByteBuffer all = ByteBuffer.allocate((int) blob.size());
      while (all.hasRemaining() && blob.read(all, all.position()) > 0) {}
      return Optional.of(all.array());
    }
  }

  @Test
  @DisplayName("REL-15, TUS-179: told offsets survive, wherever the power goes")
  void uploads_areKept() throws IOException {
    powerGoesAnywhereIn(FileBlobsPowerLossTest::uploads);
  }

  @Test
  @DisplayName("REL-15: what was published is whole; what was not yet is not half there")
  void published_isWhole() throws IOException {
    powerGoesAnywhereIn(FileBlobsPowerLossTest::publishes);
  }

  @Test
  @DisplayName("REL-15, REL-03: parts become one file or none")
  void joined_isWhole() throws IOException {
    powerGoesAnywhereIn(FileBlobsPowerLossTest::joins);
  }

  @Test
  @DisplayName("REL-15: the process dies first, is started again, and then the power goes")
  void crash_thenPowerLoss() throws IOException {
    for (Deed deed :
        List.<Deed>of(FileBlobsPowerLossTest::uploads, FileBlobsPowerLossTest::publishes)) {
      int calls = calls(deed);
      for (int call = 0; call <= calls; call++) {
        FrailDisk disk = new FrailDisk();
        disk.failAt(call);
        // A second process finds what the first left, forced or not, and takes nothing for granted.
        Told told = new Told();
        if (!tryTo(deed, disk, told)) {
          told = keptOffsets(told);
          tryTo(deed, disk, told);
        }
        assertKept(disk.afterPowerLoss(() -> false), told, "died at call " + call);
      }
    }
  }

  /** Offsets are remembered by the database; files are made anew. */
  private static Told keptOffsets(Told before) {
    Told told = new Told();
    told.offsets.putAll(before.offsets);
    return told;
  }

  @Test
  @DisplayName("REL-11: one call fails as a broken disk does; nothing told is lost, the next works")
  void oneCallFails() throws IOException {
    int calls = calls(FileBlobsPowerLossTest::joins);
    for (int call = 0; call < calls; call++) {
      FrailDisk disk = new FrailDisk();
      disk.failAt(call);
      Told told = new Told();
      boolean done = tryTo(FileBlobsPowerLossTest::joins, disk, told);
      if (!done) {
        assertThat(tryTo(FileBlobsPowerLossTest::joins, disk, told)).as("call " + call).isTrue();
      }
      assertKept(disk.afterPowerLoss(() -> false), told, "failed at call " + call);
    }
  }
}
