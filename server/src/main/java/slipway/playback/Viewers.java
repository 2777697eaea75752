package slipway.playback;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slipway.core.access.Proof;
import slipway.core.access.Viewer;
import slipway.http.Request;
import slipway.media.packaging.Links;

/**
 * What a request shows of who asks, where proofs stand as Livepeer's players write them (LP-132):
 * in the query as {@code accessKey} and {@code jwt}, or in headers of those names. The query counts
 * first.
 *
 * @param countries tells where they are
 */
record Viewers(Countries countries) {
  private static final String ACCESS_KEY = "accessKey";
  private static final String TOKEN = "jwt";
  private static final String SANDBOX = "null";

  /** What a gate is told of a request (LP-140). */
  private static final List<String> FOR_GATES =
      List.of("User-Agent", "Referer", "X-Forwarded-Proto", "X-Tlive-Spanid", "Host", "Origin");

  /** A longer one is none of ours, and is not carried around (REL-80). */
  private static final int LONGEST_PROOF = 4096;

  Viewer of(Request request) {
    return of(request, List.of());
  }

  /**
   * The same with proofs that stand elsewhere.
   *
   * @param before count before those of the query and of headers
   */
  Viewer of(Request request, List<Proof> before) {
    List<Proof> proofs = new ArrayList<>(before);
    accessKey(request).ifPresent(proofs::add);
    first(request, TOKEN, "Livepeer-Jwt").ifPresent(token -> proofs.add(new Proof.Token(token)));
    return of(proofs, request);
  }

  /** Where a token stands in the path or nowhere (CF-107). */
  Viewer byPath(Request request, Optional<Proof.Token> token) {
    List<Proof> proofs = new ArrayList<>();
    token.ifPresent(proofs::add);
    accessKey(request).ifPresent(proofs::add);
    return of(proofs, request);
  }

  private static Optional<Proof.AccessKey> accessKey(Request request) {
    return first(request, ACCESS_KEY, "Livepeer-Access-Key").map(Proof.AccessKey::new);
  }

  private Viewer of(List<Proof> proofs, Request request) {
    return new Viewer(
        proofs,
        origin(request),
        isOnOwnPage(request),
        request.client(),
        countries.of(request).orElse(null),
        request.origin().url(request.path().raw()),
        headers(request));
  }

  /**
   * How the addresses in a playlist carry on what came in its own query (LP-133); what came in a
   * header the player sends again by itself.
   */
  static Links links(Request request) {
    Links links = Links.PLAIN;
    for (String name : List.of(ACCESS_KEY, TOKEN)) {
      Optional<String> value = request.query().first(name);
      if (value.isPresent()) {
        links = links.with(name, value.get());
      }
    }
    return links;
  }

  private static Optional<String> first(Request request, String parameter, String header) {
    return request
        .query()
        .first(parameter)
        .or(() -> request.headers().first(header))
        .filter(value -> !value.isBlank() && value.length() <= LONGEST_PROOF);
  }

  /**
   * {@code Origin}, or else the origin of {@code Referer}. A page in a sandbox says {@code null},
   * and that is an origin nobody allows: any page can put itself into one (REL-89).
   */
  private static @Nullable String origin(Request request) {
    Optional<String> origin = request.headers().first("Origin");
    return origin
        .filter(value -> !value.equals(SANDBOX))
        .or(() -> request.headers().first("Referer").flatMap(Viewers::originOf))
        .or(() -> origin)
        .orElse(null);
  }

  /**
   * A page of ours has been asked for with the origin of whoever frames it, and may show the video
   * that it is for: what it asks for lies in the folder in which it lies itself.
   */
  private static boolean isOnOwnPage(Request request) {
    List<String> asked = request.path().segments();
    String page = request.headers().first("Referer").orElse("");
    return !page.isEmpty()
        && !asked.isEmpty()
        && request.path().raw().startsWith("/" + asked.getFirst() + "/")
        && page.startsWith(request.origin().url("/" + asked.getFirst() + "/"));
  }

  private static Optional<String> originOf(String referer) {
    try {
      URI uri = new URI(referer);
      return uri.getScheme() == null || uri.getRawAuthority() == null
          ? Optional.empty()
          : Optional.of(uri.getScheme() + "://" + uri.getRawAuthority());
    } catch (URISyntaxException notAnAddress) {
      return Optional.empty();
    }
  }

  private static Map<String, String> headers(Request request) {
    Map<String, String> told = new TreeMap<>();
    for (String name : FOR_GATES) {
      request.headers().first(name).ifPresent(value -> told.put(name, value));
    }
    return told;
  }
}
