package slipway.api.gcore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import slipway.core.caption.Caption;
import slipway.core.caption.CaptionFiles;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.media.captions.CaptionReader;
import slipway.media.captions.CaptionReading;
import slipway.media.captions.Cue;
import slipway.media.captions.WebVtt;

/** Texts of captions in a map, read as the house reads them. */
final class SimpleCaptionFiles implements CaptionFiles {
  final Map<String, String> texts = new ConcurrentHashMap<>();
  final Set<String> adopted = ConcurrentHashMap.newKeySet();

  @Override
  public Kept keep(UUID video, byte[] text) {
    String words =
        switch (CaptionReader.read(text)) {
          case CaptionReading.Read(var cues) -> words(cues);
          case CaptionReading.Refused(String why) ->
              throw new ProblemException(new Problem.UnsupportedMedia(why));
          case CaptionReading.TooMuch(String why) ->
              throw new ProblemException(new Problem.UnsupportedMedia(why));
        };
    String blob = video + "/caption-" + texts.size() + ".vtt";
    texts.put(blob, words);
    return new Kept(blob, text.length);
  }

  private static String words(List<Cue> cues) {
    var words = new StringBuilder();
    try {
      WebVtt.write(cues, words);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return words.toString();
  }

  @Override
  public Kept keepAhead(UUID video, byte[] text) {
    return keep(video, text);
  }

  @Override
  public void adopt(Kept kept) {
    if (!texts.containsKey(kept.blob())) {
      throw new IllegalStateException("swept: " + kept.blob());
    }
    adopted.add(kept.blob());
  }

  @Override
  public byte[] read(Caption caption) {
    return texts.getOrDefault(caption.blob(), "").getBytes(UTF_8);
  }

  @Override
  public void drop(String blob) {
    texts.remove(blob);
  }
}
