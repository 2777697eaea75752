package slipway.api.gcore;

import java.util.List;
import slipway.core.account.Caller;
import slipway.core.video.Videos;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /streaming/videos}: a bare array, nothing around it (GC-60). */
final class GcoreListVideos implements GcoreRoutes.Operation {
  private final Videos videos;
  private final GcoreVideos shapes;

  GcoreListVideos(Videos videos, GcoreVideos shapes) {
    this.videos = videos;
    this.shapes = shapes;
  }

  @Override
  public Response answer(Request request, Caller caller) {
    List<Object> page =
        videos.find(GcoreListing.query(request.query(), caller)).stream()
            .map(shapes::item)
            .map(video -> GcoreListing.restricted(video, request.query()))
            .toList();
    return GcoreAnswers.json(200, page);
  }
}
