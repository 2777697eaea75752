package slipway.ingest.tus;

import java.util.Optional;
import java.util.UUID;

/** Reads the tokens of a door at which a token says which video may be uploaded. */
@FunctionalInterface
public interface UploadTokens {

  /**
   * What a token says.
   *
   * @param video that may be uploaded
   * @param videoNumber its number
   * @param clientNumber number of its account
   */
  record Claim(UUID video, long videoNumber, long clientNumber) {}

  /** What the token says; empty when it is none of ours, or its time has passed. */
  Optional<Claim> read(String token);
}
