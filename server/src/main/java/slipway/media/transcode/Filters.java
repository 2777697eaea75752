package slipway.media.transcode;

import static slipway.media.ffmpeg.FilterGraph.filter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import slipway.media.ffmpeg.FilterGraph.Filter;
import slipway.media.probe.Track;
import slipway.media.probe.Track.Colour;
import slipway.media.probe.Track.Size;

/** The filters between decoder and encoder. */
final class Filters {
  /** PQ and HLG (ITU-R BT.2100). */
  private static final Set<String> HDR = Set.of("smpte2084", "arib-std-b67");

  private static final Set<String> INTERLACED = Set.of("tt", "bb", "tb", "bt");

  /** Shorter gaps at the start are left: nobody sees a millisecond. */
  private static final Duration NOTICEABLE = Duration.ofMillis(1);

  /**
   * Seconds. FFmpeg leaves gaps of up to a tenth of a second, after which sound comes that much too
   * early for the rest of the film; viewers notice half of that.
   */
  private static final double GAP = 0.03;

  private Filters() {}

  static boolean interlaced(Track.Video track) {
    return track.fieldOrder().filter(INTERLACED::contains).isPresent();
  }

  static boolean hdr(Track.Video track) {
    return track.colour().transfer().filter(HDR::contains).isPresent();
  }

  /** FFmpeg turns the picture upright by itself, before the first of these (MD-34, MD-37). */
  static List<Filter> progressive(LadderPlan.Picture picture) {
    return interlaced(picture.track())
        ? List.of(filter("bwdif").withWord("mode", "send_frame"))
        : List.of();
  }

  /**
   * To a steady rate, where it is wanted.
   *
   * @param onGrid whether every picture must lie where the rate says, so that chunks can be joined
   *     and key frames be placed
   */
  static List<Filter> rate(LadderPlan.Picture picture, Rung rung, boolean onGrid) {
    if (!rung.resample() && !onGrid && picture.late().compareTo(NOTICEABLE) <= 0) {
      return List.of();
    }
    // start_time=0 repeats the first frame back to the start of the file (MD-38).
    String rate = rung.rate().toString();
    return List.of(filter("fps").withWord("fps", rate).with("start_time", 0));
  }

  /**
   * From the common picture to that of one rung.
   *
   * @param there size that the common picture has been given already; empty when it has its own
   */
  static List<Filter> rung(Rung rung, Optional<Size> there) {
    List<Filter> filters = new ArrayList<>();
    if (there.isEmpty()) {
      filters.addAll(scaled(rung.size()));
    } else if (!there.get().equals(rung.size())) {
      filters.add(filter("scale").with("w", rung.size().width()).with("h", rung.size().height()));
    }
    filters.add(filter("setsar").with("r", 1));
    filters.add(filter("format").withWord("pix_fmts", "yuv420p"));
    return filters;
  }

  static List<Filter> scaled(Size size) {
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
  static List<Filter> toneMapped(Colour colour, Size size) {
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
        filter("zscale").withWord("t", "bt709").withWord("m", "bt709").withWord("r", "tv"),
        filter("format").withWord("pix_fmts", "yuv420p"));
  }

  /**
   * Where the times of sound and the sound itself come apart by more than {@link #GAP}, silence is
   * put in or sound left out; and so it is before the first of it.
   */
  static Filter steady(Filter resampling) {
    return resampling.with("async", 1).with("min_hard_comp", GAP).with("first_pts", 0);
  }

  /** The same of sound whose times begin elsewhere than those of the file. */
  static List<Filter> audio(LadderPlan.AudioPlan plan, Reading reading) {
    List<Filter> filters = new ArrayList<>(reading.sound());
    filters.addAll(audio(plan));
    return filters;
  }

  /** Fills gaps and a late start with silence, so that sound and picture start together (MD-38). */
  static List<Filter> audio(LadderPlan.AudioPlan plan) {
    return List.of(
        steady(filter("aresample").with("osr", plan.sampleRate())),
        filter("aformat").withWord("channel_layouts", plan.channels() == 1 ? "mono" : "stereo"));
  }
}
