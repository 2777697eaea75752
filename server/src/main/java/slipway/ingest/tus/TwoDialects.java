package slipway.ingest.tus;

import slipway.core.problem.ProblemException;
import slipway.core.upload.Birth;
import slipway.core.upload.TakeBytes;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** One address, two protocols: hands a request to the one it speaks (TUS-01 to TUS-06). */
final class TwoDialects {
  private final TusDoor door;
  private final TakeBytes take;
  private final IetfAnswers answers;

  TwoDialects(TusDoor door, TakeBytes take, IetfAnswers answers) {
    this.door = door;
    this.take = take;
    this.answers = answers;
  }

  /** For creating and appending, where silence means tus and so is refused (TUS-06). */
  Handler marked(Handler tus, IetfAnswers.IetfHandler ietf) {
    return request ->
        Speech.of(request.headers()) instanceof Speech.Ietf speech
            ? answers.around(ietf, speech).handle(request)
            : tus.handle(request);
  }

  /**
   * For asking and deleting, where silence means the dialect of the creation (TUS-05). What is not
   * there was created in none, and is not found, since clients of the IETF's dialect that name no
   * version must learn that an upload is gone (TUS-249).
   */
  Handler perhapsUnmarked(Handler tus, IetfAnswers.IetfHandler ietf) {
    return request ->
        switch (Speech.of(request.headers())) {
          case Speech.Tus() -> tus.handle(request);
          case Speech.Ietf speech -> answers.around(ietf, speech).handle(request);
          case Speech.Unmarked() -> unmarked(request, tus, ietf);
        };
  }

  private Response unmarked(Request request, Handler tus, IetfAnswers.IetfHandler ietf)
      throws Exception {
    return isTus(door.uploadId(request))
        ? tus.handle(request)
        : answers.around(ietf, new Speech.Ietf(0)).handle(request);
  }

  private boolean isTus(String id) {
    try {
      return take.find().started(id).birth().dialect() != Birth.Dialect.IETF;
    } catch (ProblemException unknown) {
      return false;
    }
  }
}
