package slipway.app;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.config.ByteSize;
import slipway.config.Format;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsException;
import slipway.config.SettingsSection;
import slipway.jobs.JobSettings;
import slipway.media.ffmpeg.FfmpegSettings;
import slipway.media.ffmpeg.Layer;
import slipway.media.transcode.TranscodeSettings;

/** What an operator may set of FFmpeg, its box, and what it makes. */
record MediaOptions(FfmpegSettings ffmpeg, TranscodeSettings transcode, JobSettings jobs) {
  private static final FfmpegSettings FFMPEG = FfmpegSettings.defaults();
  private static final TranscodeSettings TRANSCODE = TranscodeSettings.defaults();
  private static final JobSettings JOBS = JobSettings.defaults();
  private static final long MEMORY_OF_ONE = 2L << 30;

  static final Setting<Optional<Path>> FFMPEG_PATH =
      Setting.optional(
              "ffmpeg.path", Format.path(), "Folder with the programs ffmpeg and ffprobe to use.")
          .defaultShownAs("bundled");

  static final Setting<Boolean> BUNDLE =
      Setting.yesOrNo(
          "ffmpeg.bundle",
          FFMPEG.useBundle(),
          "Whether the FFmpeg inside the jar may be unpacked and used.");

  static final Setting<Layer> SANDBOX =
      Setting.of(
          "ffmpeg.sandbox",
          Format.oneOf(Layer.class),
          FFMPEG.strongestLayer(),
          "Strongest box to run FFmpeg in; weaker ones follow where it does not work.");

  static final Setting<ByteSize> ADDRESS_SPACE =
      Setting.size(
          "ffmpeg.address-space",
          ByteSize.ofMebibytes(64),
          ByteSize.ofGibibytes(1024),
          new ByteSize(FFMPEG.addressSpaceBytes()),
          "Address space of one FFmpeg.");

  static final Setting<ByteSize> PROBE_ADDRESS_SPACE =
      Setting.size(
          "ffmpeg.probe-address-space",
          ByteSize.ofMebibytes(512),
          ByteSize.ofGibibytes(1024),
          new ByteSize(FFMPEG.probeAddressSpaceBytes()),
          "The same of one that only looks into a file; a file that needs more is refused.");

  static final Setting<Integer> THREADS =
      Setting.count(
          "ffmpeg.threads",
          0,
          1024,
          FFMPEG.threads(),
          "Threads of one FFmpeg; 0 takes one for each core.");

  static final Setting<Integer> MAX_PIXELS =
      Setting.count(
          "ffmpeg.max-pixels",
          1,
          Integer.MAX_VALUE,
          (int) FFMPEG.maxPixels(),
          "Pixels of one picture above which a file is refused.");

  static final Setting<Duration> MAX_DURATION =
      Setting.duration(
          "ffmpeg.max-duration",
          Duration.ofMinutes(1),
          Duration.ofDays(365),
          FFMPEG.maxDuration(),
          "Media that claims to be longer, as a whole or in one track, is not converted.");

  static final Setting<Duration> TRANSCODE_DEADLINE =
      Setting.duration(
          "ffmpeg.transcode-deadline",
          Duration.ofSeconds(1),
          Duration.ofDays(30),
          FFMPEG.transcodeDeadline(),
          "Least time that one encoding may take; longer media may take longer.");

  static final Setting<String> PRESET =
      Setting.of(
          "transcode.preset",
          Format.text(),
          TRANSCODE.preset(),
          "Speed of the H.264 encoder, ultrafast to veryslow.");

  static final Setting<Integer> MAX_SHORT_SIDE =
      Setting.count(
          "transcode.max-short-side",
          2,
          8192,
          TRANSCODE.maxShortSide(),
          "Short side of the largest rendition in pixels.");

  static final Setting<TranscodeSettings.LadderMode> LADDER =
      Setting.of(
          "transcode.ladder",
          Format.oneOf(TranscodeSettings.LadderMode.class),
          TRANSCODE.ladder(),
          "Whether several sizes are made of a video, or only what is needed to watch it.");

  static final Setting<Duration> CHUNK =
      Setting.duration(
          "transcode.chunk",
          Duration.ofSeconds(10),
          Duration.ofHours(1),
          TRANSCODE.chunk(),
          "Length of the chunks in which long videos are encoded; a multiple of 2 s.");

  static final Setting<Duration> CHUNK_ABOVE =
      Setting.duration(
          "transcode.chunk-above",
          Duration.ofSeconds(10),
          Duration.ofDays(30),
          TRANSCODE.chunkAbove(),
          "Videos longer than this are encoded in chunks.");

  static final Setting<Integer> LEAST_SHARE =
      Setting.count(
          "transcode.least-share",
          1,
          100,
          TRANSCODE.leastShare(),
          "Percent of a damaged video that must be readable for it to be published.");

  static final Setting<Integer> ENCODERS =
      Setting.count(
              "jobs.encoders", 1, 1024, encodersThatFit(), "Encodings that run at the same time.")
          .defaultShownAs("one for each core, and for each 2 GiB of memory");

  static final Setting<Integer> FETCHES =
      Setting.count(
          "jobs.fetches",
          1,
          10_000,
          JOBS.fetchThreads(),
          "Files that are fetched from URLs at the same time.");

  static final SettingsSection SECTION =
      SettingsSection.of(
          "Media",
          FFMPEG_PATH,
          BUNDLE,
          SANDBOX,
          ADDRESS_SPACE,
          PROBE_ADDRESS_SPACE,
          THREADS,
          MAX_PIXELS,
          MAX_DURATION,
          TRANSCODE_DEADLINE,
          PRESET,
          MAX_SHORT_SIDE,
          LADDER,
          CHUNK,
          CHUNK_ABOVE,
          LEAST_SHARE,
          ENCODERS,
          FETCHES);

  /**
   * Takes the values.
   *
   * @param searchPath the variable PATH of the process; programs are looked for in its folders when
   *     there is no bundle (MD-05)
   */
  static MediaOptions load(Settings settings, Optional<String> searchPath) {
    return new MediaOptions(
        ffmpeg(settings, searchPath.map(MediaOptions::folders).orElse(FFMPEG.searchPath())),
        transcode(settings),
        jobs(settings));
  }

  /** A ladder of 1080p needs about 1 GB beside the server itself (MD-20). */
  private static int encodersThatFit() {
    long memory =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return Math.clamp(memory / MEMORY_OF_ONE, 1, JOBS.heavyThreads());
  }

  /** What is relative would depend on where the server was started. */
  private static List<Path> folders(String searchPath) {
    return Stream.of(searchPath.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .filter(Path::isAbsolute)
        .toList();
  }

  private static FfmpegSettings ffmpeg(Settings settings, List<Path> searchPath) {
    return new FfmpegSettings(
        settings.get(FFMPEG_PATH),
        searchPath,
        settings.get(BUNDLE),
        settings.get(SANDBOX),
        FFMPEG.readableFolders(),
        settings.get(ADDRESS_SPACE).bytes(),
        settings.get(PROBE_ADDRESS_SPACE).bytes(),
        FFMPEG.fileBytes(),
        FFMPEG.folderBytes(),
        FFMPEG.openFiles(),
        FFMPEG.nice(),
        settings.get(THREADS),
        settings.get(MAX_PIXELS),
        settings.get(MAX_DURATION),
        FFMPEG.probeDeadline(),
        settings.get(TRANSCODE_DEADLINE),
        FFMPEG.transcodeDeadlineFactor(),
        FFMPEG.stall());
  }

  private static TranscodeSettings transcode(Settings settings) {
    if (settings.get(CHUNK).toMillis() % 2000 != 0) {
      throw settings.refusal(CHUNK, "is not a multiple of 2s");
    }
    try {
      return new TranscodeSettings(
          settings.get(MAX_SHORT_SIDE),
          settings.get(PRESET),
          TRANSCODE.quality(),
          TRANSCODE.maxRate(),
          TRANSCODE.audioBitRate(),
          TRANSCODE.audioSampleRate(),
          settings.get(LADDER),
          settings.get(CHUNK),
          settings.get(CHUNK_ABOVE),
          settings.get(LEAST_SHARE));
    } catch (IllegalArgumentException e) {
      SettingsException refusal =
          settings.refusal(PRESET, "is not one of the encoder's presets, ultrafast to veryslow");
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  private static JobSettings jobs(Settings settings) {
    return new JobSettings(
        JOBS.quickThreads(),
        settings.get(ENCODERS),
        settings.get(FETCHES),
        JOBS.poll(),
        JOBS.heartbeat(),
        JOBS.maxFailures(),
        JOBS.firstBackoff(),
        JOBS.maxBackoff(),
        JOBS.maxLost(),
        JOBS.stopGrace());
  }
}
