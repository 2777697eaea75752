package slipway.media.captions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
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
 *
 * <p>A file is anybody's (REL-53). It is read line by line, and only cues are kept, of which there
 * may be so many with so much text; so a reading takes some 50 MB at most, whatever the file. No
 * pattern can be made to try a line again and again: what follows a repetition cannot be part of
 * it, or nothing is given back.
 */
public final class CaptionReader {
  /** Nine hours with three a second; a film has some 2,000. */
  static final int MOST_CUES = 100_000;

  /** Characters of one cue as it was sent; no screen has room for as many. */
  static final int LONGEST_CUE = 64 << 10;

  /** Characters of all cues as they are kept: escaped, one may have become five. */
  static final int MOST_TEXT = 16 << 20;

  private static final Pattern VTT = Pattern.compile("(?i)webvtt(?:[ \\t].*+)?", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("\\s*+[0-9]{1,10}+\\s*+");

  private static final String TIME =
      "(?:([0-9]{1,4}+):)?([0-9]{1,2}+):([0-9]{1,2}+)(?:[.,]([0-9]{1,3}+))?";

  /** The last dot takes anything: some ends of lines of Unicode are none here. */
  private static final Pattern TIMES =
      Pattern.compile("\\s*+" + TIME + "\\s*+-->\\s*+" + TIME + "(?:\\s(.*+))?", Pattern.DOTALL);

  /** What may stay of a cue's settings; SRT has coordinates there, which nobody heeds. */
  private static final Pattern SETTING =
      Pattern.compile("(?:vertical|line|position|size|align):[A-Za-z0-9.,%-]{1,24}");

  private static final CaptionReading NEITHER =
      new CaptionReading.Refused(
          "This is neither SRT nor WebVTT; save it as one of them and send it again.");
  private static final CaptionReading NOT_UNICODE =
      new CaptionReading.Refused(
          "The text is neither UTF-8 nor UTF-16; save it as UTF-8 and send it again.");
  private static final CaptionReading TOO_MANY =
      new CaptionReading.TooMuch(
          "This has more than 100,000 cues, the most of one caption; join or leave out some of them"
              + " and send it again.");
  private static final CaptionReading TOO_LONG =
      new CaptionReading.TooMuch(
          "This has more than 16,777,216 characters once <, > and & are escaped, the most of one"
              + " caption; leave out some and send it again.");

  private final Lines lines;
  private final boolean vtt;
  private final List<Cue> cues = new ArrayList<>();
  private int text;

  private CaptionReader(Lines lines, boolean vtt) {
    this.lines = lines;
    this.vtt = vtt;
  }

  /** Reads a whole file. */
  public static CaptionReading read(byte[] file) {
    try {
      return read(new ByteArrayInputStream(file));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Reads a whole file, or as much of it as it takes to refuse it; does not close it. */
  public static CaptionReading read(InputStream file) throws IOException {
    try {
      Lines lines = new Lines(CaptionText.decoded(file), LONGEST_CUE);
      while (!lines.atEnd() && lines.next().isBlank()) {
        lines.pass();
      }
      String first = lines.next();
      boolean vtt = VTT.matcher(first).matches();
      boolean srt = NUMBER.matcher(first).matches() || TIMES.matcher(first).matches();
      return vtt || srt ? new CaptionReader(lines, vtt).readAll() : NEITHER;
    } catch (CharacterCodingException other) {
      return NOT_UNICODE;
    }
  }

  private CaptionReading readAll() throws IOException {
    while (!lines.atEnd()) {
      String line = lines.next();
      lines.pass();
      if (line.contains("-->")) {
        cue(TIMES.matcher(line));
      }
      if (cues.size() > MOST_CUES) {
        return TOO_MANY;
      }
      if (text > MOST_TEXT) {
        return TOO_LONG;
      }
    }
    // Players drop what starts before its predecessor; stable, so equal starts keep their order.
    cues.sort(Comparator.comparing(Cue::start));
    // Of WebVTT it is enough to say so; a number alone is not yet SRT.
    return vtt || !cues.isEmpty() ? new CaptionReading.Read(cues) : NEITHER;
  }

  private void cue(Matcher times) throws IOException {
    String payload = payload();
    if (payload.length() > LONGEST_CUE || !times.matches()) {
      return;
    }
    String clean = CaptionText.clean(payload, vtt);
    Optional<Duration> start = time(times, 1);
    Optional<Duration> end = time(times, 5);
    if (!clean.isEmpty()
        && start.isPresent()
        && end.isPresent()
        && end.get().compareTo(start.get()) > 0) {
      String settings = settings(times.group(9));
      cues.add(new Cue(start.get(), end.get(), settings, clean));
      text += clean.length() + settings.length();
    }
  }

  /**
   * The lines up to an empty one; where that was forgotten, up to the next cue. Of a text that is
   * too long, its beginning, which is too long as well.
   */
  private String payload() throws IOException {
    var payload = new StringBuilder();
    int last = 0;
    while (!lines.next().isBlank()) {
      String line = lines.next();
      if (line.contains("-->")) {
        if (payload.length() <= LONGEST_CUE
            && NUMBER.matcher(payload).region(last, payload.length()).matches()) {
          payload.setLength(last);
        }
        break;
      }
      if (payload.length() <= LONGEST_CUE) {
        payload.append(payload.isEmpty() ? "" : "\n");
        last = payload.length();
        payload.append(line);
      }
      lines.pass();
    }
    return payload.toString();
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

  private String settings(@Nullable String words) {
    if (!vtt || words == null) {
      return "";
    }
    List<String> kept = new ArrayList<>();
    for (String word : words.split("\\s+", -1)) {
      if (SETTING.matcher(word).matches()) {
        kept.add(word);
      }
    }
    return String.join(" ", kept);
  }
}
