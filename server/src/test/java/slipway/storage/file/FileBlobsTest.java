package slipway.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.storage.Blob;
import slipway.storage.BlobAppender;
import slipway.storage.BlobStore;
import slipway.storage.BlobStoreContractTest;
import slipway.storage.FullDisk;
import slipway.storage.NoSpaceException;

final class FileBlobsTest extends BlobStoreContractTest {
  @TempDir Path disk;

  @Override
  protected BlobStore store(Path folder) throws IOException {
    return new FileBlobs(folder, /* reserve= */ 0);
  }

  @Test
  void blobs_areFilesBelowTheRoot() throws IOException {
    FileBlobs blobs = new FileBlobs(disk.resolve("blobs"), 0);
    try (BlobAppender appender = blobs.append("v/source", 0)) {
      appender.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1, 2, 3})});
    }
    Path file = disk.resolve("blobs/v/source").toRealPath();
    assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
    try (Blob blob = blobs.open("v/source").orElseThrow()) {
      assertThat(blob.file()).contains(file);
      assertThat(blob.channel().orElseThrow().isOpen()).isTrue();
    }
  }

  @Test
  @DisplayName("An open blob can be read to its end although it was deleted meanwhile")
  void aDeletedBlob_isReadByWhoHasIt() throws IOException {
    FileBlobs blobs = new FileBlobs(disk, 0);
    Files.createDirectories(disk.resolve("v"));
    Files.write(disk.resolve("v/source"), new byte[] {1, 2, 3});
    try (Blob blob = blobs.open("v/source").orElseThrow()) {
      blobs.deleteFolder("v");
      assertThat(blob.read(ByteBuffer.allocate(3), 0)).isEqualTo(3);
    }
    assertThat(disk.resolve("v")).doesNotExist();
  }

  @Test
  @DisplayName("TUS-180: for a crash of ours alone nothing is flushed to the device")
  void durability() throws IOException {
    FileChannel closed =
        FileChannel.open(disk.resolve("file"), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    closed.close();

    new FileAppender(closed, 0, Durability.PROCESS).force();
    assertThatThrownBy(() -> new FileAppender(closed, 0, Durability.POWER).force())
        .as("the device is asked")
        .isInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("The work folder may lie on another disk than the store")
  void publish_fromAnotherDisk() throws IOException {
    Path other = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(other)
            && !Files.getFileStore(other).name().equals(Files.getFileStore(disk).name()),
        "skipped: no second disk here");
    Path made = Files.createTempFile(other, "slipway-", ".mp4");
    try {
      Files.writeString(made, "rendition");
      FileBlobs blobs = new FileBlobs(disk, 0);
      blobs.publish(made, "v/480p0.mp4");
      assertThat(made).doesNotExist();
      assertThat(disk.resolve("v/480p0.mp4")).hasContent("rendition");
      try (Stream<Path> all = Files.list(disk.resolve("v"))) {
        assertThat(all).hasSize(1);
      }
    } finally {
      Files.deleteIfExists(made);
    }
  }

  @Test
  @DisplayName("REL-12: a full disk has its own name, in every step")
  void fullDisk_isNamed() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "skipped: no /dev/full here");
    try (FileAppender appender =
        new FileAppender(FileChannel.open(full, StandardOpenOption.WRITE), 0)) {
      assertThatThrownBy(() -> appender.write(new ByteBuffer[] {ByteBuffer.allocate(1)}))
          .isInstanceOf(NoSpaceException.class);
      assertThat(appender.position()).isZero();
    }
    assertThat(FullDisk.named(new FileSystemException("x", null, "No space left on device")))
        .isInstanceOf(NoSpaceException.class);
    assertThat(FullDisk.named(new IOException("Disk quota exceeded")))
        .isInstanceOf(NoSpaceException.class);
    IOException other = new IOException("Input/output error");
    assertThat(FullDisk.named(other)).isSameAs(other);
    IOException silent = new IOException();
    assertThat(FullDisk.named(silent)).isSameAs(silent);
  }

  @Test
  @DisplayName("Reliability rule 1: after a flush that failed nothing more is taken")
  void afterAFailedFlush_nothingIsTaken() throws IOException {
    FileChannel channel =
        FileChannel.open(disk.resolve("f"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try (FileAppender appender = new FileAppender(channel, 0)) {
      channel.close();
      assertThatThrownBy(appender::force).isInstanceOf(IOException.class);
      assertThatThrownBy(appender::force).hasMessageContaining("bytes were lost");
      assertThatThrownBy(() -> appender.write(new ByteBuffer[0]))
          .hasMessageContaining("bytes were lost");
    }
  }

  @Test
  void room_leavesTheReserve() throws IOException {
    assertThat(new FileBlobs(disk, 0).room()).isPositive();
    assertThat(new FileBlobs(disk, Long.MAX_VALUE).room()).isZero();
  }
}
