package slipway.core.caption;

import java.util.UUID;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Where the texts of captions rest. */
public interface CaptionFiles {

  /**
   * Reads SRT or WebVTT and keeps it as WebVTT under a key of its own.
   *
   * @throws ProblemException {@link Problem.UnsupportedMedia} with the reason; {@link
   *     Problem.NoSpace}; {@link Problem.Busy} while too many others are read
   */
  Kept keep(UUID video, byte[] text);

  /**
   * As {@link #keep}, for a video that may never come to be: the text is loose until {@link
   * #adopt}, and swept when that does not follow soon.
   */
  Kept keepAhead(UUID video, byte[] text);

  /**
   * A record names it from now on. Inside the transaction that writes the name.
   *
   * @throws IllegalStateException when it is swept already
   */
  void adopt(Kept kept);

  /** The WebVTT text in UTF-8; empty when its file is gone. */
  byte[] read(Caption caption);

  /** Gives a file back that no caption names any more. Never fails: erasing comes anyway. */
  void drop(String blob);

  /**
   * A text that was kept.
   *
   * @param blob its key
   * @param size bytes
   */
  record Kept(String blob, long size) {}
}
