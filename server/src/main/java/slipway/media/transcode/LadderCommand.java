package slipway.media.transcode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.media.ffmpeg.FfmpegCommand;
import slipway.media.ffmpeg.FfmpegCommand.Output;
import slipway.media.ffmpeg.FfmpegSettings;
import slipway.media.ffmpeg.FilterGraph;
import slipway.media.ffmpeg.FilterGraph.Chain;
import slipway.media.ffmpeg.FilterGraph.Filter;
import slipway.media.probe.Track.Size;

/** The one run of ffmpeg that decodes once and writes every rung and the sound (MD-30). */
final class LadderCommand {
  private final LadderPlan plan;
  private final TranscodeSettings settings;
  private final Optional<Window> window;
  private final Reading reading;
  private final List<Chain> chains = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();

  private LadderCommand(
      LadderPlan plan, TranscodeSettings settings, Optional<Window> window, Reading reading) {
    this.plan = plan;
    this.settings = settings;
    this.window = window;
    this.reading = reading;
  }

  /**
   * @param source absolute path of our own
   * @param window the part to encode; empty for all of it
   * @param reading what is read for it
   */
  static FfmpegCommand of(
      LadderPlan plan,
      Path source,
      Optional<Window> window,
      Reading reading,
      FfmpegSettings ffmpeg,
      TranscodeSettings settings) {
    LadderCommand command = new LadderCommand(plan, settings, window, reading);
    if (!plan.rungs().isEmpty()) {
      command.pictures(plan.picture().orElseThrow());
    }
    plan.audio().ifPresent(command::sound);
    return new FfmpegCommand(
        source,
        Optional.of(plan.facts().demuxer()),
        plan.rungs().isEmpty() ? Optional.empty() : plan.watermark().map(Watermark::image),
        ffmpeg.maxPixels(),
        reading.excerpt(),
        ffmpeg.threads(),
        Optional.of(new FilterGraph(command.chains)),
        command.outputs);
  }

  /**
   * Nothing but the sound, in pieces.
   *
   * @param plan with nothing else in it
   */
  static FfmpegCommand ofSound(
      LadderPlan plan, List<Duration> cuts, Path source, FfmpegSettings ffmpeg) {
    LadderPlan.AudioPlan sound = plan.audio().orElseThrow();
    List<Filter> filters = Filters.audio(sound, Reading.whole(plan));
    Output whole =
        new Output("[a0]", Encoders.sound(sound), Optional.of(LadderPlan.AUDIO_FILE)).in(cuts);
    return new FfmpegCommand(
        source,
        Optional.of(plan.facts().demuxer()),
        ffmpeg.maxPixels(),
        ffmpeg.threads(),
        Optional.of(
            new FilterGraph(
                List.of(new Chain("0:" + sound.track().index(), filters, List.of("a0"))))),
        List.of(whole));
  }

  private void pictures(LadderPlan.Picture picture) {
    List<Rung> rungs = plan.rungs();
    Rung top = rungs.getFirst();
    boolean oneRate =
        rungs.stream()
            .allMatch(rung -> rung.rate().equals(top.rate()) && rung.resample() == top.resample());
    boolean onGrid = window.isPresent() || !plan.cuts().isEmpty();
    List<Filter> common = new ArrayList<>(reading.picture());
    common.addAll(Filters.progressive(picture));
    if (oneRate) {
      common.addAll(Filters.rate(picture, top, onGrid));
    }
    Optional<Size> there = Optional.empty();
    if (Filters.hdr(picture.track())) {
      common.addAll(Filters.toneMapped(picture.track().colour(), top.size())); // MD-35
      there = Optional.of(top.size());
    }
    String from = "0:" + picture.track().index();
    if (plan.watermark().isPresent()) {
      marked(from, common, top, there, plan.watermark().get());
      from = "marked";
      common = new ArrayList<>();
      there = Optional.of(top.size());
    }
    if (rungs.size() == 1) {
      common.addAll(Filters.rung(top, there));
      chains.add(new Chain(from, common, List.of("v0")));
    } else {
      split(from, common, there, picture, oneRate, onGrid);
    }
    for (int i = 0; i < rungs.size(); i++) {
      Rung rung = rungs.get(i);
      String pad = "[v" + i + "]";
      List<String> options =
          Encoders.options(rung, settings.preset(), KeyFrames.of(rung, plan, window), window);
      outputs.add(
          rung.encoder().streams()
              ? new Output(pad, options, Optional.of(rung.fileName(i)))
              : webm(rung, i, options));
    }
  }

  /** Picture and sound in one file, also where the sound of the source is watched as it is. */
  private Output webm(Rung rung, int number, List<String> options) {
    List<String> pads = new ArrayList<>(List.of("[v" + number + "]"));
    List<String> all = new ArrayList<>(options);
    Encoders.webmSound(plan, settings)
        .ifPresent(sound -> {
          String pad = "w" + number;
          chains.add(
              new Chain("0:" + sound.track().index(), Filters.audio(sound, reading), List.of(pad)));
          pads.add("[" + pad + "]");
          all.addAll(Encoders.opus(sound));
        });
    return new Output(pads, all, Optional.of(rung.fileName(number)));
  }

  private void split(
      String from,
      List<Filter> common,
      Optional<Size> there,
      LadderPlan.Picture picture,
      boolean oneRate,
      boolean onGrid) {
    List<Rung> rungs = plan.rungs();
    List<String> pads = new ArrayList<>();
    for (int i = 0; i < rungs.size(); i++) {
      pads.add("s" + i);
    }
    common.add(FilterGraph.filter("split").with("outputs", rungs.size()));
    chains.add(new Chain(from, common, pads));
    for (int i = 0; i < rungs.size(); i++) {
      List<Filter> own = new ArrayList<>();
      if (!oneRate) {
        own.addAll(Filters.rate(picture, rungs.get(i), onGrid));
      }
      own.addAll(Filters.rung(rungs.get(i), there));
      chains.add(new Chain("s" + i, own, List.of("v" + i)));
    }
  }

  /** Relative to the picture as shown, at the size of the largest rung (MD-39). */
  private void marked(
      String from, List<Filter> common, Rung top, Optional<Size> there, Watermark mark) {
    List<Filter> base = new ArrayList<>(common);
    if (there.isEmpty()) {
      base.addAll(Filters.scaled(top.size()));
    }
    base.add(FilterGraph.filter("setsar").with("r", 1));
    chains.add(new Chain(from, base, List.of("base")));
    chains.add(
        new Chain(
            "1:0",
            List.of(
                FilterGraph.filter("scale")
                    .with("w", Math.max(1, Math.round(top.size().width() * mark.width())))
                    .with("h", -1),
                FilterGraph.filter("format").withWord("pix_fmts", "rgba"),
                FilterGraph.filter("colorchannelmixer").with("aa", mark.opacity())),
            List.of("mark")));
    chains.add(
        new Chain(
            List.of("base", "mark"),
            List.of(
                FilterGraph.filter("overlay")
                    .withShare("x", mark.x(), "W-w")
                    .withShare("y", mark.y(), "H-h")),
            List.of("marked")));
  }

  private void sound(LadderPlan.AudioPlan sound) {
    chains.add(
        new Chain("0:" + sound.track().index(), Filters.audio(sound, reading), List.of("a0")));
    outputs.add(new Output("[a0]", Encoders.sound(sound), Optional.of(LadderPlan.AUDIO_FILE)));
  }
}
