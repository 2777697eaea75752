package slipway.api.cloudflare;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import slipway.http.Request;

/** Takes the form that brings an audio track. */
@FunctionalInterface
public interface AudioForm {

  /**
   * Stores the file in the form.
   *
   * @return the form's label; empty when it has none
   */
  Optional<String> read(Request request, UUID video, UUID sound) throws IOException;
}
