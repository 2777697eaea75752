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
 * @param heedsReserve whether it does not start, or is ended, when the disk is full up to the
 *     operator's reserve; those that write next to nothing need not
 */
public record Limits(
    Duration deadline,
    Optional<Duration> stall,
    Duration cpu,
    long addressSpaceBytes,
    long fileBytes,
    long folderBytes,
    int openFiles,
    int nice,
    boolean heedsReserve) {

  private static final int MORE = 4;

  /**
   * The same with four times the room for output, for another run of a tool that needed more
   * (MD-25).
   */
  public Limits raised() {
    return with(addressSpaceBytes, fileBytes * MORE, folderBytes * MORE, heedsReserve);
  }

  /** The same for a run that writes, and at most so many bytes. */
  public Limits writing(long most) {
    return with(
        addressSpaceBytes,
        Math.min(fileBytes, most),
        Math.min(folderBytes, most),
        /* heeds= */ true);
  }

  /** The same with no more memory than that. */
  Limits within(long most) {
    return with(Math.min(addressSpaceBytes, most), fileBytes, folderBytes, heedsReserve);
  }

  /** The same where no more than that is left on the disk. */
  Limits where(long room) {
    return with(
        addressSpaceBytes, Math.min(fileBytes, room), Math.min(folderBytes, room), heedsReserve);
  }

  private Limits with(long memory, long file, long folder, boolean heeds) {
    return new Limits(deadline, stall, cpu, memory, file, folder, openFiles, nice, heeds);
  }
}
