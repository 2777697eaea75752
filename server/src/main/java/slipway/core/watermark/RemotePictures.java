package slipway.core.watermark;

import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Brings small pictures from elsewhere. */
@FunctionalInterface
public interface RemotePictures {

  /**
   * What lies at a URL.
   *
   * @throws ProblemException {@link Problem.BadField} of {@code url} with the reason when it cannot
   *     be had, or is larger
   */
  byte[] fetch(String url, int most);
}
