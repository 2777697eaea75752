package slipway.core.task;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work as its owner sees it. Immutable.
 *
 * @param video the video that comes out of it, or goes into it
 * @param scheduledAt when it was queued; {@code null} while the file is not here
 * @param progress 0 to 1, only while running
 * @param retries how often it was tried again by itself
 * @param error why it failed, or why it is being tried again
 */
public record Task(
    UUID id,
    long account,
    UUID video,
    Kind kind,
    State state,
    double progress,
    int retries,
    @Nullable String error,
    @Nullable Instant scheduledAt,
    Instant createdAt,
    Instant updatedAt) {

  /** What the work is. */
  public enum Kind {
    /** Turning uploaded bytes into a video. */
    UPLOAD,
    /** Cutting a video out of another one, and turning that into a video. */
    CLIP,
    /** Sending a copy of a video's source somewhere else; {@link #video} is that video. */
    EXPORT
  }

  /** How far it is. */
  public enum State {
    /** The file is not here yet. */
    PENDING,
    /** Queued. */
    WAITING,
    RUNNING,
    COMPLETED,
    FAILED
  }

  /** Queued now. */
  public Task queued(Instant at) {
    return new Task(id, account, video, kind, State.WAITING, 0, 0, null, at, createdAt, at);
  }

  /** Its file is to come once more. */
  public Task awaiting(Instant at) {
    return new Task(id, account, video, kind, State.PENDING, 0, 0, null, null, createdAt, at);
  }

  /** Being worked on. */
  public Task running(double progressNow, Instant at) {
    return new Task(
        id,
        account,
        video,
        kind,
        State.RUNNING,
        Math.max(progress, progressNow),
        retries,
        null,
        scheduledAt,
        createdAt,
        at);
  }

  /** Waits for something that is missing on our side. */
  public Task waiting(String reason, Instant at) {
    return waiting(reason, retries, at);
  }

  /** Waits to be tried again. */
  public Task waitingAgain(String reason, Instant at) {
    return waiting(reason, retries + 1, at);
  }

  private Task waiting(String reason, int tries, Instant at) {
    return new Task(
        id,
        account,
        video,
        kind,
        State.WAITING,
        progress,
        tries,
        reason,
        scheduledAt,
        createdAt,
        at);
  }

  /** Done. */
  public Task completed(Instant at) {
    return new Task(
        id, account, video, kind, State.COMPLETED, 1, retries, null, scheduledAt, createdAt, at);
  }

  /** Whether nothing will happen any more unless somebody asks for it. */
  public boolean isEnded() {
    return switch (state) {
      case COMPLETED, FAILED -> true;
      case PENDING, WAITING, RUNNING -> false;
    };
  }

  /** Given up. */
  public Task failed(String reason, Instant at) {
    return new Task(
        id,
        account,
        video,
        kind,
        State.FAILED,
        progress,
        retries,
        reason,
        scheduledAt,
        createdAt,
        at);
  }
}
