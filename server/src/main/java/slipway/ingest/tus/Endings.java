package slipway.ingest.tus;

import slipway.core.upload.LastAnswer;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.Headers;
import slipway.http.Response;

/**
 * What a door adds to answers about an upload; to the last one what it has decided on once and then
 * says again and again (TUS-281).
 */
final class Endings {
  private final TusDoor door;
  private final TakeBytes take;

  Endings(TusDoor door, TakeBytes take) {
    this.door = door;
    this.take = take;
  }

  /** Not to be called while somebody writes the upload (TUS-283). */
  Response add(Response answer, Upload upload) {
    Response full = answer.withHeaders(answer.headers().orElse(door.onEvery(upload)));
    if (!door.endsInOwnWords() || upload.state() != Upload.State.FINISHED || upload.isPart()) {
      return full;
    }
    LastAnswer last =
        take.answerOf(upload).orElseGet(() -> take.keepAnswer(upload, door.ending(upload)));
    Headers fields = full.headers();
    for (String line : last.fields()) {
      int colon = line.indexOf(':');
      fields = fields.with(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    Response told = full.withHeaders(fields);
    if (last.body().isEmpty()) {
      return told;
    }
    return TusText.answer(told.status() == 204 ? 200 : told.status(), last.body(), fields);
  }
}
