package slipway.ingest.tus;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.upload.Upload;

/**
 * Tells a door how its uploads come on: progress at most once a second for each, and none once an
 * upload has come to its end (TUS-276, TUS-280). What must never be lost, the end itself, is an
 * event of the house in the same transaction; this is only for whoever likes to watch. Safe for any
 * thread.
 */
final class UploadNews {
  private static final Logger log = LoggerFactory.getLogger(UploadNews.class);

  private static final int WATCHED = 100_000;
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final TusDoor door;
  private final LongSupplier nanos;
  private final Cache<String, Told> told =
      Caffeine.newBuilder().maximumSize(WATCHED).expireAfterAccess(Duration.ofHours(1)).build();

  /** What was said about one upload last; a lock for the order in which things are said. */
  private static final class Told {
    private long at;
    private long offset = -1;
    private boolean ended;
  }

  UploadNews(TusDoor door, LongSupplier nanos) {
    this.door = door;
    this.nanos = nanos;
  }

  /** While its writer goes on: said by another thread, as a door may take its time (TUS-283). */
  void meanwhile(Upload upload) {
    if (door.watches()) {
      Thread.ofVirtual().name("news").start(() -> moved(upload));
    }
  }

  /** More bytes are durable, or all of them. */
  void moved(Upload upload) {
    if (!door.watches() || upload.isPart()) {
      return;
    }
    Told before = told.get(upload.id(), _ -> new Told());
    synchronized (before) {
      boolean ends = upload.state() == Upload.State.FINISHED;
      long now = nanos.getAsLong();
      boolean early = before.offset >= 0 && now - before.at < PAUSE;
      if (before.ended || (!ends && (early || upload.offset() <= before.offset))) {
        return;
      }
      before.at = now;
      before.offset = upload.offset();
      before.ended = ends;
      try {
        if (!ends) {
          door.progressed(upload);
        }
      } catch (RuntimeException failure) {
        log.warn("a door could not be told about progress", failure);
      }
    }
  }
}
