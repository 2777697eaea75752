package slipway.api.gcore;

import java.util.List;
import slipway.core.account.Caller;
import slipway.core.video.Videos;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /streaming/videos/names} (GC-75). */
final class GcoreListNames implements GcoreRoutes.Operation {
  private final Videos videos;

  GcoreListNames(Videos videos) {
    this.videos = videos;
  }

  record Named(long id, String name) {}

  @Override
  public Response answer(Request request, Caller caller) {
    List<Named> names =
        videos.find(GcoreListing.named(request.query(), caller)).stream()
            .map(video -> new Named(video.serial(), video.name()))
            .toList();
    return GcoreAnswers.json(200, names);
  }
}
