package slipway.pipeline;

import java.util.Optional;
import java.util.UUID;
import slipway.core.rendition.Chunks;

/**
 * The key of a job for one chunk, or for a whole wave of them: {@code <video>:<wave>[:<number>]}.
 */
record ChunkKey(UUID video, int wave, Optional<Integer> number) {
  /** What makes the video watchable: its smallest rung. */
  static final int FIRST_WAVE = 0;

  /** Everything else. */
  static final int SECOND_WAVE = 1;

  /** The sound, whose encoding is never cut (MD-40). */
  static final int SOUND = -1;

  static String of(Chunks.Chunk chunk) {
    return wave(chunk.video(), chunk.wave()) + ":" + chunk.number();
  }

  static String wave(UUID video, int wave) {
    return prefix(video) + wave;
  }

  /** How the keys of all jobs of a video begin. */
  static String prefix(UUID video) {
    return video + ":";
  }

  static ChunkKey parse(String key) {
    String[] parts = key.split(":", 3);
    return new ChunkKey(
        UUID.fromString(parts[0]),
        Integer.parseInt(parts[1]),
        parts.length > 2 ? Optional.of(Integer.parseInt(parts[2])) : Optional.empty());
  }
}
