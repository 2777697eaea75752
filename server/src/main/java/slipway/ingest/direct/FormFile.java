package slipway.ingest.direct;

import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
import slipway.core.upload.TakeBytes;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;

/**
 * A form ({@code multipart/form-data}) with the file in its part {@code file}, wherever that stands
 * among the others (CF-34, CF-43, REL-94). The file goes to the storage as it comes; the form
 * counts only when it has come to its proper end, and until then a broken one can be sent again.
 */
public final class FormFile implements Handler {
  private static final String PART = "file";

  private final WholeFile file;
  private final Receiver receiver;

  /** For an address that speaks as the door does. */
  public FormFile(
      DirectDoor door, TakeBytes take, CreateUpload create, Writers writers, Receiver receiver) {
    this.file = new WholeFile(door, take, create, writers, receiver);
    this.receiver = receiver;
  }

  @Override
  public Response handle(Request request) throws Exception {
    long arrival = file.arrive();
    Creator creator = file.admit(request, Form.MOST_AROUND);
    try (Form form = Form.of(request)) {
      if (!form.skipTo(PART)) {
        throw new ProblemException(
            new Problem.BadField(PART, "the form has no part called " + PART));
      }
      String name = form.fileName().map(ShownName::of).filter(text -> !text.isEmpty()).orElse("");
      return file.take(
          request,
          arrival,
          creator,
          new WholeFile.Brought(name.isEmpty() ? "Untitled" : name, /* length= */ null),
          (seat, upload) -> {
            var received =
                receiver.append(seat, upload, new Limited(form::next, file.limit(creator)));
            if (form.skipTo(PART)) {
              throw new ProblemException(new Problem.BadField(PART, "only one file can be sent"));
            }
            return received;
          });
    }
  }
}
