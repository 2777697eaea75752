package slipway.api.gcore;

import java.io.IOException;
import java.util.List;
import slipway.api.gcore.GcoreShapes.VideoShape;
import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;

/** {@code POST /streaming/videos} (section 2 of the contract). */
final class GcoreCreateVideo implements GcoreRoutes.Operation {
  private final GcoreMaker maker;
  private final GcoreVideos videos;
  private final GcoreSettings.CreateAnswer answer;

  GcoreCreateVideo(GcoreMaker maker, GcoreVideos videos, GcoreSettings.CreateAnswer answer) {
    this.maker = maker;
    this.videos = videos;
    this.answer = answer;
  }

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    VideoShape video = videos.details(maker.make(GcoreBodies.attributes(request, "video"), caller));
    // Not 201: nothing but 200 is documented (GC-32).
    return GcoreAnswers.json(200, isList(request) ? List.of(video) : video);
  }

  /**
   * Gcore's guide, its apps and most scripts read an object, while its OpenAPI page and so the
   * generated SDKs want an array; only those send this header (GC-33).
   */
  private boolean isList(Request request) {
    return switch (answer) {
      case BY_CLIENT -> request.headers().has("X-Stainless-Lang");
      case OBJECT -> false;
      case ARRAY -> true;
    };
  }
}
