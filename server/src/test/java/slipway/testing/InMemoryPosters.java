package slipway.testing;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Posters;

/** Pictures in a map; those elsewhere hold the text of their URL. Safe for any thread. */
public final class InMemoryPosters implements Posters {
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  private final Set<String> adopted = ConcurrentHashMap.newKeySet();
  private final AtomicInteger last = new AtomicInteger();
  private Runnable fetching = () -> {};

  /** Everything that is kept. */
  public Map<String, byte[]> kept() {
    return Map.copyOf(kept);
  }

  /** Those that records name. */
  public Set<String> adopted() {
    return Set.copyOf(adopted);
  }

  /** Happens whenever a picture is fetched from elsewhere. */
  public void whileFetching(Runnable happens) {
    fetching = happens;
  }

  @Override
  public String keep(byte[] image) {
    if (image.length > LARGEST) {
      throw new ProblemException(new Problem.UnsupportedMedia("is too large"));
    }
    String key = "posters/picture%d.jpg".formatted(last.incrementAndGet());
    kept.put(key, image.clone());
    return key;
  }

  @Override
  public byte[] fetch(String url) {
    if (url.contains("missing")) {
      throw new ProblemException(new Problem.UnsupportedMedia("was answered with status 404"));
    }
    fetching.run();
    return url.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void adopt(String key) {
    if (!kept.containsKey(key)) {
      throw new IllegalStateException("swept: " + key);
    }
    adopted.add(key);
  }

  @Override
  public void abandon(String key) {
    adopted.remove(key);
  }

  @Override
  public void drop(String key) {
    kept.remove(key);
  }
}
