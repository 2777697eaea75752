package slipway.storage;

import java.io.IOException;

/** Tells a full disk from other failures, of the store and of the folders that are worked in. */
public final class FullDisk {
  private FullDisk() {}

  /**
   * The failure, by its own name when the disk or the quota is full. The JDK has no type for that;
   * the system's message for ENOSPC and EDQUOT is all there is.
   */
  public static IOException named(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("No space left on device") || message.contains("quota exceeded")
        ? new NoSpaceException("the disk is full", failure)
        : failure;
  }

  /** Passes over a failure that a full disk explains, and throws any other. */
  public static void orThrow(IOException failure) throws IOException {
    if (!(named(failure) instanceof NoSpaceException)) {
      throw failure;
    }
  }
}
