package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.Transactions;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Chunks;
import slipway.core.rendition.Chunks.Chunk;
import slipway.core.rendition.Chunks.Piece;
import slipway.jobs.JobControl;
import slipway.media.container.MovieJoiner;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.transcode.Encoding;
import slipway.media.transcode.EncodingResult;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.SoundPieces;
import slipway.pipeline.Preparation.Result.Go;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

/**
 * Makes the sound of a film that somebody waits for, and keeps each piece of it as soon as it is
 * there, so that the film can be watched as far as it is heard (decision 0021). A run that ends
 * early loses the pieces of nobody: the next one makes them again and keeps what is there, since
 * the same encoder makes the same of the same source.
 */
final class SoundInPieces {
  private static final Logger log = LoggerFactory.getLogger(SoundInPieces.class);

  private final MoveVideo move;
  private final Transactions transactions;
  private final Passes passes;
  private final Chunks chunks;
  private final BlobStore blobs;

  SoundInPieces(
      MoveVideo move, Transactions transactions, Passes passes, Chunks chunks, BlobStore blobs) {
    this.move = move;
    this.transactions = transactions;
    this.passes = passes;
    this.chunks = chunks;
    this.blobs = blobs;
  }

  /**
   * Makes it, and publishes the whole.
   *
   * @param sound a plan with nothing else in it
   */
  Passes.Ended make(Go go, LadderPlan sound, JobControl control) throws IOException {
    List<Duration> cuts = SoundPieces.cuts(sound);
    if (cuts.isEmpty()) {
      return passes.make(go, sound, control);
    }
    Cancellation cancellation = new Cancellation();
    control.onCancel(cancellation::cancel);
    String recipe = Rungs.recipe(sound, cuts, go.ffmpeg().version());
    try (WorkFolder folder = go.ffmpeg().workFolder()) {
      Pieces pieces = new Pieces(go.id(), recipe, folder);
      var told = passes.told(go.id(), Passes.names(sound), cancellation);
      EncodingResult result =
          new Encoding(go.ffmpeg(), passes.settings())
              .makeSound(
                  sound,
                  cuts,
                  go.source(),
                  folder,
                  share -> {
                    pieces.keepFinished();
                    told.accept(share);
                  },
                  cancellation);
      return switch (result) {
        case EncodingResult.Made(_, String detail) -> {
          yield whole(go, sound, pieces.keepAll(), folder, detail)
              ? new Passes.Ended.Settled()
              : passes.make(go, sound, control);
        }
        // In one piece it is said what is wrong with it.
        case EncodingResult.Rejected _ -> passes.make(go, sound, control);
        case EncodingResult.TryAgain _ when control.cutShort() -> new Passes.Ended.Cancelled();
        case EncodingResult.TryAgain(var trouble, String cause, String detail) -> {
          log.warn("encoding the sound of video {} failed: {}", go.id(), detail);
          yield new Passes.Ended.TryAgain(Tries.kind(trouble), cause);
        }
        case EncodingResult.NoRoom() ->
            throw new NoSpaceException("the disk of the work folders is full");
        case EncodingResult.Cancelled() -> new Passes.Ended.Cancelled();
      };
    }
  }

  /** The pieces that players were given become the whole, so that no segment is another one. */
  private boolean whole(
      Go go, LadderPlan sound, List<String> keys, WorkFolder folder, String detail)
      throws IOException {
    List<Blob> open = new ArrayList<>();
    try {
      List<MovieJoiner.Part> parts = new ArrayList<>();
      for (String key : keys) {
        Optional<Blob> blob = blobs.open(key);
        if (blob.isEmpty()) {
          return false;
        }
        open.add(blob.get());
        BlobSource source = new BlobSource(blob.get());
        if (Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie)) {
          movie.audio().ifPresent(track -> parts.add(new MovieJoiner.Part(source, track)));
        }
      }
      Optional<String> obstacle =
          parts.isEmpty() || parts.size() < open.size()
              ? Optional.of("a piece cannot be read")
              : MovieJoiner.obstacle(parts);
      if (obstacle.isPresent()) {
        log.warn("video {}: sound is made in one piece, because {}", go.id(), obstacle.get());
        return false;
      }
      Path joined = folder.path().resolve(LadderPlan.AUDIO_FILE);
      MovieJoiner.join(parts, joined);
      passes.publish(go.id(), sound, Map.of(LadderPlan.AUDIO, joined), detail);
      return true;
    } finally {
      for (Blob blob : open) {
        blob.close();
      }
    }
  }

  /** Those of one run. Used by one thread at a time. */
  private final class Pieces {
    private final UUID id;
    private final String recipe;
    private final WorkFolder folder;
    private int moved;
    private int told;

    Pieces(UUID id, String recipe, WorkFolder folder) {
      this.id = id;
      this.recipe = recipe;
      this.folder = folder;
    }

    /** While the encoder runs; what cannot be kept now is kept when it has ended. */
    void keepFinished() {
      try {
        keep(/* ended= */ false);
      } catch (IOException | RuntimeException later) {
        log.warn("a piece of sound of video {} was not kept yet: {}", id, later.toString());
      }
    }

    /** Answers the keys of all, in order. */
    List<String> keepAll() throws IOException {
      keep(/* ended= */ true);
      return IntStream.range(0, moved).mapToObj(this::key).toList();
    }

    private synchronized void keep(boolean ended) throws IOException {
      // What somebody may have heard already stays what it is; and one that lies in its place is
      // not in the folder any more, also when the attempt to bring it there ended with an error.
      for (; isThere(key(moved)) || isFinished(moved, ended); moved++) {
        if (!isThere(key(moved))) {
          blobs.publish(SoundPieces.file(folder, moved), key(moved));
        }
      }
      for (; told < moved; told++) {
        tell(told);
      }
    }

    private boolean isFinished(int number, boolean ended) {
      return number
          < (ended ? SoundPieces.all(folder, number) : SoundPieces.finished(folder, number));
    }

    private String key(int number) {
      return BlobKeys.chunk(id, recipe, number);
    }

    private void tell(int number) {
      Chunk chunk = new Chunk(id, Chunks.PIECES_OF_SOUND, number, 1, /* done= */ true);
      transactions.change(() -> {
        if (move.beingMade(id).isEmpty()) {
          return;
        }
        chunks.begin(id, Chunks.PIECES_OF_SOUND, List.of(number));
        chunks.done(chunk, new Piece(LadderPlan.AUDIO, recipe, number));
        if (!chunks.beginning(id).isEmpty()) {
          move.begun(id, /* sound= */ true);
        }
      });
    }
  }

  private boolean isThere(String key) throws IOException {
    try (Blob blob = blobs.open(key).orElse(null)) {
      return blob != null;
    }
  }
}
