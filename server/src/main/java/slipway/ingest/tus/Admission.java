package slipway.ingest.tus;

import slipway.core.upload.Creator;
import slipway.http.Response;

/** What a door says to a request that wants to create an upload. */
sealed interface Admission {

  /** Come in. */
  record Admitted(Creator creator) implements Admission {}

  /** The answer, already in the door's words. */
  record TurnedAway(Response answer) implements Admission {}
}
