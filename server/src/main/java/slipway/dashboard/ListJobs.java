package slipway.dashboard;

import java.util.List;
import java.util.function.Supplier;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /admin/jobs}: what is being done and what waits. */
record ListJobs(Supplier<List<JobRow>> jobs) implements Handler {

  record Page(List<JobRow> jobs) {}

  @Override
  public Response handle(Request request) {
    return AdminKey.json(200, new Page(jobs.get()));
  }
}
