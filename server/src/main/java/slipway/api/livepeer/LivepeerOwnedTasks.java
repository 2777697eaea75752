package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Task;
import slipway.core.task.Tasks;

/** Finds the task that a path names (LP-24, LP-116). */
final class LivepeerOwnedTasks {
  private final Tasks tasks;

  LivepeerOwnedTasks(Tasks tasks) {
    this.tasks = tasks;
  }

  Task toRead(String id, Caller caller) {
    Task task =
        LivepeerIds.parse(id)
            .flatMap(tasks::byId)
            .orElseThrow(() -> new ProblemException(new Problem.NotFound("not found")));
    if (task.account() != caller.account().number()) {
      throw new ProblemException(
          new Problem.NotAllowed("user can only request information on their own tasks"));
    }
    return task;
  }
}
