package slipway.api.gcore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import slipway.core.account.Caller;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.VideoQuery.Order;
import slipway.http.Query;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;

/** What queries say about lists (section 5 of the contract). */
final class GcoreListing {
  /** The iOS app asks for the next page when it holds page × 25 videos (GC-61). */
  private static final int USUAL_PAGE = 25;

  private static final int LARGEST_PAGE = 1000;

  /** GC-66. */
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "hls_url",
          "duration",
          "status",
          "created_at",
          "updated_at",
          "screenshots",
          "converted_videos",
          "priority",
          "stream_id");

  /** The mobile apps filter by numbers (GC-65). */
  private static final List<String> STATUS_NUMBERS =
      List.of(
          GcoreWords.EMPTY,
          GcoreWords.PENDING,
          GcoreWords.VIEWABLE,
          GcoreWords.READY,
          GcoreWords.ERROR);

  /** Newest first (GC-62). */
  private static final List<Order> ORDER = List.of(new Order(Field.SERIAL, /* descending= */ true));

  private static final Condition NEVER = new Condition(Field.SERIAL, Comparison.ANY_OF, List.of());

  private GcoreListing() {}

  /** The videos that a query asks for; all of its filters have to fit (GC-67). */
  static VideoQuery query(Query query, Caller caller) {
    int size = Math.toIntExact(number(query, "per_page", USUAL_PAGE, LARGEST_PAGE));
    long page = number(query, "page", /* usual= */ 1, Integer.MAX_VALUE);
    return new VideoQuery(
        OptionalLong.of(caller.account().number()),
        conditions(query),
        ORDER,
        (int) Math.min(Integer.MAX_VALUE, (page - 1) * size),
        size);
  }

  /** The videos of these numbers, or all without any, as many as a page may hold. */
  static VideoQuery named(Query query, Caller caller) {
    List<Condition> conditions = query.has("ids") ? List.of(ids(query.all("ids"))) : List.of();
    return new VideoQuery(
        OptionalLong.of(caller.account().number()), conditions, ORDER, /* skip= */ 0, LARGEST_PAGE);
  }

  /** A video with only the members that a query asks for; names that are none do not count. */
  static Object restricted(Object video, Query query) {
    List<String> wanted = items(query.all("fields")).stream().filter(FIELDS::contains).toList();
    if (wanted.isEmpty()) {
      return video;
    }
    JsonObject whole = (JsonObject) Json.toTree(video);
    var members = new LinkedHashMap<String, JsonValue>();
    whole
        .members()
        .forEach((name, value) -> {
          if (wanted.contains(name)) {
            members.put(name, value);
          }
        });
    return new JsonObject(members);
  }

  private static List<Condition> conditions(Query query) {
    var conditions = new ArrayList<Condition>();
    if (query.has("id")) {
      conditions.add(ids(query.all("id")));
    }
    given(query, "client_user_id")
        .ifPresent(
            user -> conditions.add(new Condition(Field.CREATOR, Comparison.EQUAL, List.of(user))));
    given(query, "stream_id").ifPresent(_ -> conditions.add(NEVER)); // there are no streams here
    given(query, "search").map(GcoreListing::search).ifPresent(conditions::add);
    given(query, "status").ifPresent(status -> conditions.addAll(having(status)));
    given(query, "q[status_eq]").ifPresent(number -> conditions.addAll(having(status(number))));
    return conditions;
  }

  /** GC-64. */
  private static Condition search(String text) {
    Condition name = new Condition(Field.NAME, Comparison.CONTAINS, List.of(text));
    Condition slug = new Condition(Field.PLAYBACK_ID, Comparison.EQUAL, List.of(text));
    return GcoreNumbers.id(text)
        .map(id -> name.or(slug, new Condition(Field.SERIAL, Comparison.EQUAL, List.of(id))))
        .orElseGet(() -> name.or(slug));
  }

  private static List<Condition> having(String status) {
    List<Condition> conditions = GcoreWords.having(status);
    return conditions.isEmpty() ? List.of(NEVER) : conditions;
  }

  private static String status(String number) {
    return GcoreNumbers.id(number)
        .filter(index -> index < STATUS_NUMBERS.size())
        .map(index -> STATUS_NUMBERS.get(index.intValue()))
        .orElse("");
  }

  private static Condition ids(List<String> texts) {
    List<Object> ids = new ArrayList<>();
    items(texts).stream()
        .limit(LARGEST_PAGE)
        .map(GcoreNumbers::id)
        .flatMap(Optional::stream)
        .forEach(ids::add);
    return new Condition(Field.SERIAL, Comparison.ANY_OF, ids);
  }

  /** Repeated, or with commas between them (GC-75). */
  private static List<String> items(List<String> values) {
    return values.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static Optional<String> given(Query query, String name) {
    return query.first(name).filter(value -> !value.isEmpty());
  }

  private static long number(Query query, String name, int usual, int most) {
    return query
        .first(name)
        .flatMap(GcoreNumbers::id)
        .filter(number -> number > 0)
        .map(number -> Math.min(number, most))
        .orElse((long) usual);
  }
}
