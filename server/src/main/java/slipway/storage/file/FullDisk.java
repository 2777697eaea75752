package slipway.storage.file;

import java.io.IOException;
import slipway.storage.NoSpaceException;

/** Tells a full disk from other failures. */
final class FullDisk {
  private FullDisk() {}

  /**
   * The failure, by its own name when the disk or the quota is full. The JDK has no type for that;
   * the system's message for ENOSPC and EDQUOT is all there is.
   */
  static IOException named(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("No space left on device") || message.contains("quota exceeded")
        ? new NoSpaceException("the disk is full", failure)
        : failure;
  }
}
