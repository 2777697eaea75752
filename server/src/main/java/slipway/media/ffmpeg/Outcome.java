package slipway.media.ffmpeg;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How a run of a tool ended. The stderr tail (last 64 KiB) contains paths of this machine: it is
 * for the operator, never for an API client (MD-23).
 */
public sealed interface Outcome {
  /** 128 and SIGXFSZ: a file reached the limit of its size. */
  int FILE_TOO_LARGE = 153;

  /**
   * What FFmpeg ends with when the disk or a quota is full: 256 less ENOSPC, which is 28, and
   * EDQUOT, which is 122 on Linux and 69 on macOS. An abort is 134, too: only the words tell.
   */
  Set<Integer> DISK_FULL = Set.of(228, 134, 187);

  /** Those words, which are English in an empty environment. */
  List<String> DISK_FULL_WORDS = List.of("No space left on device", "quota exceeded");

  /** Exit code 0. The output may still be short: damaged input also ends this way (MD-25). */
  record Finished(Duration took, String stderrTail) implements Outcome {}

  /** Killed because a clock ran out. Worth another try. */
  record TimedOut(Clock clock, Duration after, String stderrTail) implements Outcome {}

  /** Killed by us for another reason than time. */
  record Killed(Cause cause, String stderrTail) implements Outcome {}

  /**
   * Ended by itself, badly.
   *
   * @param exitCode the tool's, or 128 + signal number
   * @param permanent true when the same input will fail the same way (MD-25)
   */
  record Failed(int exitCode, boolean permanent, String stderrTail) implements Outcome {}

  /** The tool could not be started at all; {@code reason} is for the operator. */
  record NotStarted(String reason) implements Outcome {}

  /** Which clock ran out. */
  enum Clock {
    DEADLINE,
    NO_PROGRESS
  }

  /** Why we killed it. */
  enum Cause {
    CANCELLED,
    OUTPUT_TOO_LARGE,
    /** The disk is full up to the operator's reserve; it did not even start, or had to end. */
    NO_ROOM
  }

  /** Whether the output, one file or all together, was larger than the limits of the run. */
  default boolean ranOutOfRoom() {
    return switch (this) {
      case Failed failed -> failed.exitCode() == FILE_TOO_LARGE;
      case Killed killed -> killed.cause() == Cause.OUTPUT_TOO_LARGE;
      case Finished _, TimedOut _, NotStarted _ -> false;
    };
  }

  /** Whether a tool that ended with this code says that it found the disk full. */
  static boolean metFullDisk(int exitCode, String stderrTail) {
    return DISK_FULL.contains(exitCode) && DISK_FULL_WORDS.stream().anyMatch(stderrTail::contains);
  }

  /**
   * Sorts an exit code that is not 0 (MD-25). 69: too many decode errors; 183: unreadable input;
   * 234: filter or option error. Everything else (137 killed, 153 file too large, crashes,
   * input/output errors) may go better another time.
   */
  static Failed failed(int exitCode, String stderrTail) {
    boolean permanent = exitCode == 69 || exitCode == 183 || exitCode == 234;
    return new Failed(exitCode, permanent, stderrTail);
  }
}
