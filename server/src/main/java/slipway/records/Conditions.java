package slipway.records;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import slipway.core.video.VideoQuery.Comparison;

/**
 * The conditions of one query as SQL. Columns are our own names and every value is bound, so
 * nothing a caller sends becomes SQL. For one query and one thread.
 */
final class Conditions {
  private final List<String> terms = new ArrayList<>();
  private final Map<String, Object> values = new LinkedHashMap<>();

  /** A condition without values of a caller. */
  Conditions and(String term) {
    terms.add(term);
    return this;
  }

  /** A condition on a column. */
  Conditions and(String column, Comparison comparison, List<Object> wanted) {
    return and(term(column, comparison, wanted));
  }

  /** A condition on a column, to be made part of a larger one; its values are bound already. */
  String term(String column, Comparison comparison, List<Object> wanted) {
    return switch (comparison) {
      case EQUAL -> column + " = " + bound(wanted.getFirst());
      case GREATER -> column + " > " + bound(wanted.getFirst());
      case AT_LEAST -> column + " >= " + bound(wanted.getFirst());
      case LESS -> column + " < " + bound(wanted.getFirst());
      case AT_MOST -> column + " <= " + bound(wanted.getFirst());
      case CONTAINS -> {
        // The database lowers both sides, so that they agree whatever letters it knows to
        // lower.
        String pattern = bound(pattern(wanted.getFirst().toString()));
        yield "lower(%s) like lower(%s) escape '\\'".formatted(column, pattern);
      }
      case ANY_OF ->
          wanted.isEmpty()
              ? "1 = 0"
              : wanted.stream()
                  .map(this::bound)
                  .collect(Collectors.joining(", ", column + " in (", ")"));
    };
  }

  /** One criterion of an order; rows without a value come last in either direction. */
  static String ordered(String column, boolean descending) {
    return column + (descending ? " desc" : " asc") + " nulls last";
  }

  /** The whole clause. */
  String where() {
    return "where " + String.join(" and ", terms);
  }

  /** Gives a statement the values that the clause stands on. */
  <S extends SqlStatement<S>> S bind(S statement) {
    return statement.bindMap(values);
  }

  private String bound(Object value) {
    String name = "v" + values.size();
    values.put(name, value);
    return ":" + name;
  }

  private static String pattern(String text) {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
