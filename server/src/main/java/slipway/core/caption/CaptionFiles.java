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
   *     Problem.NoSpace}
   */
  Kept keep(UUID video, byte[] text);

  /** The WebVTT text; empty when its file is gone. */
  String read(Caption caption);

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
