package slipway.http;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of the site with manners of its own: a path prefix, its routes, how it says no, how it
 * renders failures, who may call it from a browser. Immutable; every method returns another area.
 */
public final class Area implements Handler {

  private static final Logger log = LoggerFactory.getLogger(Area.class);
  private static final Set<String> OVERRIDABLE = Set.of("PATCH", "DELETE", "HEAD");

  /** Says no to a method that is not offered on a known path. */
  @FunctionalInterface
  public interface MethodRefusal {
    /** The answer; {@code allowed} are the methods offered there, for the {@code Allow} field. */
    Response refuse(Request request, List<String> allowed) throws Exception;
  }

  /** Renders what a handler threw. */
  @FunctionalInterface
  public interface FailureRenderer {
    /** The answer; must not throw. */
    Response render(Request request, Exception failure);
  }

  /** Adds to an answer what every answer of an area has. */
  @FunctionalInterface
  public interface Completion {
    /** The answer, complete; must not throw. */
    Response complete(Request request, Response answer);
  }

  /** A limit on how many requests come; what counts, and what is thrown at those too many. */
  private record Throttle(
      RateLimit limit, Predicate<Request> counts, Function<Duration, Exception> refusal) {}

  private final List<String> prefix;
  private final Routes routes;
  private final Manners manners;

  /** Everything of an area that has a default; a plain value while an area is described. */
  private static final class Manners {
    private boolean ignoreCase;
    private boolean methodOverride;
    private Handler notFound = _ -> Response.text(404, "not found\n");
    private MethodRefusal methodRefusal = Area::refuse;
    private FailureRenderer failures = Area::fail;
    private Completion completion = (_, answer) -> answer;
    private @Nullable CorsPolicy cors;
    private boolean corsElsewhere;
    private @Nullable Throttle throttle;
    private Predicate<RequestPath> mine = _ -> true;

    private Manners copy() {
      var copy = new Manners();
      copy.ignoreCase = ignoreCase;
      copy.methodOverride = methodOverride;
      copy.notFound = notFound;
      copy.methodRefusal = methodRefusal;
      copy.failures = failures;
      copy.completion = completion;
      copy.cors = cors;
      copy.corsElsewhere = corsElsewhere;
      copy.throttle = throttle;
      copy.mine = mine;
      return copy;
    }
  }

  private Area(List<String> prefix, Routes routes, Manners manners) {
    this.prefix = prefix;
    this.routes = routes;
    this.manners = manners;
  }

  /** An area of the given prefix, for example {@code /api}; {@code /} takes what no other takes. */
  public static Area at(String prefix, Routes routes) {
    return new Area(RequestPath.parse(prefix).segments(), routes, new Manners());
  }

  /** Literal segments, also those of the prefix, match in any letter case (LP-01). */
  public Area ignoringCase() {
    return with(manners -> manners.ignoreCase = true);
  }

  /** {@code POST} with {@code X-HTTP-Method-Override} counts as that method (TUS-22, TUS-23). */
  public Area overridingMethods() {
    return with(manners -> manners.methodOverride = true);
  }

  /**
   * Only some of the paths below the prefix belong to it; the others are left to areas that come
   * after it in the {@link Site}, also of the same prefix.
   */
  public Area where(Predicate<RequestPath> mine) {
    return with(manners -> manners.mine = mine);
  }

  /** Answers paths without a route. */
  public Area notFound(Handler handler) {
    return with(manners -> manners.notFound = handler);
  }

  /** Answers methods that a known path does not offer; the default is 405 with {@code Allow}. */
  public Area methodNotAllowed(MethodRefusal refusal) {
    return with(manners -> manners.methodRefusal = refusal);
  }

  /** Renders what handlers throw; the default is a bare 500, or 413 and the like for bodies. */
  public Area onError(FailureRenderer renderer) {
    return with(manners -> manners.failures = renderer);
  }

  /** Completes every answer of this area, whoever gave it; the fields of CORS come after that. */
  public Area completing(Completion completion) {
    return with(manners -> manners.completion = completion);
  }

  /** Applies a policy to every answer of this area. */
  public Area cors(CorsPolicy policy) {
    return with(manners -> manners.cors = policy);
  }

  /**
   * Leaves CORS to a proxy in front, so that no field comes twice (TUS-150): also those that a
   * handler sets itself are taken away.
   */
  public Area withoutCors() {
    return with(manners -> {
      manners.cors = null;
      manners.corsElsewhere = true;
    });
  }

  /**
   * Lets only so many requests in (REL-93).
   *
   * @param counts which requests are counted and refused; preflights never are
   * @param refusal what is rendered as a failure of this area, given when to come again
   */
  public Area limited(
      RateLimit limit, Predicate<Request> counts, Function<Duration, Exception> refusal) {
    return with(manners -> manners.throttle = new Throttle(limit, counts, refusal));
  }

  private Area with(Consumer<Manners> change) {
    Manners changed = manners.copy();
    change.accept(changed);
    return new Area(prefix, routes, changed);
  }

  /** Number of segments of the prefix; the longest that fits wins. */
  int depth() {
    return prefix.size();
  }

  /** All routes: the method, a space and the template with the prefix. */
  List<String> offered() {
    String before = prefix.isEmpty() ? "" : "/" + String.join("/", prefix);
    return routes.offered().stream()
        .map(route -> route.method() + " " + before + route.template())
        .toList();
  }

  /** Whether a path lies in this area. */
  boolean contains(RequestPath path) {
    List<String> segments = path.segments();
    if (segments.size() < prefix.size()) {
      return false;
    }
    for (int i = 0; i < prefix.size(); i++) {
      boolean same =
          manners.ignoreCase
              ? prefix.get(i).equalsIgnoreCase(segments.get(i))
              : prefix.get(i).equals(segments.get(i));
      if (!same) {
        return false;
      }
    }
    return manners.mine.test(path);
  }

  @Override
  public Response handle(Request sent) {
    Request request = overridden(sent);
    Response response;
    try {
      throttle(request);
      response = answer(request);
    } catch (Hangup hangup) {
      throw hangup;
    } catch (Exception failure) {
      response = manners.failures.render(request, failure);
    }
    response = manners.completion.complete(request, response);
    if (manners.corsElsewhere) {
      return response.withHeaders(CorsPolicy.without(response.headers()));
    }
    CorsPolicy cors = manners.cors;
    return cors == null ? response : cors.apply(request, response);
  }

  private void throttle(Request request) throws Exception {
    Throttle throttle = manners.throttle;
    if (throttle == null
        || request.method().equals("OPTIONS")
        || !throttle.counts().test(request)) {
      return;
    }
    Optional<Duration> wait = throttle.limit().refuse(request);
    if (wait.isPresent()) {
      throw throttle.refusal().apply(wait.get());
    }
  }

  private Response answer(Request request) throws Exception {
    CorsPolicy cors = manners.cors;
    if (!request.path().isPlain()) {
      return cors != null && CorsPolicy.isPreflight(request)
          ? cors.preflight()
          : manners.notFound.handle(request);
    }
    List<String> path =
        request.path().segments().subList(prefix.size(), request.path().segments().size());
    Optional<Routes.Found> found = routes.find(request.method(), path, manners.ignoreCase);
    if (found.isPresent()) {
      Routes.Route route = found.get().route();
      String template = prefix.isEmpty() ? "" : "/" + String.join("/", prefix);
      var match = new Request.Match(template + route.template(), found.get().parameters());
      return route.handler().handle(request.matched(match));
    }
    SequencedSet<String> offered = routes.methods(path, manners.ignoreCase);
    if (request.method().equals("OPTIONS")) {
      if (cors != null) {
        return cors.preflight();
      }
      if (!offered.isEmpty()) {
        return Response.of(204).with("Allow", String.join(", ", offered) + ", OPTIONS");
      }
    }
    return offered.isEmpty()
        ? manners.notFound.handle(request)
        : manners.methodRefusal.refuse(request, List.copyOf(offered));
  }

  private Request overridden(Request request) {
    if (!manners.methodOverride || !request.method().equals("POST")) {
      return request;
    }
    String wanted =
        request.headers().first("X-HTTP-Method-Override").orElse("").toUpperCase(Locale.ROOT);
    return OVERRIDABLE.contains(wanted) ? request.withMethod(wanted) : request;
  }

  private static Response refuse(Request request, List<String> allowed) {
    return Response.text(405, "method not allowed\n").with("Allow", String.join(", ", allowed));
  }

  /** The default rendering; also what the server falls back to when there is no area. */
  static Response fail(Request request, Exception failure) {
    if (failure instanceof BodyException body) {
      return switch (body) {
        case BodyException.TooLarge large -> Response.text(413, large.getMessage() + "\n");
        case BodyException.Malformed broken -> Response.text(400, broken.getMessage() + "\n");
        case BodyException.IdleTimeout idle -> Response.text(408, idle.getMessage() + "\n");
        case BodyException.ServerStopping stopping ->
            Response.text(503, stopping.getMessage() + "\n");
        case BodyException.NoRoom full ->
            Response.text(503, full.getMessage() + "\n")
                .with("Retry-After", Long.toString(full.retryAfter().toSeconds()));
        case BodyException.Stopped stopped -> Response.text(409, stopped.getMessage() + "\n");
        case BodyException.ClientGone gone -> throw new Hangup("client gone");
      };
    }
    log.error("{} failed", request, failure);
    return Response.text(500, "internal error, request " + request.id() + "\n");
  }
}
