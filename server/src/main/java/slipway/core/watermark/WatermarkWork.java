package slipway.core.watermark;

import java.util.UUID;

/**
 * The durable job behind pictures that may go. Calls belong into the transaction of the change that
 * causes them.
 */
@FunctionalInterface
public interface WatermarkWork {

  /**
   * Look, in a while, whether anybody needs the picture of this profile: nobody does if no profile
   * came to name it, or if its profile and all videos that it marks are deleted. Then give it back.
   */
  void eraseUnlessNeeded(UUID profile);
}
