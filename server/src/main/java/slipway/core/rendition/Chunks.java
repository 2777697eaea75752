package slipway.core.rendition;

import java.util.List;
import java.util.UUID;

/**
 * The parts in which long videos are encoded (MD-40). They are kept from the moment the work is cut
 * up until its rungs are joined, so that a restart goes on where it was.
 */
public interface Chunks {
  /** The wave of the pieces of a sound that is still being made; its work is in another one. */
  int PIECES_OF_SOUND = 2;

  /**
   * One part of the work.
   *
   * @param wave 0 is what makes the video watchable, 1 the rest, {@link #PIECES_OF_SOUND} those
   * @param number from 0 in order of time; -1 is the sound, which is never cut
   * @param progress 0 to 1
   * @param done whether its files are in the storage
   */
  record Chunk(UUID video, int wave, int number, double progress, boolean done) {}

  /**
   * Adds those of a wave that are not there yet; the others stay as they are, but for their failed
   * attempts, which are forgotten.
   */
  void begin(UUID video, int wave, List<Integer> numbers);

  /**
   * A finished part of a rung that is not whole yet.
   *
   * @param rung the rendition's name
   * @param recipe names how it was made: those of one recipe fit together, others may not
   * @param number from 0 in order of time
   */
  record Piece(String rung, String recipe, int number) {}

  /** Keeps how far one is; nothing happens when it is gone. */
  void update(Chunk chunk);

  /**
   * Keeps how far the encoder has come. Nothing happens when it is gone, or done: another node may
   * have made it since, and what it made counts.
   */
  void progress(Chunk chunk);

  /** Keeps that one is done, and that its file can be watched before the rung is whole. */
  void done(Chunk chunk, Piece piece);

  /**
   * What can be watched of a video's first wave before that is joined: those that fit together,
   * from the first one on without a gap.
   */
  List<Piece> beginning(UUID video);

  /** The same of the sound to it, before that is whole. */
  List<Piece> beginningOfSound(UUID video);

  /**
   * Counts an attempt at one that failed. Runs that only had to wait for something are none.
   *
   * @return how many have failed now; 0 when it is gone
   */
  int failed(Chunk chunk);

  /** Those of one wave, by number. */
  List<Chunk> of(UUID video, int wave);

  /** Forgets those of one wave. */
  void remove(UUID video, int wave);

  /** Forgets all of a video. */
  void removeAll(UUID video);
}
