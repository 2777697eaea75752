package slipway.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import slipway.core.sound.SoundWork;

/** What was asked for on added sound, in order. Safe for any thread. */
public final class RecordedSoundWork implements SoundWork {
  private final List<String> asked = new ArrayList<>();
  private boolean late;

  /** The words, each once it was asked for. */
  public synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /** From now on whatever comes has taken too long. */
  public synchronized void beLate() {
    late = true;
  }

  @Override
  public synchronized void fetch(UUID video, UUID sound) {
    asked.add("fetch");
  }

  @Override
  public synchronized void make(UUID video, UUID sound) {
    asked.add("make");
  }

  @Override
  public synchronized void eraseUnlessKept(UUID video, UUID sound) {
    asked.add("erase unless kept");
  }

  @Override
  public synchronized boolean kept(UUID video, UUID sound) {
    asked.add("kept");
    return !late;
  }

  @Override
  public synchronized void erase(UUID video, UUID sound) {
    asked.add("erase");
  }

  @Override
  public synchronized void stop(UUID video, UUID sound) {
    asked.add("stop");
  }
}
