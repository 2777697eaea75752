package slipway.ingest.tus;

import java.io.IOException;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;

/**
 * {@code DELETE} on an upload: its writer has to go, then what is unfinished is dropped. A finished
 * one only stops being an upload; the video stays (TUS-116 to TUS-120).
 */
final class TusDelete implements Handler {
  private final TusDoor door;
  private final TakeBytes take;
  private final Writers writers;
  private final Receiver receiver;

  TusDelete(TusDoor door, TakeBytes take, Writers writers, Receiver receiver) {
    this.door = door;
    this.take = take;
    this.writers = writers;
    this.receiver = receiver;
  }

  @Override
  public Response handle(Request request) throws IOException {
    TusHeaders.requireVersion(request.headers());
    Upload upload = take.find().started(door.uploadId(request));
    try (Writers.Seat _ = writers.take(upload.id(), () -> {})) {
      receiver.drop(take.find().startedInTime(upload.id()));
      return Response.of(204);
    }
  }
}
