package slipway.dashboard;

import java.util.List;
import java.util.function.Supplier;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /admin/session}: whether the key is right, and how the server is. */
record GetSession(String version, Supplier<HealthReport> health) implements Handler {

  record Health(String status, List<String> problems, List<String> facts) {}

  record Session(String version, String publicUrl, Health health) {}

  @Override
  public Response handle(Request request) {
    HealthReport report = health.get();
    return AdminKey.json(
        200,
        new Session(
            version,
            request.origin().toString(),
            new Health(report.status(), report.problems(), report.facts())));
  }
}
