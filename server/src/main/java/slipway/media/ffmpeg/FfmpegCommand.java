package slipway.media.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One run of ffmpeg: one input, at most one filter graph, any number of outputs, so that a whole
 * ladder can be made while decoding once (MD-30).
 *
 * @param file an absolute path of our own
 * @param demuxer opens the file as this and nothing else (REL rule 4)
 * @param overlay absolute path of a PNG of our own that the filters may lay over the picture, as
 *     stream {@code 1:0}
 * @param maxPixels pixels per picture above which the file is refused (MD-13)
 * @param excerpt what of the file is read
 * @param threads threads per decoder, filter graph and encoder; 0 is one per processor
 * @param filters what happens between decoding and encoding
 * @param outputs where it goes, in order
 */
public record FfmpegCommand(
    Path file,
    Optional<Demuxer> demuxer,
    Optional<Path> overlay,
    long maxPixels,
    Excerpt excerpt,
    int threads,
    Optional<FilterGraph> filters,
    List<Output> outputs)
    implements ToolCommand {

  /** Copies the list. */
  public FfmpegCommand {
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("no output");
    }
  }

  /** A part of a file, with nothing laid over it. */
  public FfmpegCommand(
      Path file,
      Optional<Demuxer> demuxer,
      long maxPixels,
      Excerpt excerpt,
      int threads,
      Optional<FilterGraph> filters,
      List<Output> outputs) {
    this(
        file,
        demuxer,
        /* overlay= */ Optional.empty(),
        maxPixels,
        excerpt,
        threads,
        filters,
        outputs);
  }

  /** All of a file, with nothing laid over it. */
  public FfmpegCommand(
      Path file,
      Optional<Demuxer> demuxer,
      long maxPixels,
      int threads,
      Optional<FilterGraph> filters,
      List<Output> outputs) {
    this(file, demuxer, maxPixels, Excerpt.WHOLE, threads, filters, outputs);
  }

  @Override
  public Tool tool() {
    return Tool.FFMPEG;
  }

  @Override
  public List<Path> inputs() {
    return overlay.map(image -> List.of(file, image)).orElse(List.of(file));
  }

  @Override
  public List<String> arguments(Path workFolder) {
    String count = Integer.toString(threads);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-nostdin", "-hide_banner", "-nostats", "-loglevel", "warning", "-y"));
    arguments.addAll(List.of("-progress", "pipe:1"));
    arguments.addAll(List.of("-filter_complex_threads", count));
    arguments.addAll(List.of("-threads", count));
    arguments.addAll(excerpt.arguments());
    arguments.addAll(Admission.input(file, demuxer, maxPixels));
    overlay.ifPresent(image -> arguments.addAll(Admission.overlay(image, maxPixels)));
    filters.ifPresent(graph -> arguments.addAll(List.of("-filter_complex", graph.text())));
    for (Output output : outputs) {
      arguments.addAll(output.arguments(workFolder, count));
    }
    return List.copyOf(arguments);
  }

  /**
   * What of an input is read.
   *
   * @param from where it begins, after the file's start; none is the start
   * @param length how much of it; none is up to the end
   * @param toTheFrame whether it begins at the first frame at or after {@code from}; else at the
   *     key frame before, for which nothing is decoded in vain
   * @param keyFramesOnly whether other pictures are passed over without decoding them
   */
  public record Excerpt(
      Optional<Duration> from,
      Optional<Duration> length,
      boolean toTheFrame,
      boolean keyFramesOnly) {
    public static final Excerpt WHOLE =
        new Excerpt(Optional.empty(), Optional.empty(), true, false);

    /** From one time on. */
    public static Excerpt from(Duration from) {
      return new Excerpt(Optional.of(from), Optional.empty(), true, false);
    }

    /** Up to {@code length} behind {@code from}. */
    public static Excerpt of(Duration from, Duration length) {
      return new Excerpt(Optional.of(from), Optional.of(length), true, false);
    }

    /** The key frame at or before a time. */
    public static Excerpt keyFrameBefore(Duration time) {
      return new Excerpt(Optional.of(time), Optional.empty(), false, false);
    }

    /** All key frames. */
    public static Excerpt keyFrames() {
      return new Excerpt(Optional.empty(), Optional.empty(), true, true);
    }

    List<String> arguments() {
      List<String> arguments = new ArrayList<>();
      if (keyFramesOnly) {
        arguments.addAll(List.of("-skip_frame", "nokey"));
      }
      if (!toTheFrame) {
        arguments.add("-noaccurate_seek");
      }
      from.ifPresent(time -> arguments.addAll(List.of("-ss", seconds(time))));
      length.ifPresent(time -> arguments.addAll(List.of("-t", seconds(time))));
      return arguments;
    }

    static String seconds(Duration time) {
      return String.format(Locale.ROOT, "%.6f", time.toNanos() / 1e9);
    }
  }

  /**
   * One file, or nothing.
   *
   * @param maps where the packets come from: pads of the filter graph ({@code [v0]}) or streams of
   *     the input ({@code 0:1}); one track each
   * @param options encoder and muxer options, written by our own code
   * @param fileName plain name inside the work folder; none throws the output away
   * @param cuts where the output is cut into files of their own, which {@link #piece} names; each
   *     is there as a whole as soon as the next one is begun. Empty for one file
   */
  public record Output(
      List<String> maps, List<String> options, Optional<String> fileName, List<Duration> cuts) {
    private static final Pattern MAP = Pattern.compile("\\[[a-z0-9]{1,16}]|0:[0-9]{1,5}");
    private static final Pattern FILE_NAME =
        Pattern.compile("[a-z0-9][a-z0-9_-]{0,60}\\.(mp4|m4a|webm|jpg|png|gif|srt)");

    /** Refuses anything but plain names. */
    public Output {
      maps = List.copyOf(maps);
      options = List.copyOf(options);
      cuts = List.copyOf(cuts);
      for (String map : maps) {
        if (!MAP.matcher(map).matches()) {
          throw new IllegalArgumentException("not a pad or stream: " + map);
        }
      }
      if (fileName.isPresent() && !FILE_NAME.matcher(fileName.get()).matches()) {
        throw new IllegalArgumentException("not a plain file name: " + fileName.get());
      }
    }

    /** One track. */
    public Output(String map, List<String> options, Optional<String> fileName) {
      this(List.of(map), options, fileName);
    }

    /** In one file. */
    public Output(List<String> maps, List<String> options, Optional<String> fileName) {
      this(maps, options, fileName, List.of());
    }

    /** The same cut into pieces; the packets are those of one file, and so is the encoder. */
    public Output in(List<Duration> pieces) {
      return new Output(maps, options, fileName, pieces);
    }

    /** Name of the file of a piece, counted from 0. */
    public static String piece(String fileName, int number) {
      return numbered(fileName, Integer.toString(number));
    }

    private static String numbered(String fileName, String number) {
      int ending = fileName.lastIndexOf('.');
      return fileName.substring(0, ending) + "-" + number + fileName.substring(ending);
    }

    List<String> arguments(Path workFolder, String threads) {
      List<String> arguments = new ArrayList<>();
      maps.forEach(map -> arguments.addAll(List.of("-map", map)));
      arguments.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1"));
      arguments.addAll(List.of("-threads", threads));
      arguments.addAll(options);
      if (fileName.isPresent() && !cuts.isEmpty()) {
        arguments.addAll(pieces());
        // A folder of the operator's may have a sign in its name that stands for numbers here.
        String folder = workFolder.toString().replace("%", "%%");
        arguments.add("file:" + Path.of(folder).resolve(numbered(fileName.get(), "%d")));
      } else if (fileName.isPresent()) {
        arguments.addAll(muxer(fileName.get()));
        arguments.add("file:" + workFolder.resolve(fileName.get()));
      } else {
        arguments.addAll(List.of("-f", "null", "-"));
      }
      return arguments;
    }

    /** What the encoder needs before its first sample stays before 0, as in one file. */
    private List<String> pieces() {
      return List.of(
          "-f",
          "segment",
          "-segment_format",
          "mp4",
          "-segment_times",
          cuts.stream().map(Excerpt::seconds).collect(Collectors.joining(",")),
          "-reset_timestamps",
          "1",
          "-avoid_negative_ts",
          "disabled");
    }

    private static List<String> muxer(String fileName) {
      String ending = fileName.substring(fileName.lastIndexOf('.') + 1);
      return switch (ending) {
        case "jpg", "png" -> List.of("-f", "image2", "-update", "1");
        case "gif", "srt" -> List.of("-f", ending);
        // As with +faststart: whoever plays it from afar need not ask for its end first.
        case "webm" -> List.of("-cues_to_front", "1", "-f", ending);
        default -> List.of("-movflags", "+faststart", "-f", "mp4");
      };
    }
  }
}
