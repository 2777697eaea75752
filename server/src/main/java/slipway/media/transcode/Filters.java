package slipway.media.transcode;

import static slipway.media.ffmpeg.FilterGraph.filter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import slipway.media.ffmpeg.FilterGraph.Filter;
import slipway.media.probe.Track.Colour;
import slipway.media.probe.Track.Size;

/** The filters between decoder and encoder. */
final class Filters {
  /** PQ and HLG (ITU-R BT.2100). */
  private static final Set<String> HDR = Set.of("smpte2084", "arib-std-b67");

  private static final Set<String> INTERLACED = Set.of("tt", "bb", "tb", "bt");

  /** Shorter gaps at the start are left: nobody sees a millisecond. */
  private static final Duration NOTICEABLE = Duration.ofMillis(1);

  private Filters() {}

  /** FFmpeg turns the picture upright by itself, before the first of these (MD-34). */
  static List<Filter> video(RenditionPlan.VideoPlan plan) {
    List<Filter> filters = new ArrayList<>();
    if (plan.track().fieldOrder().filter(INTERLACED::contains).isPresent()) {
      filters.add(filter("bwdif").withWord("mode", "send_frame")); // MD-37
    }
    if (plan.resample() || plan.late().compareTo(NOTICEABLE) > 0) {
      // start_time=0 repeats the first frame back to the start of the file (MD-38).
      String rate = plan.rate().toString();
      filters.add(filter("fps").withWord("fps", rate).with("start_time", 0));
    }
    boolean hdr = plan.track().colour().transfer().filter(HDR::contains).isPresent();
    filters.addAll(hdr ? toneMapped(plan.track().colour(), plan.size()) : scaled(plan.size()));
    filters.add(filter("setsar").with("r", 1));
    filters.add(filter("format").withWord("pix_fmts", "yuv420p"));
    return filters;
  }

  private static List<Filter> scaled(Size size) {
    return List.of(
        filter("scale")
            .with("w", size.width())
            .with("h", size.height())
            .withWord("out_range", "tv"));
  }

  /**
   * To BT.709; scaling comes first, because the rest works in 32-bit floats (MD-35). HDR that does
   * not say more is BT.2020: zscale refuses to guess.
   */
  private static List<Filter> toneMapped(Colour colour, Size size) {
    Filter assumed = filter("setparams");
    if (colour.primaries().isEmpty()) {
      assumed = assumed.withWord("color_primaries", "bt2020");
    }
    if (colour.matrix().isEmpty()) {
      assumed = assumed.withWord("colorspace", "bt2020nc");
    }
    return List.of(
        assumed,
        filter("zscale")
            .with("w", size.width())
            .with("h", size.height())
            .withWord("t", "linear")
            .with("npl", 100),
        filter("format").withWord("pix_fmts", "gbrpf32le"),
        filter("zscale").withWord("p", "bt709"),
        filter("tonemap").withWord("tonemap", "hable").with("desat", 0),
        filter("zscale").withWord("t", "bt709").withWord("m", "bt709").withWord("r", "tv"));
  }

  /** Fills gaps and a late start with silence, so that sound and picture start together (MD-38). */
  static List<Filter> audio(RenditionPlan.AudioPlan plan) {
    return List.of(
        filter("aresample").with("osr", plan.sampleRate()).with("async", 1).with("first_pts", 0),
        filter("aformat").withWord("channel_layouts", plan.channels() == 1 ? "mono" : "stereo"));
  }
}
