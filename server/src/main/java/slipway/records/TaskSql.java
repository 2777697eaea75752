package slipway.records;

import java.util.ArrayList;
import java.util.List;
import slipway.core.task.TaskQuery;
import slipway.core.task.TaskQuery.Condition;
import slipway.core.task.TaskQuery.Field;
import slipway.core.task.TaskQuery.Order;
import slipway.core.video.VideoQuery.Comparison;

/** Queries for tasks as SQL. */
final class TaskSql {
  private TaskSql() {}

  static Conditions conditions(TaskQuery query) {
    Conditions conditions =
        new Conditions().and("account", Comparison.EQUAL, List.of((Object) query.account()));
    for (Condition condition : query.conditions()) {
      conditions.and(column(condition.field()), condition.comparison(), condition.values());
    }
    return conditions;
  }

  static String order(List<Order> wanted) {
    List<String> terms = new ArrayList<>();
    for (Order order : wanted) {
      terms.add(Conditions.ordered(column(order.field()), order.descending()));
    }
    terms.add("updated_at desc");
    terms.add("created_at desc");
    terms.add("id");
    return " order by " + String.join(", ", terms);
  }

  private static String column(Field field) {
    return switch (field) {
      case ID -> "id";
      case CREATED_AT -> "created_at";
      case UPDATED_AT -> "updated_at";
      case KIND -> "kind";
      case VIDEO -> "video";
    };
  }
}
