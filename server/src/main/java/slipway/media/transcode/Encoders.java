package slipway.media.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.media.probe.Track;

/** Encoder options, made of numbers and our own words. */
final class Encoders {
  /** Frames behind the longest wished gap, so that no encoder ever adds a key frame of its own. */
  private static final int SPARE = 250;

  /** The least quantizer that libvpx takes for VP8 unless told otherwise. */
  private static final int LEAST_OF_VP8 = 4;

  static final String OPUS = "libopus";

  /** Bits per second that libopus takes for each channel. */
  private static final int MOST_OF_OPUS = 256_000;

  /** Opus knows no other rate above 24 kHz (RFC 6716, 2). */
  private static final int RATE_OF_OPUS = 48_000;

  private static final Pattern THREE_LETTERS = Pattern.compile("[a-z]{3}");

  private Encoders() {}

  /** MD-31, MD-44. Key frames only where they are forced, so that all rungs can be cut alike. */
  static List<String> options(Rung rung, String preset, String keyFrames, Optional<Window> window) {
    List<String> options =
        new ArrayList<>(
            switch (rung.encoder()) {
              case H264 -> h264(rung, preset);
              case HEVC -> hevc(rung, preset);
              case VP8 -> vp8(rung);
              case VP9 -> vp9(rung);
            });
    options.addAll(List.of("-g", Long.toString(longestGap(rung))));
    if (rung.encoder() == VideoEncoder.H264) {
      options.addAll(List.of("-sc_threshold", "0"));
    }
    options.addAll(List.of("-force_key_frames", keyFrames));
    if (rung.encoder() == VideoEncoder.H264) {
      options.addAll(List.of("-x264-params", "open-gop=0"));
    }
    window
        .flatMap(part -> part.frames().isPresent() ? Optional.of(part.frames()) : Optional.empty())
        .ifPresent(
            frames -> options.addAll(List.of("-frames:v", Long.toString(frames.getAsLong()))));
    return options;
  }

  private static long longestGap(Rung rung) {
    double seconds =
        Math.max(rung.keyFrames().toNanos() / 1e9, LadderPlan.KEY_FRAME_DISTANCE.toNanos() / 1e9);
    return Math.round(Math.ceil(rung.rate().value() * seconds)) + SPARE;
  }

  private static List<String> h264(Rung rung, String preset) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-c:v",
                "libx264",
                "-preset",
                preset,
                "-profile:v",
                rung.profile().option(),
                "-pix_fmt",
                "yuv420p",
                "-crf",
                Integer.toString(rung.quality())));
    if (rung.profile() == H264Profile.CONSTRAINED_HIGH) {
      options.addAll(List.of("-bf", "0"));
    }
    options.addAll(rateCap(rung));
    return options;
  }

  /** With the tag that Apple's players ask for. */
  private static List<String> hevc(Rung rung, String preset) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-c:v",
                "libx265",
                "-preset",
                preset,
                "-pix_fmt",
                "yuv420p",
                "-tag:v",
                "hvc1",
                "-crf",
                Integer.toString(rung.quality())));
    options.addAll(rateCap(rung));
    // Else a key frame that is forced less than a second behind another one is none to begin at.
    options.addAll(List.of("-forced-idr", "1"));
    options.addAll(List.of("-x265-params", "log-level=error:open-gop=0:scenecut=0"));
    return options;
  }

  private static List<String> vp8(Rung rung) {
    return List.of(
        "-c:v",
        rung.encoder().encoder(),
        "-deadline",
        "realtime",
        "-cpu-used",
        "6",
        "-pix_fmt",
        "yuv420p",
        "-crf",
        Integer.toString(Math.max(LEAST_OF_VP8, rung.quality())),
        "-b:v",
        Long.toString(rung.maxRate()));
  }

  private static List<String> vp9(Rung rung) {
    return List.of(
        "-c:v",
        rung.encoder().encoder(),
        "-deadline",
        "realtime",
        "-cpu-used",
        "6",
        "-row-mt",
        "1",
        "-pix_fmt",
        "yuv420p",
        "-crf",
        Integer.toString(rung.quality()),
        "-b:v",
        Long.toString(rung.maxRate()));
  }

  private static List<String> rateCap(Rung rung) {
    return List.of(
        "-maxrate",
        Long.toString(rung.maxRate()),
        "-bufsize",
        Long.toString(rung.maxRate() * 3 / 2));
  }

  /** MD-32. */
  static List<String> aac(LadderPlan.AudioPlan plan) {
    return List.of(
        "-c:a",
        "aac",
        "-b:a",
        Integer.toString(plan.bitRate()),
        "-ac",
        Integer.toString(plan.channels()),
        "-ar",
        Integer.toString(plan.sampleRate()));
  }

  /** What the sound of a WebM file is made of; empty where the source has none. */
  static Optional<LadderPlan.AudioPlan> webmSound(LadderPlan plan, TranscodeSettings settings) {
    return plan.facts()
        .audio()
        .map(track -> LadderPlan.audio(plan.facts(), track, settings))
        .map(sound ->
            new LadderPlan.AudioPlan(
                sound.track(),
                sound.expectedDuration(),
                sound.channels(),
                RATE_OF_OPUS,
                sound.bitRate()));
  }

  /** Opus in WebM, with its language. */
  static List<String> opus(LadderPlan.AudioPlan plan) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-c:a",
                OPUS,
                "-b:a",
                Integer.toString(Math.min(plan.bitRate(), plan.channels() * MOST_OF_OPUS)),
                "-ac",
                Integer.toString(plan.channels()),
                "-ar",
                Integer.toString(plan.sampleRate())));
    options.addAll(language(plan.track()));
    return options;
  }

  /** The same for an output of one track, which keeps its language. */
  static List<String> sound(LadderPlan.AudioPlan plan) {
    List<String> options = new ArrayList<>(aac(plan));
    options.addAll(language(plan.track()));
    return options;
  }

  /**
   * Says of the only track of an output which language it is in: what comes out of a graph of
   * filters has forgotten it. Nothing where the file does not say so in the three letters that fit
   * into an MP4 (ISO/IEC 14496-12, 8.4.2).
   */
  static List<String> language(Track.Audio track) {
    return track
        .language()
        .map(code -> code.toLowerCase(Locale.ROOT))
        .filter(code -> THREE_LETTERS.matcher(code).matches() && !code.equals("und"))
        .map(code -> List.of("-metadata:s:a:0", "language=" + code))
        .orElse(List.of());
  }
}
