package slipway.dashboard;

import java.util.List;
import java.util.function.Supplier;
import slipway.http.Area;
import slipway.http.Response;
import slipway.http.Routes;

/** {@code /health/live} and {@code /health/ready}, for whoever watches over the process. */
public final class HealthArea {
  private HealthArea() {}

  record Live(String status) {}

  record Ready(String status, List<String> problems) {}

  /** The area; {@code health} is asked on each request. */
  public static Area of(Supplier<HealthReport> health) {
    Routes routes =
        new Routes()
            .get("/live", _ -> AdminKey.json(200, new Live("ok")))
            .get("/ready", _ -> ready(health.get()));
    return Area.at("/health", routes)
        .notFound(_ -> AdminProblems.notFound())
        .onError(AdminProblems::render);
  }

  private static Response ready(HealthReport report) {
    return AdminKey.json(report.ready() ? 200 : 503, new Ready(report.status(), report.problems()));
  }
}
