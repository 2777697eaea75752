package slipway.dashboard;

import java.io.IOException;
import slipway.core.caption.Caption;
import slipway.core.caption.KeepCaption;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code POST /admin/videos/{id}/captions?language=…&label=…}: the body is the SRT or WebVTT file
 * itself. One of the same language is replaced.
 */
record AddCaption(OneVideo one, KeepCaption keep) implements Handler {
  private static final int MOST = 10 << 20;

  @Override
  public Response handle(Request request) throws IOException {
    String language = request.query().first("language").orElse("");
    String label = request.query().first("label").orElse(language);
    Caption caption =
        keep.replace(
            one.of(request).id(),
            new KeepCaption.Asked(language, label, Caption.Kind.SUBTITLES),
            request.body().readAll(MOST));
    return AdminKey.json(201, CaptionShape.of(caption));
  }
}
