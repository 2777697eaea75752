package slipway.media.ffmpeg;

import java.time.Duration;
import java.util.Optional;

/**
 * What one run of a tool may use (MD-20).
 *
 * @param deadline wall clock from start to end
 * @param stall longest time without progress; none for tools that report none
 * @param cpu processor time over all threads, rounded up to seconds
 * @param addressSpaceBytes virtual memory
 * @param fileBytes size of each single file written
 * @param folderBytes size of everything in the work folder together
 * @param openFiles file descriptors
 * @param nice scheduling courtesy, 0 to 19
 */
public record Limits(
    Duration deadline,
    Optional<Duration> stall,
    Duration cpu,
    long addressSpaceBytes,
    long fileBytes,
    long folderBytes,
    int openFiles,
    int nice) {

  private static final int MORE = 4;

  /**
   * The same with four times the room for output, for another run of a tool that needed more
   * (MD-25).
   */
  public Limits raised() {
    return new Limits(
        deadline,
        stall,
        cpu,
        addressSpaceBytes,
        fileBytes * MORE,
        folderBytes * MORE,
        openFiles,
        nice);
  }
}
