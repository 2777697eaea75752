package slipway.ingest.direct;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;
import slipway.ingest.KeyOrTicket;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;
import slipway.json.Json;

/**
 * Our own address for whole files, {@code /files/direct}: {@code PUT} or {@code POST} of the raw
 * bytes, or {@code POST} of a form, with an API key or a ticket. Answers 201 with the video's id.
 */
public final class FilesDirect {
  private FilesDirect() {}

  /** Makes a raw address resumable. */
  @FunctionalInterface
  public interface Upgrade {
    /**
     * The address for clients that know how, and for all others.
     *
     * @param plain serves these others
     */
    Handler of(DirectDoor door, Handler plain);
  }

  /** What is said when the file is here. */
  record Made(UUID video, long size) {}

  /**
   * The area, complete with its CORS policy.
   *
   * @param upgrade makes raw uploads resumable for clients that speak of it (TUS-254)
   */
  public static Area area(
      KeyOrTicket who,
      TakeBytes take,
      CreateUpload create,
      Writers writers,
      Receiver receiver,
      Upgrade upgrade) {
    DirectDoor door =
        new DirectDoor() {
          @Override
          public Creator admit(Request request) {
            return who.admit(request);
          }

          @Override
          public Response finished(Request request, Upload upload) {
            Made made = new Made(upload.video(), upload.offset());
            return Response.bytes(201, DirectProblems.JSON, Json.write(made))
                .with("Cache-Control", "no-store");
          }
        };
    Handler raw = upgrade.of(door, new PutFile(door, take, create, writers, receiver));
    Handler form = new FormFile(door, take, create, writers, receiver);
    Routes routes =
        new Routes()
            .put("/", raw)
            .post("/", request -> (isForm(request) ? form : raw).handle(request));
    return Area.at("/files/direct", routes)
        .onError(DirectProblems::render)
        .cors(
            new CorsPolicy(
                (request, origin) -> true,
                List.of("PUT", "POST", "OPTIONS"),
                List.of(
                    "Authorization",
                    "Content-Type",
                    "X-Requested-With",
                    "X-Request-ID",
                    "Content-Disposition",
                    "Content-Digest",
                    "Repr-Digest",
                    "Upload-Complete",
                    "Upload-Incomplete",
                    "Upload-Draft-Interop-Version",
                    "Upload-Length"),
                List.of(
                    "Location",
                    "Retry-After",
                    "Upload-Complete",
                    "Upload-Draft-Interop-Version",
                    "Upload-Incomplete",
                    "Upload-Length",
                    "Upload-Limit",
                    "Upload-Offset",
                    "X-Request-ID"),
                /* credentials= */ false,
                Duration.ofDays(1),
                /* preflightStatus= */ 204,
                /* privateNetwork= */ false));
  }

  private static boolean isForm(Request request) {
    String type = request.headers().first("Content-Type").orElse("").strip();
    return type.toLowerCase(Locale.ROOT).startsWith("multipart/");
  }
}
