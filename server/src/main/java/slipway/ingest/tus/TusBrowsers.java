package slipway.ingest.tus;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import slipway.http.CorsPolicy;

/**
 * Which pages may use an upload address of our own from a browser.
 *
 * @param origins those listed may come with credentials (TUS-148, TUS-149); empty lets any come,
 *     without them (TUS-147)
 * @param privateNetwork whether public pages may reach us in a private network (TUS-151)
 */
public record TusBrowsers(List<String> origins, boolean privateNetwork) {

  public TusBrowsers {
    origins = List.copyOf(origins);
  }

  /** Any page, without credentials. */
  public static TusBrowsers any() {
    return new TusBrowsers(List.of(), /* privateNetwork= */ false);
  }

  /** The policy, with the status of the answer to a preflight. */
  public CorsPolicy policy(int preflightStatus) {
    Set<String> listed =
        origins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return new CorsPolicy(
        (request, origin) -> listed.isEmpty() || listed.contains(origin.toLowerCase(Locale.ROOT)),
        TusCors.METHODS,
        TusCors.REQUEST_HEADERS,
        TusCors.EXPOSED_HEADERS,
        /* credentials= */ !listed.isEmpty(),
        Duration.ofDays(1),
        preflightStatus,
        privateNetwork);
  }
}
