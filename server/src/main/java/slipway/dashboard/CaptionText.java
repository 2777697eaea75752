package slipway.dashboard;

import java.util.UUID;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.Captions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /admin/migration/originals/{id}/captions/{number}}: a caption as WebVTT. */
final class CaptionText implements Handler {
  private final Captions captions;
  private final CaptionFiles files;

  CaptionText(Captions captions, CaptionFiles files) {
    this.captions = captions;
    this.files = files;
  }

  @Override
  public Response handle(Request request) {
    try {
      UUID video = UUID.fromString(request.parameter("id"));
      return captions
          .byNumber(Long.parseLong(request.parameter("number")))
          .filter(caption -> caption.video().equals(video))
          .map(files::read)
          .filter(text -> text.length > 0)
          .map(text -> Response.bytes(200, "text/vtt; charset=utf-8", text))
          .orElseThrow(CaptionText::missing);
    } catch (IllegalArgumentException noId) {
      throw missing();
    }
  }

  private static ProblemException missing() {
    return new ProblemException(new Problem.NotFound("There is no such caption."));
  }
}
