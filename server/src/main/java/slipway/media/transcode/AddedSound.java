package slipway.media.transcode;

import static slipway.media.ffmpeg.FilterGraph.filter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegCommand;
import slipway.media.ffmpeg.FfmpegCommand.Output;
import slipway.media.ffmpeg.FilterGraph;
import slipway.media.ffmpeg.FilterGraph.Chain;
import slipway.media.ffmpeg.FilterGraph.Filter;
import slipway.media.ffmpeg.Progress;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.Track;

/**
 * Sound that comes beside a video, made to fit it: coded like the ladder's common sound, in stereo,
 * padded with silence or cut to the video's length to the sample.
 */
public final class AddedSound {
  private final Ffmpeg ffmpeg;
  private final TranscodeSettings settings;

  public AddedSound(Ffmpeg ffmpeg, TranscodeSettings settings) {
    this.ffmpeg = ffmpeg;
    this.settings = settings;
  }

  /**
   * Runs it; the result is {@link LadderPlan#AUDIO}.
   *
   * @param facts of the file, which has sound
   * @param length of the video
   * @param source absolute path of our own
   * @param folder empty; the caller moves the result out and closes it
   */
  public EncodingResult make(
      MediaFacts facts,
      Duration length,
      Path source,
      WorkFolder folder,
      Cancellation cancellation) {
    return Encoding.result(
        ffmpeg
            .box()
            .run(
                command(facts, length, source),
                folder,
                ffmpeg
                    .settings()
                    .transcodeLimits(length)
                    .writing(OutputBound.ofSound(settings.audioBitRate(), length)),
                Progress.listener(_ -> {}),
                cancellation),
        Map.of(LadderPlan.AUDIO, folder.path().resolve(LadderPlan.AUDIO_FILE)));
  }

  private FfmpegCommand command(MediaFacts facts, Duration length, Path source) {
    Track.Audio track = facts.audio().orElseThrow();
    LadderPlan.AudioPlan plan =
        new LadderPlan.AudioPlan(
            track, length, /* channels= */ 2, settings.audioSampleRate(), settings.audioBitRate());
    long samples = Math.max(1, Math.round(length.toNanos() / 1e9 * plan.sampleRate()));
    List<Filter> filters = new ArrayList<>(Filters.audio(plan));
    filters.add(filter("apad").with("whole_len", samples));
    filters.add(filter("atrim").with("end_sample", samples));
    return new FfmpegCommand(
        source,
        Optional.of(facts.demuxer()),
        ffmpeg.settings().maxPixels(),
        ffmpeg.settings().threads(),
        Optional.of(
            new FilterGraph(List.of(new Chain("0:" + track.index(), filters, List.of("a0"))))),
        List.of(new Output("[a0]", Encoders.sound(plan), Optional.of(LadderPlan.AUDIO_FILE))));
  }
}
