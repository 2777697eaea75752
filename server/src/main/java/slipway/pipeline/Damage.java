package slipway.pipeline;

import java.util.UUID;

/**
 * Something stored is not what was stored.
 *
 * @param blob its key in the storage
 * @param from the first byte that may be wrong or missing
 * @param to the byte behind the last one
 * @param sentence what is wrong with them
 */
public record Damage(UUID video, String blob, long from, long to, String sentence) {
  @Override
  public String toString() {
    return "video %s: %s, bytes %d-%d: %s"
        .formatted(video, blob, from, Math.max(from, to - 1), sentence);
  }
}
