package slipway.api.livepeer;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.core.video.VideoQuery.Comparison;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/**
 * A list that is short by its nature (an account's keys, its webhooks), filtered, ordered and paged
 * in memory as long lists are in the database (LP-96..LP-100).
 *
 * @param fields what may be asked for, and how to read it: a text, a {@code Long}, or {@code null}
 * @param usual the order where none is asked for
 * @param substrings the field that is found by a part of it, upper and lower case being the same
 */
record LivepeerShortList<T>(
    Map<String, Function<T, @Nullable Object>> fields,
    LivepeerListing.Order usual,
    String substrings) {

  /** Ordered by id where nothing is asked for, names found by a part of them. */
  LivepeerShortList(Map<String, Function<T, @Nullable Object>> fields) {
    this(fields, new LivepeerListing.Order("id", /* descending= */ false), "name");
  }

  /** The same with the newest first where nothing is asked for. */
  LivepeerShortList<T> newestFirst(String field, String newSubstrings) {
    return new LivepeerShortList<>(
        fields, new LivepeerListing.Order(field, /* descending= */ true), newSubstrings);
  }

  /** The page that a request asks for, each element as {@code shape} shows it. */
  Response answer(Request request, Origin origin, List<T> all, Function<T, Object> shape) {
    LivepeerListing listing = LivepeerListing.of(request, fields.keySet());
    List<T> matching =
        all.stream()
            .filter(one -> listing.filters().stream().allMatch(filter -> matches(one, filter)))
            .filter(one ->
                listing.after().stream().allMatch(id -> text(value(one, "id")).compareTo(id) > 0))
            .sorted(order(listing))
            .toList();
    List<Object> page =
        matching.stream().skip(listing.skip()).limit(listing.limit()).map(shape).toList();
    return listing.page(request, origin, page, matching.size());
  }

  private boolean matches(T one, LivepeerListing.Filter filter) {
    Object value = value(one, filter.field());
    if (filter.comparison() == Comparison.EQUAL) {
      return filter.field().equals(substrings)
          ? text(value)
              .toLowerCase(Locale.ROOT)
              .contains(filter.value().toString().toLowerCase(Locale.ROOT))
          : text(value).equals(filter.value().toString());
    }
    return value instanceof Long number
        && filter.value() instanceof Long bound
        && holds(filter.comparison(), number.compareTo(bound));
  }

  private static boolean holds(Comparison comparison, int order) {
    return switch (comparison) {
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case EQUAL, CONTAINS, ANY_OF -> order == 0;
    };
  }

  private Comparator<T> order(LivepeerListing listing) {
    Comparator<T> order = (_, _) -> 0;
    for (LivepeerListing.Order by : listing.order()) {
      order = order.thenComparing(by(by.field(), by.descending()));
    }
    return order
        .thenComparing(by(usual.field(), usual.descending()))
        .thenComparing(by("id", /* descending= */ false));
  }

  private Comparator<T> by(String field, boolean descending) {
    Comparator<T> ascending =
        (a, b) -> {
          Object left = value(a, field);
          Object right = value(b, field);
          return left instanceof Long x && right instanceof Long y
              ? x.compareTo(y)
              : text(left).compareTo(text(right));
        };
    return descending ? ascending.reversed() : ascending;
  }

  private @Nullable Object value(T one, String field) {
    Function<T, @Nullable Object> read = fields.get(field);
    return read == null ? null : read.apply(one);
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "");
  }
}
