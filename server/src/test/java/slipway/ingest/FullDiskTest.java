package slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Upload;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.file.FileBlobs;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;
import slipway.testing.faults.FrailDisk;

/**
 * A disk that is found full, on the file store itself: some file systems say so only when bytes are
 * flushed.
 */
final class FullDiskTest {
  private static final String FILE = "01234567";

  @Test
  @DisplayName("REL-12, TUS-186: full at any call, the flush among them, is told as full; later on")
  void fullAtAnyCall() throws IOException {
    House whole = new House();
    int begun = whole.disk.calls();
    whole.append();
    int calls = whole.disk.calls();
    // The JDK makes a folder in two tries; the second one is the first that has to succeed.
    int first = begun + 1;
    // At least: the folder, the file, their names, the bytes, their flush.
    assertThat(calls - first).isGreaterThanOrEqualTo(5);
    for (int call = first; call < calls; call++) {
      House house = new House();
      house.disk.fullAt(call);

      assertThatThrownBy(house::append)
          .as("call %d of %d", call, calls)
          .isInstanceOfSatisfying(
              ProblemException.class,
              full -> assertThat(full.problem()).isEqualTo(new Problem.NoSpace()));

      Upload kept = house.ingest.upload(house.upload.id());
      assertThat(house.afterPowerLoss(kept)).isEqualTo(FILE.substring(0, (int) kept.offset()));
      assertThat(house.append().state()).as("call %d", call).isEqualTo(Upload.State.FINISHED);
      assertThat(house.stored()).isEqualTo(FILE);
    }
  }

  /** One upload that is received onto a disk of its own. */
  private static final class House {
    final IngestHouse ingest = new IngestHouse();
    final FrailDisk disk = new FrailDisk();
    final BlobStore blobs;
    final Receiver receiver;
    final Upload upload =
        ingest.take.start(ingest.ticket().upload(), (long) FILE.length(), /* metadata= */ "");

    House() throws IOException {
      blobs = new FileBlobs(disk.root().resolve("blobs"), /* reserve= */ 0);
      receiver = new Receiver(ingest.take, blobs, (_, _) -> new FirstLook.Verdict.Pass());
    }

    /** Sends all that is missing. */
    Upload append() throws IOException {
      Upload current = ingest.upload(upload.id());
      String rest = FILE.substring((int) current.offset());
      try (Writers.Seat seat = ingest.writers.take(upload.id(), () -> {})) {
        return receiver.append(seat, current, StagedBody.chunked().give(rest).end());
      }
    }

    String stored() throws IOException {
      return text(blobs, FILE.length());
    }

    /** What a disk that keeps only what was forced has of the bytes that were told. */
    String afterPowerLoss(Upload told) throws IOException {
      if (told.offset() == 0) {
        return "";
      }
      BlobStore after =
          new FileBlobs(disk.afterPowerLoss(() -> false).root().resolve("blobs"), /* reserve= */ 0);
      return text(after, (int) told.offset());
    }

    private String text(BlobStore store, int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      try (Blob blob = store.open(BlobKeys.source(upload.video())).orElseThrow()) {
        blob.read(bytes, 0);
      }
      return new String(bytes.array(), StandardCharsets.US_ASCII);
    }
  }
}
