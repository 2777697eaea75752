package slipway.media.ffmpeg;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** How much stands between a tool and the machine, weakest first (MD-21). */
public enum Layer {
  /**
   * A plain child process: killed by us, not limited, and it outlives a {@code kill -9} of ours.
   */
  BARE("no sandbox: neither limits nor isolation"),
  /** Resource limits, own session, dies with the server; sees the whole file system and network. */
  LIMITS("resource limits only (prlimit, setpriv): no isolation of files or network"),
  /** Own namespaces: sees the bundle, its input and its work folder; no network. */
  BUBBLEWRAP("bubblewrap: no network, sees its input and its work folder only");

  private final String sentence;

  Layer(String sentence) {
    this.sentence = sentence;
  }

  /** For the start report and health. */
  public String sentence() {
    return sentence;
  }

  /** This layer and those below it, strongest first. */
  List<Layer> andWeaker() {
    return Arrays.stream(values())
        .filter(layer -> layer.compareTo(this) <= 0)
        .sorted(Comparator.reverseOrder())
        .toList();
  }
}
