package slipway.ingest.tus;

import slipway.core.upload.TakeBytes;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code OPTIONS} anywhere at a door: what it can do (TUS-17 to TUS-21, TUS-251). */
final class TusOptions implements Handler {
  private final TusDoor door;
  private final TakeBytes take;

  TusOptions(TusDoor door, TakeBytes take) {
    this.door = door;
    this.take = take;
  }

  @Override
  public Response handle(Request request) {
    long most = door.maxBytes(take.settings());
    return Response.of(door.optionsStatus())
        .with("Content-Length", "0")
        .with("Tus-Version", TusHeaders.VERSION)
        .with("Tus-Extension", String.join(",", door.extensions()))
        .with("Tus-Checksum-Algorithm", Digest.ANNOUNCED)
        .with("Upload-Limit", UploadLimit.of(take.settings(), most))
        .with("Tus-Max-Size", Long.toString(most));
  }
}
