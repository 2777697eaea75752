package slipway.media.transcode;

import java.time.Duration;
import java.util.Set;

/**
 * Settings of renditions.
 *
 * @param maxShortSide {@code transcode.max-short-side}, default 1080: short side of the largest
 *     rendition in pixels; sources are never enlarged
 * @param preset {@code transcode.preset}, default {@code veryfast}: speed of the H.264 encoder
 * @param quality {@code transcode.quality}, default 23: constant rate factor, 0 to 51, less is
 *     better
 * @param maxRate {@code transcode.max-rate}, default 60: frames per second above which frames are
 *     dropped
 * @param audioBitRate {@code transcode.audio-bit-rate}, default 128000: bits per second of AAC
 * @param audioSampleRate {@code transcode.audio-sample-rate}, default 48000: Hz
 * @param ladder {@code transcode.ladder}, default {@code auto}: whether several sizes are made of a
 *     picture, or only what is needed to watch it
 * @param chunk {@code transcode.chunk}, default 60 s: length of the chunks in which long pictures
 *     are encoded, a multiple of 2 s (MD-40)
 * @param chunkAbove {@code transcode.chunk-above}, default 120 s: pictures longer than this are
 *     encoded in chunks
 * @param leastShare {@code transcode.least-share}, default 95: percent of the expected duration
 *     that must come out of a damaged file for a rendition to be published (MD-43)
 */
public record TranscodeSettings(
    int maxShortSide,
    String preset,
    int quality,
    int maxRate,
    int audioBitRate,
    int audioSampleRate,
    LadderMode ladder,
    Duration chunk,
    Duration chunkAbove,
    int leastShare) {

  /** How many sizes are made. */
  public enum LadderMode {
    AUTO,
    OFF
  }

  private static final Set<String> PRESETS =
      Set.of(
          "ultrafast",
          "superfast",
          "veryfast",
          "faster",
          "fast",
          "medium",
          "slow",
          "slower",
          "veryslow");

  /** Checks ranges; a wrong one is an {@link IllegalArgumentException} that names the key. */
  public TranscodeSettings {
    within("transcode.max-short-side", maxShortSide, 2, 8192);
    within("transcode.quality", quality, 0, 51);
    within("transcode.max-rate", maxRate, 1, 300);
    within("transcode.audio-bit-rate", audioBitRate, 8_000, 512_000);
    if (audioSampleRate != 44_100 && audioSampleRate != 48_000) {
      throw new IllegalArgumentException("transcode.audio-sample-rate must be 44100 or 48000");
    }
    within("transcode.least-share", leastShare, 1, 100);
    long grid = LadderPlan.KEY_FRAME_DISTANCE.toMillis();
    if (!chunk.isPositive() || chunk.toMillis() % grid != 0) {
      throw new IllegalArgumentException("transcode.chunk must be a multiple of 2 seconds");
    }
    if (!PRESETS.contains(preset)) {
      throw new IllegalArgumentException("transcode.preset is not one of " + PRESETS);
    }
  }

  public static TranscodeSettings defaults() {
    return new TranscodeSettings(
        /* maxShortSide= */ 1080,
        "veryfast",
        /* quality= */ 23,
        /* maxRate= */ 60,
        /* audioBitRate= */ 128_000,
        /* audioSampleRate= */ 48_000,
        LadderMode.AUTO,
        /* chunk= */ Duration.ofSeconds(60),
        /* chunkAbove= */ Duration.ofSeconds(120),
        /* leastShare= */ 95);
  }

  public TranscodeSettings withLadder(LadderMode mode) {
    return copy(mode, chunk, chunkAbove);
  }

  /** Encodes pictures that are longer than {@code above} in chunks of {@code length}. */
  public TranscodeSettings withChunks(Duration length, Duration above) {
    return copy(ladder, length, above);
  }

  private TranscodeSettings copy(LadderMode mode, Duration length, Duration above) {
    return new TranscodeSettings(
        maxShortSide,
        preset,
        quality,
        maxRate,
        audioBitRate,
        audioSampleRate,
        mode,
        length,
        above,
        leastShare);
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          key + " is " + value + " but must be between " + least + " and " + most);
    }
  }
}
