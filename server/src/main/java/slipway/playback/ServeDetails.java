package slipway.playback;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code /{uid or token}/metadata/playerEnhancementInfo.json}: what its owner tells about a video
 * to everybody who may see it (CF-123); it was checked when it was set.
 */
final class ServeDetails implements ForViewers.Served {
  @Override
  public Response serve(Request request, Video video) {
    @Nullable String about = video.wishes().details().about();
    byte[] json = (about == null ? "{}" : about).getBytes(StandardCharsets.UTF_8);
    return Response.bytes(200, "application/json", json).with("Cache-Control", "no-cache");
  }
}
