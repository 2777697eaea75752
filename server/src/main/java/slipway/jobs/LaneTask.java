package slipway.jobs;

import com.github.kagkarlsson.scheduler.task.AbstractTask;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.SchedulableTaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A kind of job as db-scheduler sees it; it picks and keeps alive, all else happens in our code.
 */
final class LaneTask extends AbstractTask<Void> {
  private final Consumer<Execution> run;

  /**
   * @param run runs and settles a picked job; must not throw
   * @param silent frees a job whose node no longer gives a sign of life
   */
  LaneTask(String kind, Consumer<Execution> run, Consumer<Execution> silent) {
    super(
        kind,
        Void.class,
        // Neither ever sees a job of ours: the run settles its own failures.
        (complete, operations) -> {},
        (complete, operations) -> silent.accept(complete.getExecution()));
    this.run = run;
  }

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
    run.accept(context.getExecution());
    return (complete, operations) -> {};
  }

  @Override
  public SchedulableInstance<Void> schedulableInstance(String id) {
    return new SchedulableTaskInstance<>(instance(id), Instant.EPOCH);
  }

  @Override
  public SchedulableInstance<Void> schedulableInstance(String id, Void data) {
    return schedulableInstance(id);
  }
}
