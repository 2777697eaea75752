package slipway.jobs;

/** What a run is told from outside. Safe for any thread. */
public interface JobControl {

  /**
   * Whether the run should end soon: its job was cancelled or taken over, or the server stops. The
   * thread is interrupted as well; what the run answers then no longer matters, unless the server
   * stops and the answer is that the work is done.
   */
  boolean cancelled();

  /**
   * Runs the action when the run is cancelled, at once if it already is; for what an interrupt does
   * not reach, such as a child process. It must not block. What the run has registered is forgotten
   * when it ends.
   */
  void onCancel(Runnable action);

  /**
   * Asked when a tool or something else outside of this process has failed: whether that is because
   * the server stops. Who stops it may end its tools as well, and sooner than this run is told, so
   * a moment is waited for the news. If so, the run counts as {@link #cancelled} from here on,
   * though nobody interrupts it before its time: its job goes back and no try is counted.
   */
  default boolean cutShort() {
    return cancelled();
  }

  /** A control that never cancels, to call a handler by hand. */
  static JobControl none() {
    return new JobControl() {
      @Override
      public boolean cancelled() {
        return false;
      }

      @Override
      public void onCancel(Runnable action) {
        // Never comes.
      }
    };
  }
}
