package slipway.testing;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import slipway.core.task.Task;
import slipway.core.task.TaskQuery;
import slipway.core.task.TaskQuery.Field;
import slipway.core.task.TaskQuery.Order;
import slipway.core.task.Tasks;
import slipway.testing.InMemoryVideos.Comparisons;

/** Tasks in a map. Safe for any thread. */
public final class InMemoryTasks implements Tasks {
  private final Map<UUID, Task> tasks = new LinkedHashMap<>();

  @Override
  public synchronized void add(Task task) {
    if (tasks.putIfAbsent(task.id(), task) != null) {
      throw new IllegalStateException("added twice: " + task.id());
    }
  }

  @Override
  public synchronized void update(Task task) {
    if (tasks.replace(task.id(), task) == null) {
      throw new IllegalStateException("never added: " + task.id());
    }
  }

  @Override
  public synchronized Optional<Task> byId(UUID id) {
    return Optional.ofNullable(tasks.get(id));
  }

  @Override
  public synchronized Optional<Task> ofVideo(UUID video) {
    return tasks.values().stream()
        .filter(task -> task.video().equals(video) && task.kind() != Task.Kind.EXPORT)
        .max(Comparator.comparing(Task::createdAt));
  }

  @Override
  public synchronized List<Task> find(TaskQuery query) {
    return tasks.values().stream()
        .filter(task -> matches(query, task))
        .sorted(order(query.order()))
        .skip(query.skip())
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized long count(TaskQuery query) {
    return tasks.values().stream().filter(task -> matches(query, task)).count();
  }

  @Override
  public synchronized long countActive(long account) {
    return tasks.values().stream()
        .filter(task -> task.account() == account)
        .filter(task -> task.state() == Task.State.WAITING || task.state() == Task.State.RUNNING)
        .count();
  }

  private static boolean matches(TaskQuery query, Task task) {
    return task.account() == query.account()
        && query.conditions().stream()
            .allMatch(condition ->
                Comparisons.hold(
                    field(condition.field(), task), condition.comparison(), condition.values()));
  }

  private static Comparator<Task> order(List<Order> orders) {
    Comparator<Task> order = (_, _) -> 0;
    for (Order one : orders) {
      order =
          order.thenComparing(
              task -> field(one.field(), task), Comparisons.missingLast(one.descending()));
    }
    return order
        .thenComparing(Task::updatedAt, Comparator.reverseOrder())
        .thenComparing(Task::createdAt, Comparator.reverseOrder());
  }

  private static Object field(Field field, Task task) {
    return switch (field) {
      case ID -> task.id().toString();
      case CREATED_AT -> task.createdAt().toEpochMilli();
      case UPDATED_AT -> task.updatedAt().toEpochMilli();
      case KIND -> task.kind().name();
      case VIDEO -> task.video().toString();
    };
  }
}
