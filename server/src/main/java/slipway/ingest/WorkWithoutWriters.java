package slipway.ingest;

import java.time.Duration;
import java.util.UUID;
import slipway.core.task.Work;
import slipway.core.upload.Upload;
import slipway.core.upload.Uploads;

/**
 * Work, and before a video's bytes are given back, its writer is told to leave at once (TUS-282).
 * The writer then finds its video gone and takes away what it left.
 */
public final class WorkWithoutWriters implements Work {
  private final Work work;
  private final Uploads uploads;
  private final Writers writers;

  public WorkWithoutWriters(Work work, Uploads uploads, Writers writers) {
    this.work = work;
    this.uploads = uploads;
    this.writers = writers;
  }

  @Override
  public void texts(UUID video) {
    work.texts(video);
  }

  @Override
  public void cut(UUID video) {
    work.cut(video);
  }

  @Override
  public void sign(UUID video) {
    work.sign(video);
  }

  @Override
  public void erase(UUID video) {
    uploads.ofVideo(video).map(Upload::id).ifPresent(writers::dismiss);
    work.erase(video);
  }

  @Override
  public void fetch(UUID video, int priority) {
    work.fetch(video, priority);
  }

  @Override
  public void clip(UUID video, boolean exact) {
    work.clip(video, exact);
  }

  @Override
  public void inspect(UUID video) {
    work.inspect(video);
  }

  @Override
  public void join(UUID video) {
    work.join(video);
  }

  @Override
  public void decrypt(UUID video) {
    work.decrypt(video);
  }

  @Override
  public void export(UUID video, UUID task) {
    work.export(video, task);
  }

  @Override
  public boolean spare(UUID video) {
    return work.spare(video);
  }

  @Override
  public void remux(UUID video) {
    work.remux(video);
  }

  @Override
  public void transcode(UUID video, Duration length, boolean watchable, int priority) {
    work.transcode(video, length, watchable, priority);
  }

  @Override
  public void hash(UUID video) {
    work.hash(video);
  }
}
