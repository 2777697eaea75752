package slipway.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import slipway.core.export.ExportOrder;
import slipway.export.SendOut.Sent;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import slipway.outgoing.Call;
import slipway.outgoing.Limits;
import slipway.outgoing.Outgoing;
import slipway.outgoing.Sending;
import slipway.storage.Blob;

/**
 * Sends a source in one request to an address that its owner named: {@code {"url", "method",
 * "type", "headers"}} in the order.
 */
final class ToAddress {
  private static final Limits LIMITS = new Limits(Duration.ofHours(2), 1 << 20);
  private static final int PIECE = 1 << 18;

  private final Outgoing outgoing;

  ToAddress(Outgoing outgoing) {
    this.outgoing = outgoing;
  }

  Sent send(ExportOrder order, Blob blob) throws IOException, NotTaken {
    JsonObject asked = (JsonObject) Json.tree(String.valueOf(order.asked()));
    Sending body =
        new Sending(
            asked.string("type").orElse("application/octet-stream"),
            blob.size(),
            out -> write(blob, out));
    Call call =
        Call.sending(
            asked.string("method").orElse("PUT"), asked.string("url").orElseThrow(), body, LIMITS);
    if (asked.object("headers").isPresent()) {
      for (var header : asked.object("headers").get().members().entrySet()) {
        if (header.getValue() instanceof JsonString(String value)) {
          call = call.with(header.getKey(), value);
        }
      }
    }
    Talk.ask(outgoing, call, "The address");
    return new Sent.Done(order.done(null));
  }

  /** All of it, piece by piece. */
  static void write(Blob blob, OutputStream out) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    for (long position = 0; position < blob.size(); ) {
      piece.clear();
      int count = blob.read(piece, position);
      if (count <= 0) {
        throw new IOException("the file ends at " + position + " of " + blob.size());
      }
      out.write(piece.array(), 0, count);
      position += count;
    }
  }
}
