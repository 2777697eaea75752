package slipway.api.gcore;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.api.gcore.GcoreShapes.VideoShape;
import slipway.core.account.Caller;
import slipway.core.video.Video;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code GET /streaming/videos/{id}/upload}: where to upload, and the token that starts it (GC-80).
 * May be asked for again and again; each token is good for its time (GC-86).
 */
final class GcoreUploadSession implements GcoreRoutes.Operation {
  private final GcoreOwned owned;
  private final GcoreVideos videos;
  private final GcoreTokens tokens;
  private final String host;

  /**
   * @param chosen host and port that uploaders are sent to, instead of those of {@code origin}
   */
  GcoreUploadSession(
      GcoreOwned owned,
      GcoreVideos videos,
      GcoreTokens tokens,
      Origin origin,
      Optional<String> chosen) {
    this.owned = owned;
    this.videos = videos;
    this.tokens = tokens;
    this.host = chosen.orElse(origin.authority());
  }

  record Session(List<Server> servers, String token, VideoShape video) {}

  /**
   * An uploader.
   *
   * @param hostname with the port where it is not 443: clients put {@code https://} before it and
   *     {@code /upload/} behind, whatever {@code ssl} says (GC-82)
   * @param ip read by the Android app (GC-81)
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Server(
      int id, String role, String hostname, boolean active, boolean ssl, @Nullable String ip) {}

  @Override
  public Response answer(Request request, Caller caller) {
    Video video = owned.video(request, caller);
    return GcoreAnswers.json(
        200,
        new Session(
            List.of(new Server(1, "upload", host, /* active= */ true, /* ssl= */ true, null)),
            tokens.forUpload(video),
            videos.details(video)));
  }
}
