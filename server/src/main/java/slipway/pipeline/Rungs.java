package slipway.pipeline;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.Rung;
import slipway.media.transcode.TranscodeSettings;
import slipway.storage.BlobKeys;

/** The rungs of a plan as renditions. */
final class Rungs {
  private static final int RECIPE = 16;

  private Rungs() {}

  /** Everything a plan will make, as planned. */
  static List<Rendition> of(UUID video, LadderPlan plan) {
    List<Rendition> all = new ArrayList<>();
    for (Rung rung : plan.rungs()) {
      all.add(planned(video, rung.name(), Rendition.Form.PICTURE, traits(rung, plan)));
    }
    for (Rung rung : plan.downloads()) {
      all.add(
          Rendition.planned(
              video,
              rung.name(),
              Rendition.Form.DOWNLOAD,
              BlobKeys.webm(video, rung.name()),
              traits(rung, plan)));
    }
    plan.audio()
        .ifPresent(sound ->
            all.add(
                planned(
                    video,
                    LadderPlan.AUDIO,
                    Rendition.Form.SOUND,
                    new Traits(0, 0, 0, sound.bitRate(), "", sound.expectedDuration()))));
    return all;
  }

  private static Traits traits(Rung rung, LadderPlan plan) {
    return new Traits(
        rung.size().width(),
        rung.size().height(),
        rung.rate().value(),
        rung.maxRate(),
        /* codecs= */ "",
        plan.picture().orElseThrow().expectedDuration());
  }

  private static Rendition planned(UUID video, String name, Rendition.Form form, Traits traits) {
    return Rendition.planned(video, name, form, BlobKeys.rendition(video, name), traits);
  }

  /**
   * Names how a rung is made: parts of one recipe can be joined, others not. So what was made
   * before the settings changed is never mixed with what is made after.
   *
   * @param ramp lengths of the first parts, where these are others than those that follow
   */
  static String recipe(
      Rung rung, LadderPlan plan, TranscodeSettings settings, List<Duration> ramp) {
    String text =
        String.join(
            "|",
            rung.toString(),
            settings.preset(),
            settings.chunk().toString(),
            plan.facts().toString(),
            plan.watermark().toString(),
            plan.cuts().toString());
    return hash(ramp.isEmpty() ? text : text + "|" + ramp);
  }

  /**
   * The same of the sound, which parts of several runs may be joined to: then all must have come
   * from the same encoder.
   */
  static String recipe(LadderPlan plan, List<Duration> cuts, String encoder) {
    return hash(String.join("|", plan.audio().toString(), cuts.toString(), encoder));
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, RECIPE);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
