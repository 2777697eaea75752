package slipway.media.ffmpeg;

/** Stops a running tool from another thread. One object per run; cancelling twice is harmless. */
public final class Cancellation {
  private volatile boolean cancelled;

  /** The tool is killed within a moment; a run that starts later ends at once. */
  public void cancel() {
    cancelled = true;
  }

  public boolean cancelled() {
    return cancelled;
  }
}
