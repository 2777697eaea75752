package slipway.testing;

import slipway.jobs.JobControl;

/** The control of a run that was told to end before it began, as at a stop of the server. */
public final class CancelledRun implements JobControl {
  @Override
  public boolean cancelled() {
    return true;
  }

  @Override
  public void onCancel(Runnable action) {
    action.run();
  }
}
