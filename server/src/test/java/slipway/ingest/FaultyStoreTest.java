package slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;
import slipway.testing.faults.FaultyBlobs;

/** An upload in three bodies, on a store of which one call fails, whichever it is. */
final class FaultyStoreTest {
  private static final String FILE = "0123456789";
  private static final String SHA256 =
      "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("REL-18, REL-11: no success but with every byte; the same client then gets through")
  void oneCallFails(boolean afterwards) throws IOException {
    int calls = upload(new IngestHouse(), Integer.MAX_VALUE, afterwards);
    assertThat(calls).isGreaterThan(8);
    for (int call = 0; call < calls; call++) {
      upload(new IngestHouse(), call, afterwards);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("TUS-179: while a file is refused no offset stays whose bytes are gone")
  void oneCallFails_ofARefusal(boolean afterwards) throws IOException {
    int calls = refuse(new IngestHouse(), Integer.MAX_VALUE, afterwards);
    assertThat(calls).isGreaterThan(5);
    for (int call = 0; call < calls; call++) {
      refuse(new IngestHouse(), call, afterwards);
    }
  }

  /** Uploads what is found to be no media with its last byte; how many calls the store got. */
  private static int refuse(IngestHouse house, int failing, boolean afterwards) {
    FaultyBlobs blobs = new FaultyBlobs(house.blobs, failing, afterwards);
    FirstLook look =
        (_, complete) ->
            complete
                ? new FirstLook.Verdict.Refuse(IngestHouse.NOT_MEDIA)
                : new FirstLook.Verdict.NeedMore();
    Receiver receiver = new Receiver(house.take, blobs, look);
    Upload upload = house.take.start(house.ticket().upload(), 3L, "");
    for (String piece : List.of("te", "x")) {
      try (Writers.Seat seat = house.writers.take(upload.id(), () -> {})) {
        StagedBody body = StagedBody.chunked().give(piece);
        receiver.append(seat, house.upload(upload.id()), body.end());
      } catch (IOException | ProblemException told) {
        Upload left = house.upload(upload.id());
        if (left.state() == Upload.State.OPEN) {
          assertThat(house.stored(left))
              .as("call %d", failing)
              .startsWith("te".substring(0, (int) left.offset()));
        }
      }
    }
    return blobs.calls();
  }

  /** Uploads, trying again from the told offset; how many calls the store got. */
  private static int upload(IngestHouse house, int failing, boolean afterwards) throws IOException {
    FaultyBlobs blobs = new FaultyBlobs(house.blobs, failing, afterwards);
    Receiver receiver = new Receiver(house.take, blobs, (_, _) -> new FirstLook.Verdict.Pass());
    Upload upload = house.take.start(house.ticket().upload(), (long) FILE.length(), "");
    int told = 0;
    for (int tries = 0; tries < 6 && told < FILE.length(); tries++) {
      Upload current = house.upload(upload.id());
      assertThat(current.offset()).as("call %d", failing).isGreaterThanOrEqualTo(told);
      int from = (int) current.offset();
      int to = Math.min(FILE.length(), from + 4);
      try (Writers.Seat seat = house.writers.take(upload.id(), () -> {})) {
        StagedBody body =
            StagedBody.chunked()
                .give(FILE.substring(from, from + 1))
                .give(FILE.substring(from + 1, to));
        told = (int) receiver.append(seat, current, body.end()).offset();
        house.blobs.losePower();
        assertThat(house.stored(upload)).startsWith(FILE.substring(0, told));
      } catch (IOException | ProblemException refused) {
        // The client is told that it failed, asks where to go on, and tries again.
        assertThat(house.upload(upload.id()).offset()).isGreaterThanOrEqualTo(told);
      }
    }
    Upload finished = house.upload(upload.id());
    assertThat(finished.state()).as("call %d", failing).isEqualTo(Upload.State.FINISHED);
    assertThat(house.stored(finished)).isEqualTo(FILE);
    assertThat(house.videoOf(finished).content())
        .isIn(new Content(FILE.length(), null), new Content(FILE.length(), SHA256));
    return blobs.calls();
  }
}
