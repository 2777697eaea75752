package slipway.core.task;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.core.account.Account;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

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

  /**
   * Makes an account wait that has many of them (LP-41); inside the transaction that adds one.
   *
   * @param most how many it may have
   * @throws ProblemException {@link Problem.OverQuota} when it has as many
   */
  default void requireFewer(int most, Account owner) {
    if (countActive(owner.number()) >= most) {
      throw new ProblemException(
          new Problem.OverQuota(
              "user %s has reached the maximum number of pending tasks".formatted(owner.userId()),
              Duration.ofMinutes(1)));
    }
  }
}
