package slipway.api.livepeer;

import java.util.Optional;
import java.util.UUID;

/** Livepeer's ids are ours: lower-case UUIDs for assets and tasks, playback ids as they are. */
final class LivepeerIds {
  private LivepeerIds() {}

  /** Our id for theirs; empty for a text that no id of ours can be (LP-12). */
  static Optional<UUID> parse(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }
}
