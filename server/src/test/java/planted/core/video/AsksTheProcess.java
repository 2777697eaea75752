package planted.core.video;

import java.time.Instant;
import java.util.UUID;

final class AsksTheProcess {
  String everything() {
    return Instant.now() + System.getenv("HOME") + UUID.randomUUID() + System.currentTimeMillis();
  }
}
