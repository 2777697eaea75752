package slipway.ingest;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.video.LooseFiles;
import slipway.storage.BlobStore;

/**
 * Gives back files that were made for something that never came to be, or stand for nothing any
 * more: posters and subtitles of requests that a crash cut off. Safe for any thread.
 */
public final class SweepLooseFiles {
  private static final Logger log = LoggerFactory.getLogger(SweepLooseFiles.class);

  /** No request takes so long: whatever is older will be named by no record. */
  private static final Duration OLD = Duration.ofHours(1);

  private static final int AT_ONCE = 1000;

  private final LooseFiles loose;
  private final BlobStore blobs;
  private final InstantSource clock;

  public SweepLooseFiles(LooseFiles loose, BlobStore blobs, InstantSource clock) {
    this.loose = loose;
    this.blobs = blobs;
    this.clock = clock;
  }

  /**
   * Sweeps once: the file first, so that a crash in between leaves something to find.
   *
   * @return how many files were given back
   */
  public int sweep() {
    int swept = 0;
    for (String key : loose.before(clock.instant().minus(OLD), AT_ONCE)) {
      try {
        blobs.delete(key);
        loose.remove(key);
        swept++;
      } catch (IOException failure) {
        log.warn("a file stays that stands for nothing: {}", key, failure);
      }
    }
    return swept;
  }
}
