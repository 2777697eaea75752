package slipway.core.upload;

import java.util.Optional;

/** Knows where we never go, whoever asks for it. Safe for any thread. */
@FunctionalInterface
public interface ForbiddenUrls {

  /**
   * Why a URL will never be fetched, in a sentence for whoever named it; empty when it may be.
   * Nobody is asked for it, so what it leads to is judged again when it is fetched.
   */
  Optional<String> whyNot(String url);
}
