package slipway.ingest.tus;

import org.jspecify.annotations.Nullable;
import slipway.core.upload.Creator;
import slipway.core.upload.Limits;
import slipway.http.Response;

/** What a door says to a request that wants to create an upload. */
sealed interface Admission {

  /**
   * Come in.
   *
   * @param metadata what counts as the client's {@code Upload-Metadata} from now on, {@code null}
   *     for what it sent
   */
  record Admitted(Creator creator, @Nullable String metadata) implements Admission {
    Admitted(Creator creator) {
      this(creator, null);
    }

    /** The limits under which it comes in. */
    Limits limits() {
      return switch (creator) {
        case Creator.Ticket(var upload) -> upload.limits();
        case Creator.Key key -> key.limits();
      };
    }
  }

  /** The answer, already in the door's words. */
  record TurnedAway(Response answer) implements Admission {}
}
