package slipway.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import slipway.core.task.Work;

/** Remembers which work was asked for and does none of it. Safe for any thread. */
public final class RecordingWork implements Work {
  private final List<Asked> asked = new ArrayList<>();

  /** One question for work. */
  public record Asked(String what, UUID video) {}

  /** Everything asked for, in order. */
  public synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void fetch(UUID video, int priority) {
    remember("fetch", video);
  }

  @Override
  public void clip(UUID video, boolean exact) {
    remember(exact ? "exact clip" : "clip", video);
  }

  @Override
  public void inspect(UUID video) {
    remember("inspect", video);
  }

  @Override
  public void join(UUID video) {
    remember("join", video);
  }

  @Override
  public void decrypt(UUID video) {
    remember("decrypt", video);
  }

  @Override
  public void cut(UUID video) {
    remember("cut", video);
  }

  @Override
  public void export(UUID video, UUID task) {
    remember("export", video);
  }

  @Override
  public synchronized boolean spare(UUID video) {
    return asked.remove(new Asked("erase", video));
  }

  @Override
  public void remux(UUID video) {
    remember("remux", video);
  }

  @Override
  public void transcode(UUID video, Duration length, boolean watchable, int priority) {
    remember("transcode", video);
  }

  @Override
  public void hash(UUID video) {
    remember("hash", video);
  }

  @Override
  public void texts(UUID video) {
    remember("texts", video);
  }

  @Override
  public void sign(UUID video) {
    remember("sign", video);
  }

  @Override
  public void erase(UUID video) {
    remember("erase", video);
  }

  private synchronized void remember(String what, UUID video) {
    asked.add(new Asked(what, video));
  }
}
