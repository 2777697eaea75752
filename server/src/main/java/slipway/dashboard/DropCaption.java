package slipway.dashboard;

import slipway.core.caption.RemoveCaption;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code DELETE /admin/videos/{id}/captions/{number}}. */
record DropCaption(OneVideo one, RemoveCaption remove) implements Handler {

  @Override
  public Response handle(Request request) {
    remove.remove(one.of(request).id(), number(request.parameter("number")));
    return Response.of(204);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException none) {
      throw new ProblemException(new Problem.NotFound("There is no such caption."));
    }
  }
}
