package slipway.ingest.direct;

import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Creator;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.Request;
import slipway.http.Response;

/** Livepeer's upload URL: {@code PUT /api/asset/upload/direct?token=<ticket>} (LP-49..LP-58). */
public record LivepeerPut(TakeBytes take) implements DirectDoor {

  @Override
  public Creator admit(Request request) {
    String ticket =
        request
            .query()
            .first("token")
            .orElseThrow(() -> new ProblemException(new Problem.BadTicket("jwt must be provided")));
    return new Creator.Ticket(take.find().byFreshTicket(ticket));
  }

  @Override
  public Response finished(Request request, Upload upload) {
    return Response.of(200).with("ETag", "\"" + upload.video() + "\"");
  }
}
