package slipway.api.livepeer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.VideoQuery.Comparison;
import slipway.http.Origin;
import slipway.http.Query;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonException;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonBool;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/**
 * What a request for a list asks for (LP-95..LP-101), before the list says what its fields mean.
 *
 * @param after only ids greater than this, for a cursor that is no {@code skip}
 * @param filters all must hold
 */
record LivepeerListing(
    int limit, int skip, Optional<String> after, List<Filter> filters, List<Order> order) {

  private static final int DEFAULT_LIMIT = 20;
  private static final int HIGHEST_LIMIT = 1000;
  private static final Map<String, Comparison> COMPARISONS =
      Map.of(
          "gt", Comparison.GREATER,
          "gte", Comparison.AT_LEAST,
          "lt", Comparison.LESS,
          "lte", Comparison.AT_MOST);

  /** A condition on one of Livepeer's fields; the value is a text or a {@code Long}. */
  record Filter(String field, Comparison comparison, Object value) {}

  record Order(String field, boolean descending) {}

  /** Reads the query of a list whose fields are these. */
  static LivepeerListing of(Request request, Set<String> fields) {
    Query query = request.query();
    refuseNul(query);
    String cursor = query.first("cursor").orElse("");
    boolean skips = cursor.matches("skip\\d{1,9}");
    return new LivepeerListing(
        limit(query.first("limit").orElse("")),
        skips ? Integer.parseInt(cursor.substring("skip".length())) : 0,
        skips || cursor.isEmpty() ? Optional.empty() : Optional.of(cursor),
        filters(query.first("filters").orElse(""), fields),
        order(query.first("order").orElse(""), fields));
  }

  /** Whether tracks are asked for; any value means yes, even {@code false} (LP-90). */
  static boolean withDetails(Request request) {
    return !request.query().first("details").orElse("").isEmpty();
  }

  /** The list itself, with the link to the next page exactly when this one is full (LP-97). */
  Response page(Request request, Origin origin, List<?> page, long total) {
    Response response = LivepeerAnswers.json(200, page);
    if (page.size() == limit) {
      String next = "<" + origin.url(nextPage(request)) + ">; rel=\"next\"";
      response = response.with("Link", next);
    }
    boolean counts = request.query().has("count") && !page.isEmpty(); // LP-98
    return counts ? response.with("X-Total-Count", Long.toString(total)) : response;
  }

  private String nextPage(Request request) {
    var kept = new ArrayList<String>();
    for (String pair : request.query().raw().split("&", -1)) {
      if (!pair.isEmpty() && !pair.startsWith("cursor=")) {
        kept.add(pair);
      }
    }
    kept.add("cursor=skip" + (skip + limit));
    return request.path().raw() + "?" + String.join("&", kept);
  }

  private static int limit(String text) {
    if (!text.matches("\\d{1,9}")) {
      return DEFAULT_LIMIT;
    }
    int limit = Integer.parseInt(text);
    return limit < 1 ? DEFAULT_LIMIT : Math.min(limit, HIGHEST_LIMIT);
  }

  private static List<Order> order(String text, Set<String> fields) {
    var order = new ArrayList<Order>();
    for (String one : text.split(",", -1)) {
      int dash = one.lastIndexOf('-');
      String field = dash < 0 ? one : one.substring(0, dash);
      if (fields.contains(field)) { // others are ignored (LP-99)
        order.add(new Order(field, one.endsWith("-true")));
      }
    }
    return order;
  }

  private static List<Filter> filters(String text, Set<String> fields) {
    if (text.isEmpty()) {
      return List.of();
    }
    JsonValue all;
    try {
      all = Json.tree(text);
    } catch (JsonException broken) {
      throw bad("SyntaxError: " + broken.problem().message());
    }
    if (!(all instanceof JsonArray array)) {
      throw bad("Error: must be an array");
    }
    var filters = new ArrayList<Filter>();
    for (JsonValue one : array.elements()) {
      JsonObject filter = one instanceof JsonObject object ? object : JsonValue.object(Map.of());
      String field = filter.string("id").orElse("");
      if (!fields.contains(field)) {
        throw bad("Error: unknown field: \"" + field + "\"");
      }
      JsonValue value =
          filter
              .member("value")
              .orElseThrow(() -> bad("Error: missing filter value for id \"" + field + "\""));
      add(field, value, filters);
    }
    return filters;
  }

  private static void add(String field, JsonValue value, List<Filter> filters) {
    if (!(value instanceof JsonObject comparisons)) {
      filters.add(new Filter(field, Comparison.EQUAL, plain(field, value)));
      return;
    }
    comparisons
        .members()
        .forEach((name, bound) -> {
          Comparison comparison = COMPARISONS.get(name);
          if (comparison == null) {
            throw bad("Error: unknown comparison: \"" + name + "\"");
          }
          filters.add(new Filter(field, comparison, plain(field, bound)));
        });
  }

  private static Object plain(String field, JsonValue value) {
    return switch (value) {
      case JsonString(String text) -> text;
      case JsonNumber number when isLong(number.value()) -> (Object) number.value().longValue();
      case JsonBool(boolean truth) -> Boolean.toString(truth);
      default -> throw bad("Error: missing filter value for id \"" + field + "\"");
    };
  }

  private static boolean isLong(BigDecimal number) {
    return number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
  }

  /** No database takes NUL in a text. */
  private static void refuseNul(Query query) {
    if (query.parameters().stream().anyMatch(one -> one.value().indexOf('\0') >= 0)) {
      throw new ProblemException(new Problem.BadRequest("the query must not contain NUL"));
    }
  }

  private static ProblemException bad(String reason) {
    return new ProblemException(new Problem.BadRequest("error parsing filters: " + reason));
  }
}
