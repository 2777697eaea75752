package slipway.ingest.tus;

import java.util.Map;
import java.util.UUID;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Creator;
import slipway.http.Request;
import slipway.http.Response;

/** What Cloudflare's dialect says where its uploads come by tus. */
public interface CloudflareManners {

  /**
   * Who creates an upload, and what the video is to be.
   *
   * @param metadata what the client says, by key as it was sent
   * @throws ProblemException refused
   */
  Creator creator(Request request, Map<String, String> metadata);

  /** A problem of the house as the API says it. */
  Response words(Problem problem);

  /** A refusal of the protocol. */
  Response refusal(int status, String message);

  /** The public id of a video. */
  String uid(UUID video);
}
