package slipway.ingest.tus;

import java.util.List;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.TakeBytes;
import slipway.http.Area;
import slipway.http.Handler;
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
    Handler post = answers.around(new TusCreate(door, answers, take, create, writers, receiver));
    Handler head = answers.around(new TusHead(take, writers, receiver));
    Handler patch = answers.around(new TusPatch(take, writers, receiver));
    Handler delete = answers.around(new TusDelete(take, writers, receiver));
    if (door.speaksIetf()) {
      IetfUploads ietf = new IetfUploads(door, take, create, writers, receiver);
      TwoDialects two = new TwoDialects(take, new IetfAnswers(answers, take.settings()));
      post = two.marked(post, ietf::create);
      head = two.perhapsUnmarked(head, ietf::head);
      patch = two.marked(patch, ietf::append);
      delete = two.perhapsUnmarked(delete, (request, _) -> ietf.delete(request));
    }
    Routes routes =
        new Routes()
            .post("/", post)
            .head("/{id}", head)
            .patch("/{id}", patch)
            .delete("/{id}", delete)
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
