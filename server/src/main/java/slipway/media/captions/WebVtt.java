package slipway.media.captions;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Writes WebVTT. */
public final class WebVtt {
  /** The only media type under which it may be served (REL-55). */
  public static final String CONTENT_TYPE = "text/vtt; charset=utf-8";

  private WebVtt() {}

  /** Writes a whole file. */
  public static void write(List<Cue> cues, Appendable out) throws IOException {
    out.append("WEBVTT\n");
    for (Cue cue : cues) {
      out.append('\n').append(time(cue.start())).append(" --> ").append(time(cue.end()));
      if (!cue.settings().isEmpty()) {
        out.append(' ').append(cue.settings());
      }
      out.append('\n').append(cue.text()).append('\n');
    }
  }

  /** {@code HH:MM:SS.mmm}, rounded down to milliseconds. */
  public static String time(Duration time) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        time.toHours(),
        time.toMinutesPart(),
        time.toSecondsPart(),
        time.toMillisPart());
  }
}
