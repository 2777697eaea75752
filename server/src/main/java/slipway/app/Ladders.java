package slipway.app;

import java.util.Map;
import java.util.Set;
import slipway.api.gcore.GcoreRoutes;
import slipway.api.livepeer.LivepeerRoutes;
import slipway.core.migration.MigrateVideo;
import slipway.media.transcode.LadderChoice;
import slipway.media.transcode.TranscodeSettings;
import slipway.pipeline.Plans;
import slipway.pipeline.Watermarks;

/** Which door's videos get which renditions. */
final class Ladders {
  private Ladders() {}

  /**
   * Callers of Livepeer's API expect its own default ladder (LP-153); what is brought over as it is
   * gets none. Gcore's owners say themselves whether renditions may be larger than what they sent.
   */
  static Plans plans(TranscodeSettings settings, Watermarks watermarks) {
    return new Plans(
        settings,
        Map.of(
            LivepeerRoutes.DOOR,
            new LadderChoice.TwoBelow(),
            MigrateVideo.DOOR_AS_IS,
            new LadderChoice.OwnSize()),
        Set.of(GcoreRoutes.DOOR),
        watermarks);
  }
}
