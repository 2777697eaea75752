package slipway.core.upload;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All uploads. */
public interface Uploads {

  void add(Upload upload);

  /** Keeps the upload's new state. */
  void update(Upload upload);

  Optional<Upload> byId(String id);

  Optional<Upload> byTicketHash(String hash);

  /** The upload that feeds a video. */
  Optional<Upload> ofVideo(UUID video);

  /** Unfinished uploads whose time passed before {@code now}, at most {@code limit}. */
  List<Upload> overdue(Instant now, int limit);
}
