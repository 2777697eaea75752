package slipway.pipeline;

import java.util.UUID;

/** The key of a job for one added sound track: {@code <video>:<sound>}. */
record SoundKey(UUID video, UUID sound) {
  static String of(UUID video, UUID sound) {
    return ChunkKey.prefix(video) + sound;
  }

  static SoundKey parse(String key) {
    String[] parts = key.split(":", 2);
    return new SoundKey(UUID.fromString(parts[0]), UUID.fromString(parts[1]));
  }
}
