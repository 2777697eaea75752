package slipway.ingest.direct;

import slipway.core.upload.Creator;
import slipway.core.upload.Upload;
import slipway.http.Request;
import slipway.http.Response;

/**
 * One address at which a whole file comes in one request: who may bring it, and what is said to
 * that. A dialect says both in its own words.
 */
public interface DirectDoor {

  /**
   * Who brings a file; asked before a byte of the body is read.
   *
   * @throws slipway.core.problem.ProblemException when nobody who may
   */
  Creator admit(Request request) throws Exception;

  /** The answer when every byte is durable and the video is on its way. */
  Response finished(Request request, Upload upload) throws Exception;

  /** The largest file taken here, whatever the house and the ticket allow (CF-36). */
  default long maxBytes() {
    return Long.MAX_VALUE;
  }
}
