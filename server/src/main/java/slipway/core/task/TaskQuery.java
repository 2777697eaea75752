package slipway.core.task;

import java.util.List;
import slipway.core.video.VideoQuery.Comparison;

/**
 * Which tasks of an account to list, and in which order.
 *
 * @param account number of the owner
 * @param conditions all must hold
 * @param order first counts most; what is equal in all of it, and everything when it is empty,
 *     comes newest change first, then newest creation
 * @param skip how many to pass over
 * @param limit how many to give at most
 */
public record TaskQuery(
    long account, List<Condition> conditions, List<Order> order, int skip, int limit) {

  public TaskQuery {
    conditions = List.copyOf(conditions);
    order = List.copyOf(order);
  }

  /** The fields by which tasks are found and sorted. */
  public enum Field {
    ID,
    CREATED_AT,
    UPDATED_AT,
    /** The name of the {@link Task.Kind}. */
    KIND,
    /** Id of the video that comes out of it. */
    VIDEO
  }

  /**
   * One condition.
   *
   * @param comparison never {@link Comparison#CONTAINS}
   * @param values texts (ids as UUIDs are written) or {@code Long}s (times as Unix milliseconds);
   *     exactly one unless {@link Comparison#ANY_OF}
   */
  public record Condition(Field field, Comparison comparison, List<Object> values) {
    public Condition {
      values = List.copyOf(values);
    }
  }

  /** One criterion of the order. */
  public record Order(Field field, boolean descending) {}
}
