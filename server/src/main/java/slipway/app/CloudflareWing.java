package slipway.app;

import java.time.Duration;
import java.util.List;
import slipway.api.cloudflare.CloudflareRoutes;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Area;
import slipway.http.Origin;

/** The addresses of Cloudflare's dialect, with those of the ingest rooms between them. */
final class CloudflareWing {
  private CloudflareWing() {}

  /** All areas of the dialect. */
  static List<Area> areas(Origin origin, Doors.Rooms rooms) {
    CloudflareRoutes routes =
        new CloudflareRoutes(origin, rooms.authenticate(), rooms.videos(), rooms.delete())
            .with(rooms.delivery());
    return List.of(routes.area().limited(rooms.limit(), _ -> true, CloudflareWing::tooMany));
  }

  private static Exception tooMany(Duration wait) {
    return new ProblemException(new Problem.OverQuota("too many requests", wait));
  }
}
