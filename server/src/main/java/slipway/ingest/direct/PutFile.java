package slipway.ingest.direct;

import java.util.OptionalLong;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
import slipway.core.upload.TakeBytes;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;

/**
 * A request whose body is the raw file (LP-49..LP-58). Answered when every byte is durable and the
 * video is on its way; one that breaks leaves the ticket usable.
 */
public final class PutFile implements Handler {
  private final WholeFile file;
  private final Receiver receiver;

  /** For an address that speaks as the door does. */
  public PutFile(
      DirectDoor door, TakeBytes take, CreateUpload create, Writers writers, Receiver receiver) {
    this.file = new WholeFile(door, take, create, writers, receiver);
    this.receiver = receiver;
  }

  @Override
  public Response handle(Request request) throws Exception {
    long arrival = file.arrive();
    Creator creator = file.admit(request, /* mostAround= */ 0);
    OptionalLong declared = request.body().declaredLength();
    return file.take(
        request,
        arrival,
        creator,
        new WholeFile.Brought(
            request.query().first("name").map(ShownName::of).orElse("Untitled"),
            declared.isPresent() ? (Long) declared.getAsLong() : null),
        (seat, upload) ->
            receiver.append(seat, upload, new Limited(request.body()::next, file.limit(creator))));
  }
}
