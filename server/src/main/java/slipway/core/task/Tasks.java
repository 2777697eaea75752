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

  /** The newest task of a video. */
  Optional<Task> ofVideo(UUID video);

  /** The tasks of an account, newest change first. */
  List<Task> ofAccount(long account, int skip, int limit);

  long countOfAccount(long account);

  /** How many of an account's tasks are queued or running. */
  long countActive(long account);
}
