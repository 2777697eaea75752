package slipway.media.transcode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleConsumer;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegCommand;
import slipway.media.ffmpeg.FfmpegCommand.Output;
import slipway.media.ffmpeg.FilterGraph;
import slipway.media.ffmpeg.FilterGraph.Chain;
import slipway.media.ffmpeg.Progress;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.Track;

/**
 * Puts pictures that browsers play into a container that they play, without touching them; sound
 * that they do not play becomes AAC (MD-53). Takes a moment where a ladder takes minutes.
 */
public final class Remux {
  /** Name of the result in {@link EncodingResult.Made#files}. */
  public static final String NAME = "source";

  private static final String FILE = "source.mp4";
  private static final int MOST_CHANNELS = 6;

  /** Whether it is worth trying; what comes out is checked like any source. */
  public static boolean mayHelp(MediaFacts facts) {
    return facts.video().map(Remux::plays).orElse(false);
  }

  private final Ffmpeg ffmpeg;
  private final TranscodeSettings settings;

  public Remux(Ffmpeg ffmpeg, TranscodeSettings settings) {
    this.ffmpeg = ffmpeg;
    this.settings = settings;
  }

  private static boolean plays(Track.Video video) {
    return video.codec().filter("h264"::equals).isPresent()
        && video.pixelFormat().filter(Set.of("yuv420p", "yuvj420p")::contains).isPresent();
  }

  private static boolean plays(Track.Audio audio) {
    return audio.codec().filter("aac"::equals).isPresent()
        && audio.profile().filter(Set.of("LC", "HE-AAC", "HE-AACv2")::contains).isPresent()
        && audio.channels() >= 1
        && audio.channels() <= MOST_CHANNELS;
  }

  /** Runs it; parameters as {@link Encoding#make}. */
  public EncodingResult make(
      MediaFacts facts,
      Path source,
      WorkFolder folder,
      DoubleConsumer progress,
      Cancellation cancellation) {
    Encoding.Ascending ascending = new Encoding.Ascending(facts.duration(), progress);
    return Encoding.result(
        ffmpeg
            .box()
            .run(
                command(facts, source),
                folder,
                ffmpeg.settings().transcodeLimits(facts.duration()).writing(OutputBound.of(source)),
                Progress.listener(ascending::report),
                cancellation),
        Map.of(NAME, folder.path().resolve(FILE)));
  }

  FfmpegCommand command(MediaFacts facts, Path source) {
    Track.Video video = facts.video().orElseThrow();
    List<String> maps = new ArrayList<>(List.of("0:" + video.index()));
    List<String> options = new ArrayList<>(List.of("-c:v", "copy"));
    Optional<FilterGraph> filters = Optional.empty();
    if (facts.audio().isPresent()) {
      Track.Audio audio = facts.audio().get();
      if (plays(audio)) {
        maps.add("0:" + audio.index());
        options.addAll(List.of("-c:a", "copy"));
      } else {
        LadderPlan.AudioPlan plan = LadderPlan.audio(facts, audio, settings);
        filters =
            Optional.of(
                new FilterGraph(
                    List.of(new Chain("0:" + audio.index(), Filters.audio(plan), List.of("a0")))));
        maps.add("[a0]");
        options.addAll(Encoders.aac(plan));
      }
    }
    return new FfmpegCommand(
        source,
        Optional.of(facts.demuxer()),
        ffmpeg.settings().maxPixels(),
        ffmpeg.settings().threads(),
        filters,
        List.of(new Output(maps, options, Optional.of(FILE))));
  }
}
