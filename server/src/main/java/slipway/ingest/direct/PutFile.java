package slipway.ingest.direct;

import java.io.IOException;
import java.util.OptionalLong;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.BodyException;
import slipway.http.Handler;
import slipway.http.Hangup;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;

/**
 * {@code PUT <door>?token=<ticket>} with the raw file as body (LP-49..LP-58). Answers 200 when
 * every byte is durable and the video is on its way; a PUT that breaks leaves the ticket usable.
 */
public final class PutFile implements Handler {
  private final TakeBytes take;
  private final Writers writers;
  private final Receiver receiver;

  public PutFile(TakeBytes take, Writers writers, Receiver receiver) {
    this.take = take;
    this.writers = writers;
    this.receiver = receiver;
  }

  @Override
  public Response handle(Request request) throws IOException {
    long arrival = writers.arrive();
    String ticket =
        request
            .query()
            .first("token")
            .orElseThrow(() -> new ProblemException(new Problem.BadTicket("jwt must be provided")));
    Upload ticketed = take.byFreshTicket(ticket);
    OptionalLong declared = request.body().declaredLength();
    String displaced = "a newer request writes this upload";
    try (Writers.Seat seat =
        writers.take(ticketed.id(), arrival, () -> request.body().stop(displaced))) {
      Upload upload =
          take.start(
              take.byFreshTicket(ticket),
              declared.isPresent() ? declared.getAsLong() : null,
              /* metadata= */ "");
      Upload received = receiver.append(seat, upload, request.body());
      Upload finished = receiver.finish(received);
      return Response.of(200).with("ETag", "\"" + finished.video() + "\"");
    } catch (BodyException.ClientGone gone) {
      throw new Hangup("the client is gone");
    }
  }
}
