package slipway.media.transcode;

import java.util.List;

/** Encoder options, made of numbers and our own words. */
final class Encoders {
  private Encoders() {}

  /** MD-31. Key frames only where they are forced, so that all rungs can be cut alike. */
  static List<String> h264(RenditionPlan.VideoPlan plan) {
    long keyFrameSeconds = RenditionPlan.KEY_FRAME_DISTANCE.toSeconds();
    // A little more than the forced distance, so that the encoder never adds one of its own.
    long longestGap = Math.round(Math.ceil(plan.rate().value() * keyFrameSeconds)) + 250;
    return List.of(
        "-c:v",
        "libx264",
        "-preset",
        plan.preset(),
        "-profile:v",
        "high",
        "-pix_fmt",
        "yuv420p",
        "-crf",
        Integer.toString(plan.quality()),
        "-maxrate",
        Long.toString(plan.maxRate()),
        "-bufsize",
        Long.toString(plan.maxRate() * 3 / 2),
        "-g",
        Long.toString(longestGap),
        "-sc_threshold",
        "0",
        "-force_key_frames",
        "expr:gte(t,n_forced*" + keyFrameSeconds + ")",
        "-x264-params",
        "open-gop=0");
  }

  /** MD-32. */
  static List<String> aac(RenditionPlan.AudioPlan plan) {
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
}
