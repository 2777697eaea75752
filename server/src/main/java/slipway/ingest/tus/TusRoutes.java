package slipway.ingest.tus;

import java.util.List;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.TakeBytes;
import slipway.http.Area;
import slipway.http.Routes;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;

/** The addresses of a door. */
public final class TusRoutes {
  private TusRoutes() {}

  /**
   * The area in which tus is spoken, complete with its CORS policy.
   *
   * @param writers shared with every other way in
   */
  public static Area area(
      TusDoor door, TakeBytes take, CreateUpload create, Writers writers, Receiver receiver) {
    TusAnswers answers = new TusAnswers(door);
    TusOptions options = new TusOptions(door, take);
    Routes routes =
        new Routes()
            .post(
                "/", answers.around(new TusCreate(door, answers, take, create, writers, receiver)))
            .head("/{id}", answers.around(new TusHead(take, writers, receiver)))
            .patch("/{id}", answers.around(new TusPatch(take, writers, receiver)))
            .delete("/{id}", answers.around(new TusDelete(take, writers, receiver)))
            .options("/", answers.around(options))
            .options("/{id}", answers.around(options))
            .options("/{id}/{below...}", answers.around(options));
    Area area =
        Area.at(door.path(), routes)
            .overridingMethods()
            .notFound(request -> answers.notOffered(request, List.of()))
            .methodNotAllowed(answers::notOffered)
            .onError(answers::failed)
            .cors(door.cors());
    return door.ignoresCase() ? area.ignoringCase() : area;
  }
}
