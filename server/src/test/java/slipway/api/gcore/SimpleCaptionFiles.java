package slipway.api.gcore;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import slipway.core.caption.Caption;
import slipway.core.caption.CaptionFiles;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Texts of captions in a map; what does not begin as WebVTT does is none. */
final class SimpleCaptionFiles implements CaptionFiles {
  final Map<String, String> texts = new ConcurrentHashMap<>();

  @Override
  public Kept keep(UUID video, byte[] text) {
    String words = new String(text, StandardCharsets.UTF_8);
    if (!words.startsWith("WEBVTT")) {
      throw new ProblemException(new Problem.UnsupportedMedia("These are no captions."));
    }
    String blob = video + "/caption-" + texts.size() + ".vtt";
    texts.put(blob, words);
    return new Kept(blob, text.length);
  }

  @Override
  public String read(Caption caption) {
    return texts.getOrDefault(caption.blob(), "");
  }

  @Override
  public void drop(String blob) {
    texts.remove(blob);
  }
}
