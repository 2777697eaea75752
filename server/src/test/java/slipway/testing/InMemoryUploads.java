package slipway.testing;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import slipway.core.upload.Upload;
import slipway.core.upload.Uploads;

/** Uploads in a map. Safe for any thread. */
public final class InMemoryUploads implements Uploads {
  private final Map<String, Upload> uploads = new LinkedHashMap<>();

  @Override
  public synchronized void add(Upload upload) {
    if (uploads.putIfAbsent(upload.id(), upload) != null) {
      throw new IllegalStateException("added twice: " + upload.id());
    }
  }

  @Override
  public synchronized void update(Upload upload) {
    if (uploads.replace(upload.id(), upload) == null) {
      throw new IllegalStateException("never added: " + upload.id());
    }
  }

  @Override
  public synchronized Optional<Upload> byId(String id) {
    return Optional.ofNullable(uploads.get(id));
  }

  @Override
  public synchronized Optional<Upload> byTicketHash(String hash) {
    return uploads.values().stream().filter(upload -> upload.ticketHash().equals(hash)).findFirst();
  }

  @Override
  public synchronized Optional<Upload> ofVideo(UUID video) {
    return uploads.values().stream().filter(upload -> upload.video().equals(video)).findFirst();
  }

  @Override
  public synchronized List<Upload> overdue(Instant now, int limit) {
    return uploads.values().stream()
        .filter(upload -> isUnfinished(upload) && upload.expiresAt().isBefore(now))
        .sorted(Comparator.comparing(Upload::expiresAt))
        .limit(limit)
        .toList();
  }

  private static boolean isUnfinished(Upload upload) {
    return upload.state() == Upload.State.TICKETED || upload.state() == Upload.State.OPEN;
  }
}
