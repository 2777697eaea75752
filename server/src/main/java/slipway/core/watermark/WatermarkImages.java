package slipway.core.watermark;

import java.util.UUID;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Where the pictures of watermarks rest. */
public interface WatermarkImages {

  /**
   * How large a picture is.
   *
   * @param width pixels
   * @param height pixels
   */
  record Picture(int width, int height) {}

  /**
   * Looks at a PNG.
   *
   * @throws ProblemException {@link Problem.BadField} when it is none
   */
  Picture look(byte[] png);

  /**
   * Keeps one that was looked at.
   *
   * @throws ProblemException {@link Problem.NoSpace}
   */
  void keep(UUID id, byte[] png);

  /** Gives one back that no profile came to name. Never fails. */
  void drop(UUID id);
}
