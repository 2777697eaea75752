package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.rendition.Chunks;
import slipway.core.rendition.Chunks.Chunk;
import slipway.core.rendition.Chunks.Piece;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlChunksTest {
  private static final UUID VIDEO = new UUID(1, 1);
  private static final UUID OTHER = new UUID(1, 2);

  private final Database database;
  private final Chunks chunks;

  SqlChunksTest(TestDatabase databases) {
    database = databases.fresh();
    chunks = new SqlChunks(database);
  }

  @Test
  @DisplayName("MD-40: what is done stays done when the same work is begun again")
  void begunTwice() {
    change(() -> chunks.begin(VIDEO, 1, List.of(-1, 0)));
    change(() -> chunks.update(new Chunk(VIDEO, 1, 0, 1, true)));
    change(() -> chunks.begin(VIDEO, 1, List.of(-1, 0, 1)));
    change(() -> chunks.begin(VIDEO, 1, List.of()));
    assertThat(chunks.of(VIDEO, 1))
        .containsExactly(
            new Chunk(VIDEO, 1, -1, 0, false),
            new Chunk(VIDEO, 1, 0, 1, true),
            new Chunk(VIDEO, 1, 1, 0, false));
  }

  @Test
  @DisplayName("REL-37: a node that wakes up late does not undo what another one has finished")
  void lateProgress() {
    change(() -> chunks.begin(VIDEO, 0, List.of(0, 1)));
    change(() -> done(0, "same"));
    change(() -> chunks.progress(new Chunk(VIDEO, 0, 0, 0.4, false)));
    change(() -> chunks.progress(new Chunk(VIDEO, 0, 1, 0.4, false)));
    assertThat(chunks.of(VIDEO, 0))
        .containsExactly(new Chunk(VIDEO, 0, 0, 1, true), new Chunk(VIDEO, 0, 1, 0.4, false));
    assertThat(chunks.beginning(VIDEO)).containsExactly(new Piece("360p0", "same", 0));
  }

  @Test
  @DisplayName("LP-112: failed attempts are counted for each chunk by itself, until it begins anew")
  void failures() {
    Chunk first = new Chunk(VIDEO, 1, 0, 0, false);
    change(() -> chunks.begin(VIDEO, 1, List.of(0, 1)));
    assertThat(chunks.failed(first)).isEqualTo(1);
    assertThat(chunks.failed(first)).isEqualTo(2);
    assertThat(chunks.failed(new Chunk(VIDEO, 1, 1, 0, false))).isEqualTo(1);
    assertThat(chunks.failed(new Chunk(OTHER, 1, 0, 0, false))).as("one that is gone").isZero();
    change(() -> chunks.begin(VIDEO, 1, List.of(0, 1)));
    assertThat(chunks.failed(first)).isEqualTo(1);
  }

  @Test
  @DisplayName("What can be watched ends before the first gap and before parts made otherwise")
  void beginning() {
    change(() -> chunks.begin(VIDEO, 0, List.of(-1, 0, 1, 2, 3)));
    assertThat(chunks.beginning(VIDEO)).isEmpty();
    change(() -> chunks.update(new Chunk(VIDEO, 0, -1, 1, true)));
    change(() -> done(1, "same"));
    assertThat(chunks.beginning(VIDEO)).as("the first one is not there").isEmpty();
    change(() -> done(0, "same"));
    change(() -> done(3, "same"));
    Piece first = new Piece("360p0", "same", 0);
    Piece second = new Piece("360p0", "same", 1);
    assertThat(chunks.beginning(VIDEO)).containsExactly(first, second);
    change(() -> done(2, "other"));
    assertThat(chunks.beginning(VIDEO)).containsExactly(first, second);
    assertThat(chunks.of(VIDEO, 0)).allMatch(Chunk::done);
    change(() -> chunks.update(new Chunk(VIDEO, 0, 1, 0, false)));
    assertThat(chunks.beginning(VIDEO)).as("one is made again").containsExactly(first);
    change(() -> chunks.begin(VIDEO, 0, List.of(0, 1)));
    assertThat(chunks.beginning(VIDEO)).containsExactly(first);
    assertThat(chunks.beginning(OTHER)).isEmpty();
  }

  @Test
  @DisplayName("Pieces of a sound are told like parts of a picture, and never for one another")
  void beginningOfSound() {
    Piece piece = new Piece("audio", "sound", 0);
    change(() -> {
      chunks.begin(VIDEO, Chunks.PIECES_OF_SOUND, List.of(0));
      chunks.done(new Chunk(VIDEO, Chunks.PIECES_OF_SOUND, 0, 1, true), piece);
    });
    assertThat(chunks.beginningOfSound(VIDEO)).containsExactly(piece);
    assertThat(chunks.beginning(VIDEO)).isEmpty();
    change(() -> chunks.remove(VIDEO, Chunks.PIECES_OF_SOUND));
    assertThat(chunks.beginningOfSound(VIDEO)).isEmpty();
  }

  private void done(int number, String recipe) {
    chunks.done(new Chunk(VIDEO, 0, number, 0, false), new Piece("360p0", recipe, number));
  }

  @Test
  void forgotten_byWaveAndByVideo() {
    change(() -> {
      chunks.begin(VIDEO, 0, List.of(0));
      chunks.begin(VIDEO, 1, List.of(0));
      chunks.begin(OTHER, 0, List.of(0));
      chunks.update(new Chunk(OTHER, 1, 7, 0.5, false));
      chunks.remove(VIDEO, 0);
    });
    assertThat(chunks.of(VIDEO, 0)).isEmpty();
    assertThat(chunks.of(VIDEO, 1)).hasSize(1);
    change(() -> chunks.removeAll(VIDEO));
    assertThat(chunks.of(VIDEO, 1)).isEmpty();
    assertThat(chunks.of(OTHER, 0)).hasSize(1);
    assertThat(chunks.of(OTHER, 1)).as("what is gone is not made again").isEmpty();
  }

  private void change(Runnable change) {
    database.doInTransaction(change::run);
  }
}
