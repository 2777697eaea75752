package slipway.ingest.tus;

import slipway.core.upload.Upload;
import slipway.http.Response;

/** What a door says to a request that wants to create an upload. */
sealed interface Admission {

  /** Come in: this upload is started, or started over. */
  record Admitted(Upload upload) implements Admission {}

  /** The answer, already in the door's words. */
  record TurnedAway(Response answer) implements Admission {}
}
