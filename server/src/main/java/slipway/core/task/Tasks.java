package slipway.core.task;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All tasks. */
public interface Tasks {

  void add(Task task);

  /** Keeps the task's new state. Inside the transaction that read it. */
  void update(Task task);

  Optional<Task> byId(UUID id);

  /** The newest task that makes a video; exports make none. */
  Optional<Task> ofVideo(UUID video);

  List<Task> find(TaskQuery query);

  /** How many tasks match, whatever the query's limit. */
  long count(TaskQuery query);

  /** How many of an account's tasks are queued or running. */
  long countActive(long account);
}
