package slipway.pipeline;

import java.util.UUID;
import slipway.core.task.Work;
import slipway.jobs.JobQueue;

/** Core's wish for work as durable jobs; they are kept in the transaction that asks for them. */
public final class QueuedWork implements Work {
  private final JobQueue queue;

  public QueuedWork(JobQueue queue) {
    this.queue = queue;
  }

  @Override
  public void fetch(UUID video) {
    queue.enqueue(Journey.FETCH, video.toString());
  }

  @Override
  public void clip(UUID video, boolean exact) {
    queue.enqueue(exact ? Journey.EXACT_CLIP : Journey.CLIP, video.toString());
  }

  @Override
  public void inspect(UUID video) {
    queue.enqueue(Journey.INSPECT, video.toString());
  }

  @Override
  public void join(UUID video) {
    queue.enqueue(Journey.JOIN, video.toString());
  }

  @Override
  public void transcode(UUID video) {
    queue.enqueue(Journey.TRANSCODE, video.toString());
  }

  @Override
  public void hash(UUID video) {
    queue.enqueue(Journey.HASH, video.toString());
  }

  @Override
  public void texts(UUID video) {
    queue.enqueue(Journey.TEXTS, video.toString());
  }

  @Override
  public void erase(UUID video) {
    for (String kind : Journey.STAGES) {
      queue.cancel(kind, video.toString());
    }
    queue.enqueue(Journey.ERASE, video.toString());
  }
}
