package slipway.core.watermark;

import java.util.UUID;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Where the pictures of watermarks rest. */
public interface WatermarkImages {

  /**
   * A picture that is kept.
   *
   * @param width pixels
   * @param height pixels
   */
  record Kept(int width, int height) {}

  /**
   * Looks at a PNG and keeps it.
   *
   * @throws ProblemException {@link Problem.BadField} when it is none; {@link Problem.NoSpace}
   */
  Kept keep(UUID id, byte[] png);

  /** Gives one back that no profile came to name. Never fails. */
  void drop(UUID id);
}
