package slipway.records;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.VideoQuery.Order;

/**
 * A query's conditions and order as SQL. Column names come from {@link Field} and every value is
 * bound, so nothing a caller sends becomes SQL.
 */
record VideoSql(String where, String order, Map<String, Object> values) {

  VideoSql {
    values = Map.copyOf(values);
  }

  static VideoSql of(VideoQuery query) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> terms = new ArrayList<>();
    terms.add("deleted_at is null");
    query
        .account()
        .ifPresent(account -> {
          terms.add("account = :account");
          values.put("account", account);
        });
    for (Condition condition : query.conditions()) {
      terms.add(term(condition, values));
    }
    return new VideoSql("where " + String.join(" and ", terms), order(query.order()), values);
  }

  <S extends SqlStatement<S>> S bind(S statement) {
    return statement.bindMap(values);
  }

  private static String term(Condition condition, Map<String, Object> values) {
    String column = column(condition.field());
    return switch (condition.comparison()) {
      case EQUAL -> column + " = " + value(condition.values().getFirst(), values);
      case GREATER -> column + " > " + value(condition.values().getFirst(), values);
      case AT_LEAST -> column + " >= " + value(condition.values().getFirst(), values);
      case LESS -> column + " < " + value(condition.values().getFirst(), values);
      case AT_MOST -> column + " <= " + value(condition.values().getFirst(), values);
      case CONTAINS -> {
        String text = condition.values().getFirst().toString().toLowerCase(Locale.ROOT);
        yield "lower(%s) like %s escape '\\'".formatted(column, value(pattern(text), values));
      }
      case ANY_OF ->
          condition.values().isEmpty()
              ? "1 = 0"
              : condition.values().stream()
                  .map(value -> value(value, values))
                  .collect(Collectors.joining(", ", column + " in (", ")"));
    };
  }

  private static String pattern(String text) {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  private static String value(Object value, Map<String, Object> values) {
    String name = "v" + values.size();
    values.put(name, value);
    return ":" + name;
  }

  private static String order(List<Order> wanted) {
    List<String> terms = new ArrayList<>();
    for (Order order : wanted) {
      terms.add(column(order.field()) + (order.descending() ? " desc" : " asc"));
    }
    if (terms.isEmpty()) {
      terms.add("updated_at desc");
      terms.add("created_at desc");
    }
    terms.add("serial desc");
    return " order by " + String.join(", ", terms);
  }

  private static String column(Field field) {
    return switch (field) {
      case ID -> "id";
      case SERIAL -> "serial";
      case NAME -> "name";
      case CREATED_AT -> "created_at";
      case UPDATED_AT -> "updated_at";
      case CREATOR -> "creator";
      case PLAYBACK_ID -> "playback_id";
      case PHASE -> "phase";
      case SOURCE_KIND -> "source_kind";
      case SOURCE_URL -> "source_url";
    };
  }
}
