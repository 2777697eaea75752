package slipway.core.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A directory.
 *
 * @param number from 1, of all directories of the house; never given twice
 * @param parent number of the one it lies in, {@code null} at the top
 */
public record Directory(
    long number,
    long account,
    String name,
    @Nullable Long parent,
    Instant createdAt,
    Instant updatedAt) {

  Directory changed(String newName, @Nullable Long newParent, Instant at) {
    return new Directory(number, account, newName, newParent, createdAt, at);
  }
}
