package slipway.dashboard;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Account;
import slipway.core.account.Accounts;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Limits;
import slipway.core.upload.RequestUpload;
import slipway.core.video.Wishes;
import slipway.http.Handler;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/** {@code POST /admin/videos}: a ticket for a file that is dropped on the dashboard. */
final class CreateVideo implements Handler {
  /** As long as a ticket may be at all. */
  private static final long MOST_SECONDS = Duration.ofDays(365).toSeconds();

  private final Accounts accounts;
  private final RequestUpload requestUpload;
  private final VideoShapes shapes;

  CreateVideo(Accounts accounts, RequestUpload requestUpload, VideoShapes shapes) {
    this.accounts = accounts;
    this.requestUpload = requestUpload;
    this.shapes = shapes;
  }

  /** With what the ticket may be limited to; see {@link Limits}. */
  record Body(
      String name,
      @Nullable Long account,
      @Nullable Long maxBytes,
      @Nullable Long maxDurationSeconds,
      @Nullable Instant startBy,
      @Nullable Instant closesAt) {

    Limits limits() {
      if ((maxBytes != null && maxBytes < 1)
          || (maxDurationSeconds != null
              && (maxDurationSeconds < 1 || maxDurationSeconds > MOST_SECONDS))) {
        throw new ProblemException(
            new Problem.BadField("maxBytes, maxDurationSeconds", "must be positive"));
      }
      return new Limits(
          maxBytes,
          maxDurationSeconds == null ? null : Duration.ofSeconds(maxDurationSeconds),
          closesAt);
    }
  }

  @Override
  public Response handle(Request request) throws IOException {
    Body body = Bodies.read(request, Body.class);
    long number = body.account() == null ? 1 : body.account();
    Account account =
        accounts
            .byNumber(number)
            .orElseThrow(() ->
                new ProblemException(new Problem.NotFound("There is no account " + number + ".")));
    RequestUpload.Given given =
        requestUpload.give(
            new RequestUpload.Asked(
                account,
                "dashboard",
                "dashboard",
                "files",
                Bodies.name(body.name()),
                Wishes.none(),
                body.limits(),
                body.startBy()));
    Origin origin = request.origin();
    return AdminKey.json(
        201,
        new AdminShapes.Ticket(
            shapes.of(given.video(), origin),
            new AdminShapes.UploadUrls(
                origin.url("/files/?ticket=" + given.ticket()),
                origin.url("/api/asset/upload/direct?token=" + given.ticket()))));
  }
}
