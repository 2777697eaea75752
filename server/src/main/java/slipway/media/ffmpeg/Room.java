package slipway.media.ffmpeg;

import java.io.IOException;

/** How much more may be written to the disk of the work folders. Safe for any thread. */
@FunctionalInterface
public interface Room {
  /** Where nobody keeps anything in reserve. */
  Room BOUNDLESS = () -> Long.MAX_VALUE;

  /**
   * Bytes, the operator's reserve taken off; 0 or less when nothing more may be written. Asked
   * twice a second while a tool runs.
   */
  long bytes() throws IOException;
}
