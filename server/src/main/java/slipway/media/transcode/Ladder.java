package slipway.media.transcode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import slipway.media.probe.Track.Size;

/**
 * Chooses the rungs for a source. Pure arithmetic on what is known of it, so that it can be asked
 * before anything is probed.
 */
public final class Ladder {
  /** Those of MD-33 that are not optional. */
  private static final List<Integer> STANDARD = List.of(360, 480, 720, 1080);

  /** A rung nearly as large as the next one is not worth its bytes. */
  private static final double NEARLY = 0.85;

  /** LP-153. */
  private static final double MORE_THAN_SOURCE = 1.2;

  private static final long MOST = 288_000_000;
  private static final int QUALITY_OF_TWO = 27;

  /** Names of what lies beside the rungs. */
  private static final Set<String> TAKEN = Set.of("source", "source-audio", "audio");

  /** Folders beside those of the rungs in addresses of viewers, who would find no rung there. */
  private static final Set<String> FOLDERS = Set.of("video", "thumbnails");

  /** Livepeer's player takes every address with one of these in it for WebRTC (LP-35). */
  private static final Pattern MISLEADING = Pattern.compile("sdp|webrtc");

  private Ladder() {}

  /**
   * What is known of a source.
   *
   * @param size as shown
   * @param rate what its rungs get, unless they are asked for otherwise
   * @param bitrate of its picture in bits per second, 0 when unknown
   * @param playable whether it is a rung itself, the largest, so that none of its own size is made
   * @param limit how many bits rungs may take beside its own
   */
  record Source(
      Size size, FrameRates.Choice rate, long bitrate, boolean playable, SourceLimit limit) {
    /** With the usual limit. */
    Source(Size size, FrameRates.Choice rate, long bitrate, boolean playable) {
      this(size, rate, bitrate, playable, SourceLimit.A_LITTLE_MORE);
    }
  }

  /**
   * Whether a source that is a rung itself gets others below it; the same as asking whether a plan
   * for it would have rungs, before it is probed.
   */
  public static boolean wanted(
      Size size,
      double framesPerSecond,
      long bitrate,
      LadderChoice choice,
      TranscodeSettings settings) {
    return wanted(size, framesPerSecond, bitrate, choice, settings, SourceLimit.A_LITTLE_MORE);
  }

  /** The same with another limit. */
  public static boolean wanted(
      Size size,
      double framesPerSecond,
      long bitrate,
      LadderChoice choice,
      TranscodeSettings settings,
      SourceLimit limit) {
    FrameRates.Choice rate = FrameRates.near(framesPerSecond, settings.maxRate());
    return !rungs(new Source(size, rate, bitrate, /* playable= */ true, limit), choice, settings)
        .isEmpty();
  }

  /** The rungs, largest first; at least one unless the source is one itself (MD-33). */
  static List<Rung> rungs(Source source, LadderChoice choice, TranscodeSettings settings) {
    List<Rung> rungs =
        switch (choice) {
          case LadderChoice.Standard() -> standard(source, STANDARD, settings);
          case LadderChoice.OwnSize() -> standard(source, List.of(), settings);
          case LadderChoice.ShortSides(List<Integer> sides) -> of(source, sides, settings);
          case LadderChoice.TwoBelow() -> twoBelow(source, settings);
          case LadderChoice.ByHand(List<WantedRung> wanted) -> byHand(source, wanted, settings);
        };
    return rungs.stream()
        .sorted(
            Comparator.comparingLong((Rung rung) -> -pixels(rung))
                .thenComparingLong(rung -> -rung.maxRate())
                // So the smallest is the same for who knows only what was planned.
                .thenComparing(Rung::name))
        .toList();
  }

  private static long pixels(Rung rung) {
    return (long) rung.size().width() * rung.size().height();
  }

  private static List<Rung> standard(
      Source source, List<Integer> shortSides, TranscodeSettings settings) {
    Size top = Sizing.fit(source.size(), settings.maxShortSide());
    List<Rung> rungs = new ArrayList<>();
    for (int side : shortSides) {
      Size size = Sizing.withShortSide(source.size(), side);
      long nominal = Sizing.maxRate(size, source.rate().rate().value(), /* sourceBitRate= */ 0);
      boolean light =
          source.bitrate() == 0 || source.limit() == SourceLimit.NONE || nominal < source.bitrate();
      if (side < top.shortSide() * NEARLY && light) {
        rungs.add(plain(source, size, settings));
      }
    }
    // A source that is larger than the largest rung still gets that one.
    if (!source.playable() || top.shortSide() < source.size().shortSide() * NEARLY) {
      rungs.add(plain(source, top, settings));
    }
    return rungs;
  }

  private static List<Rung> of(Source source, List<Integer> sides, TranscodeSettings settings) {
    List<Rung> rungs = new ArrayList<>();
    for (int side : new HashSet<>(sides)) {
      if (side >= 2 && side <= source.size().shortSide()) {
        rungs.add(plain(source, Sizing.withShortSide(source.size(), side), settings));
      }
    }
    if (rungs.isEmpty() && !source.playable()) {
      rungs.add(plain(source, Sizing.fit(source.size(), settings.maxShortSide()), settings));
    }
    return rungs;
  }

  private static Rung plain(Source source, Size size, TranscodeSettings settings) {
    double rate = source.rate().rate().value();
    return rung(
        source,
        size.shortSide() + "p0",
        size,
        Sizing.maxRate(size, rate, source.bitrate(), source.limit()),
        settings.quality());
  }

  /** LP-153, LP-154, LP-155. */
  private static List<Rung> twoBelow(Source source, TranscodeSettings settings) {
    Size full = source.size();
    long own =
        source.bitrate() > 0
            ? source.bitrate()
            : Sizing.maxRate(full, source.rate().rate().value(), /* sourceBitRate= */ 0);
    List<Rung> rungs = new ArrayList<>();
    below(source, rungs, "360p0", new Size(640, 360), own, 1_000_000);
    below(source, rungs, "720p0", new Size(1280, 720), own, 4_000_000);
    if (source.playable()) {
      return rungs;
    }
    Size top = Sizing.fitRoundedUp(full, settings.maxShortSide());
    if (rungs.isEmpty()) {
      long half = own / 2;
      long low = Math.max(own > 100_000 ? Math.max(half, 100_000) : half, 5_000);
      rungs.add(rung(source, "low-bitrate", top, low, QUALITY_OF_TWO));
    }
    long highest = (long) Math.min(MORE_THAN_SOURCE * own, MOST);
    rungs.add(rung(source, top.height() + "p0", top, highest, QUALITY_OF_TWO));
    return rungs;
  }

  private static void below(
      Source source, List<Rung> rungs, String name, Size box, long own, long cap) {
    Size full = source.size();
    double perPixel = Math.min(own, MOST) / ((double) full.width() * full.height());
    long rate =
        (long)
            Math.floor(
                Math.min(MORE_THAN_SOURCE * box.width() * box.height() * perPixel, (double) cap));
    if (box.height() < full.height() && cap < own) {
      rungs.add(rung(source, name, Sizing.withHeight(full, box.height()), rate, QUALITY_OF_TWO));
    }
  }

  private static Rung rung(Source source, String name, Size size, long maxRate, int quality) {
    return new Rung(
        name,
        size,
        source.rate().rate(),
        source.rate().resample(),
        maxRate,
        quality,
        VideoEncoder.H264,
        H264Profile.HIGH,
        LadderPlan.KEY_FRAME_DISTANCE);
  }

  private static List<Rung> byHand(
      Source source, List<WantedRung> wanted, TranscodeSettings settings) {
    Set<String> names = new HashSet<>(TAKEN);
    List<Rung> rungs = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      WantedRung one = wanted.get(i);
      Size size = Sizing.inBox(source.size(), one.width(), one.height());
      FrameRates.Choice rate =
          one.rate()
              .filter(asked -> asked.value() <= settings.maxRate())
              .filter(asked -> Math.abs(asked.value() - source.rate().rate().value()) > 0.001)
              .map(asked -> new FrameRates.Choice(asked, /* resample= */ true))
              .orElse(source.rate());
      long maxRate =
          one.bitrate().isPresent()
              ? one.bitrate().getAsLong()
              : Sizing.maxRate(size, rate.rate().value(), source.bitrate());
      rungs.add(
          new Rung(
              name(one.name().orElse(""), size.height() + "p" + i, names),
              size,
              rate.rate(),
              rate.resample(),
              Math.clamp(maxRate, 5_000, MOST),
              one.quality().orElse(settings.quality()),
              one.encoder(),
              one.profile(),
              one.keyFrames().orElse(LadderPlan.KEY_FRAME_DISTANCE)));
    }
    if (!source.playable() && rungs.stream().noneMatch(rung -> rung.encoder().streams())) {
      // Who asks for nothing but downloads still wants a video that can be watched (MD-33).
      rungs.add(plain(source, Sizing.fit(source.size(), settings.maxShortSide()), settings));
    }
    return rungs;
  }

  /** Of what somebody wrote only the plain characters stay; nothing is called the same twice. */
  private static String name(String asked, String otherwise, Set<String> names) {
    String plain = asked.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(plain.length(), 40)).replaceAll("^-+|-+$", "");
    boolean houses =
        cut.startsWith("source")
            || cut.startsWith("audio")
            || cut.startsWith("captions")
            || FOLDERS.contains(cut);
    boolean unfit = cut.isEmpty() || houses || MISLEADING.matcher(cut).find();
    String base = unfit ? otherwise : cut;
    String name = base;
    for (int i = 2; !names.add(name); i++) {
      name = base + "-" + i;
    }
    return name;
  }
}
