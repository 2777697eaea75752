package slipway.http;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * What browsers on other sites may do in an {@link Area} (the Fetch standard's CORS protocol).
 * Applied to every answer, errors included, since a browser hides an answer without these fields
 * (TUS-56). A field that the handler set itself is left as it is.
 *
 * @param origins which origins may read; the request is matched and handled already, so the rule
 *     may look at its attributes
 * @param methods named in answers to preflights
 * @param requestHeaders always named in answers to preflights, before those the browser asked for
 * @param exposedHeaders readable by scripts, on every answer to an allowed origin
 * @param credentials whether cookies and Authorization may be sent along
 * @param maxAge how long a browser may remember the answer to a preflight; zero leaves it out
 * @param preflightStatus 200 or 204
 * @param privateNetwork whether a page on a public site may reach us in a private network (TUS-151)
 */
public record CorsPolicy(
    OriginRule origins,
    List<String> methods,
    List<String> requestHeaders,
    List<String> exposedHeaders,
    boolean credentials,
    Duration maxAge,
    int preflightStatus,
    boolean privateNetwork) {

  private static final String PREFIX = "Access-Control-";

  /** Decides about one origin. */
  @FunctionalInterface
  public interface OriginRule {
    boolean allows(Request request, String origin);
  }

  public CorsPolicy {
    methods = List.copyOf(methods);
    requestHeaders = List.copyOf(requestHeaders);
    exposedHeaders = List.copyOf(exposedHeaders);
  }

  /** Whether this is a question of a browser and not the request itself. */
  static boolean isPreflight(Request request) {
    return request.method().equals("OPTIONS")
        && request.headers().has("Origin")
        && request.headers().has("Access-Control-Request-Method");
  }

  /** The fields without those of this protocol. */
  static Headers without(Headers headers) {
    return Headers.of(headers.fields().stream().filter(field -> !isOfCors(field.name())).toList());
  }

  private static boolean isOfCors(String name) {
    return name.regionMatches(/* ignoreCase= */ true, 0, PREFIX, 0, PREFIX.length());
  }

  /** The answer to a preflight that no route answers. */
  Response preflight() {
    return Response.of(preflightStatus).with("Content-Length", "0");
  }

  /** The answer with the fields this policy adds. */
  public Response apply(Request request, Response response) {
    Response answer = response.withHeaders(varyingByOrigin(response.headers()));
    String origin = request.headers().first("Origin").orElse("");
    if (origin.isEmpty()
        || response.headers().has("Access-Control-Allow-Origin")
        || !origins.allows(request, origin)) {
      return answer;
    }
    Headers added = Headers.of("Access-Control-Allow-Origin", origin);
    if (credentials) {
      added = added.plus("Access-Control-Allow-Credentials", "true");
    }
    if (!exposedHeaders.isEmpty()) {
      added = added.plus("Access-Control-Expose-Headers", String.join(", ", exposedHeaders));
    }
    if (isPreflight(request)) {
      added = forPreflight(request, added);
    }
    return answer.withHeaders(answer.headers().orElse(added));
  }

  /**
   * Likewise for a request of which not all could be read: where its origin is not known, any may
   * read the answer, unless the policy is one with credentials, which must name who may.
   */
  Response applyToRefusal(Request request, Response response) {
    boolean isKnown = request.headers().has("Origin");
    return isKnown || credentials
        ? apply(request, response)
        : response.with("Access-Control-Allow-Origin", "*");
  }

  private Headers forPreflight(Request request, Headers fields) {
    Headers added = fields.plus("Access-Control-Allow-Methods", String.join(",", methods));
    String allowed = String.join(",", allowedHeaders(request));
    if (!allowed.isEmpty()) {
      added = added.plus("Access-Control-Allow-Headers", allowed);
    }
    if (!maxAge.isZero()) {
      added = added.plus("Access-Control-Max-Age", Long.toString(maxAge.toSeconds()));
    }
    boolean asksForPrivate =
        request.headers().first("Access-Control-Request-Private-Network").orElse("").equals("true");
    if (privateNetwork && asksForPrivate) {
      added = added.plus("Access-Control-Allow-Private-Network", "true");
    }
    return added;
  }

  /**
   * Ours and every valid token the browser asks for, so applications' own headers work (TUS-145).
   */
  private LinkedHashSet<String> allowedHeaders(Request request) {
    var allowed = new LinkedHashSet<>(requestHeaders);
    var known = new LinkedHashSet<String>();
    requestHeaders.forEach(name -> known.add(name.toLowerCase(Locale.ROOT)));
    for (String asked : request.headers().list("Access-Control-Request-Headers")) {
      boolean token = Characters.all(asked, Headers::isTokenCharacter);
      if (token && known.add(asked.toLowerCase(Locale.ROOT))) {
        allowed.add(asked);
      }
    }
    return allowed;
  }

  private static Headers varyingByOrigin(Headers headers) {
    List<String> vary = headers.list("Vary");
    if (vary.isEmpty()) {
      return headers.plus("Vary", "Origin");
    }
    boolean says = vary.stream().anyMatch(v -> v.equals("*") || v.equalsIgnoreCase("Origin"));
    if (says) {
      return headers;
    }
    var names = new LinkedHashSet<>(vary);
    names.add("Origin");
    return headers.with("Vary", String.join(", ", names));
  }
}
