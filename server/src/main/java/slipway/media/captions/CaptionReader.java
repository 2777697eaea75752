package slipway.media.captions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads SRT and WebVTT (MD-75). Both are blocks of lines with a line of times before the text, so
 * one reader does: it looks for lines of times and takes what follows. Comments, styles and regions
 * of WebVTT have no such line and fall away.
 */
public final class CaptionReader {
  private static final Pattern VTT = Pattern.compile("(?i)webvtt(?:[ \\t].*)?");
  private static final Pattern NUMBER = Pattern.compile("\\s*[0-9]{1,10}\\s*");

  private static final String TIME =
      "(?:([0-9]{1,4}):)?([0-9]{1,2}):([0-9]{1,2})(?:[.,]([0-9]{1,3}))?";
  private static final Pattern TIMES =
      Pattern.compile("\\s*" + TIME + "\\s*-->\\s*" + TIME + "(?:\\s+(.*))?");

  /** What may stay of a cue's settings; SRT has coordinates there, which nobody heeds. */
  private static final Pattern SETTING =
      Pattern.compile("(?:vertical|line|position|size|align):[A-Za-z0-9.,%-]{1,24}");

  private static final String NEITHER =
      "This is neither SRT nor WebVTT; save it as one of them and send it again.";

  private final List<String> lines;
  private final boolean vtt;
  private final List<Cue> cues = new ArrayList<>();
  private int next;

  private CaptionReader(List<String> lines, boolean vtt) {
    this.lines = lines;
    this.vtt = vtt;
  }

  /** Reads a whole file. */
  public static CaptionReading read(byte[] file) {
    Optional<String> text = CaptionText.decode(file);
    if (text.isEmpty()) {
      return new CaptionReading.Refused(
          "The text is neither UTF-8 nor UTF-16; save it as UTF-8 and send it again.");
    }
    List<String> lines = text.get().lines().toList();
    Optional<String> first = lines.stream().filter(line -> !line.isBlank()).findFirst();
    boolean vtt = first.filter(line -> VTT.matcher(line).matches()).isPresent();
    boolean srt =
        first
            .filter(line -> NUMBER.matcher(line).matches() || TIMES.matcher(line).matches())
            .isPresent();
    if (!vtt && !srt) {
      return new CaptionReading.Refused(NEITHER);
    }
    CaptionReader reader = new CaptionReader(lines, vtt);
    reader.readAll();
    // Of WebVTT it is enough to say so; a number alone is not yet SRT.
    return vtt || !reader.cues.isEmpty()
        ? new CaptionReading.Read(reader.cues)
        : new CaptionReading.Refused(NEITHER);
  }

  private void readAll() {
    while (next < lines.size()) {
      String line = lines.get(next++);
      if (line.contains("-->")) {
        cue(TIMES.matcher(line));
      }
    }
    // Players drop what starts before its predecessor; stable, so equal starts keep their order.
    cues.sort(Comparator.comparing(Cue::start));
  }

  private void cue(Matcher times) {
    String text = CaptionText.clean(String.join("\n", payload()), vtt);
    if (!times.matches() || text.isEmpty()) {
      return;
    }
    Optional<Duration> start = time(times, 1);
    Optional<Duration> end = time(times, 5);
    if (start.isPresent() && end.isPresent() && end.get().compareTo(start.get()) > 0) {
      cues.add(new Cue(start.get(), end.get(), settings(times.group(9)), text));
    }
  }

  /** The lines up to an empty one; where that was forgotten, up to the next cue. */
  private List<String> payload() {
    List<String> payload = new ArrayList<>();
    while (next < lines.size() && !lines.get(next).isBlank()) {
      if (lines.get(next).contains("-->")) {
        if (!payload.isEmpty() && NUMBER.matcher(payload.getLast()).matches()) {
          payload.removeLast();
        }
        break;
      }
      payload.add(lines.get(next++));
    }
    return payload;
  }

  private static Optional<Duration> time(Matcher times, int group) {
    long hours = times.group(group) == null ? 0 : Long.parseLong(times.group(group));
    long minutes = Long.parseLong(times.group(group + 1));
    long seconds = Long.parseLong(times.group(group + 2));
    String fraction = times.group(group + 3);
    long millis =
        fraction == null ? 0 : Long.parseLong(fraction + "0".repeat(3 - fraction.length()));
    return minutes < 60 && seconds < 60
        ? Optional.of(
            Duration.ofHours(hours).plusMinutes(minutes).plusSeconds(seconds).plusMillis(millis))
        : Optional.empty();
  }

  private String settings(@Nullable String text) {
    if (!vtt || text == null) {
      return "";
    }
    List<String> kept = new ArrayList<>();
    for (String word : text.split("\\s+", -1)) {
      if (SETTING.matcher(word).matches()) {
        kept.add(word);
      }
    }
    return String.join(" ", kept);
  }
}
