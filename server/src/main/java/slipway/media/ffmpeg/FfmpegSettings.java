package slipway.media.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of everything FFmpeg does. Start with {@link #defaults()} and change single values with
 * the {@code with...} methods.
 *
 * @param path {@code ffmpeg.path}, default none: folder that holds {@code ffmpeg} and {@code
 *     ffprobe}; none means the bundle, then {@code searchPath}
 * @param searchPath {@code ffmpeg.search-path}, default {@code /usr/local/bin:/usr/bin:/bin}:
 *     folders looked through for FFmpeg when there is no bundle, and for the sandbox tools (MD-05)
 * @param useBundle {@code ffmpeg.use-bundle}, default true: whether the FFmpeg inside the jar may
 *     be unpacked and used
 * @param strongestLayer {@code ffmpeg.sandbox}, default {@code bubblewrap}: strongest sandbox layer
 *     to try; weaker ones follow when it fails its self-test
 * @param readableFolders {@code ffmpeg.readable-folders}, default none: further folders a boxed
 *     tool may read, for systems whose libraries live outside {@code /usr/lib} and {@code /lib}
 * @param addressSpaceBytes {@code ffmpeg.address-space}, default 6 GiB: address space of one tool
 * @param probeAddressSpaceBytes {@code ffmpeg.probe-address-space}, default 1 GiB: the same of a
 *     tool that only looks into a file, whose index a few bytes can make huge (REL-53); never more
 *     than {@code addressSpaceBytes}
 * @param fileBytes 64 GiB, no setting: largest single file a tool may write, whatever is expected
 * @param folderBytes 64 GiB, no setting: all that one run may write, whatever is expected
 * @param openFiles 64, no setting: file descriptors of one tool
 * @param nice 10, no setting: scheduling courtesy, 0 to 19
 * @param threads {@code ffmpeg.threads}, default 0 (one per processor): threads for each decoder,
 *     filter graph and encoder
 * @param maxPixels {@code ffmpeg.max-pixels}, default 67108864 (8192 x 8192): pixels per picture
 *     above which a file is refused (MD-13)
 * @param maxDuration {@code ffmpeg.max-duration}, default 48 h: media that claims to be longer is
 *     not worked on, for a file of some bytes can claim centuries (REL-53)
 * @param probeDeadline {@code ffmpeg.probe-deadline}, default 20 s: wall clock of one probe
 * @param transcodeDeadline {@code ffmpeg.transcode-deadline}, default 60 s: least wall clock of one
 *     transcode
 * @param transcodeDeadlineFactor {@code ffmpeg.transcode-deadline-factor}, default 30: wall clock
 *     of one transcode as a multiple of the media's duration, where that is more
 * @param stall {@code ffmpeg.stall}, default 60 s: time without any progress after which a
 *     transcode is killed, or a quarter of the media's duration where that is more, but no hour
 *     (REL-31)
 */
public record FfmpegSettings(
    Optional<Path> path,
    List<Path> searchPath,
    boolean useBundle,
    Layer strongestLayer,
    List<Path> readableFolders,
    long addressSpaceBytes,
    long probeAddressSpaceBytes,
    long fileBytes,
    long folderBytes,
    int openFiles,
    int nice,
    int threads,
    long maxPixels,
    Duration maxDuration,
    Duration probeDeadline,
    Duration transcodeDeadline,
    int transcodeDeadlineFactor,
    Duration stall) {

  private static final long GIB = 1L << 30;

  private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

  /** Checks ranges; wrong ones are an {@link IllegalArgumentException} that names the key. */
  public FfmpegSettings {
    searchPath = List.copyOf(searchPath);
    readableFolders = List.copyOf(readableFolders);
    atLeast("ffmpeg.address-space", addressSpaceBytes, 64L << 20);
    atLeast("ffmpeg.probe-address-space", probeAddressSpaceBytes, 64L << 20);
    atLeast("ffmpeg.max-file", fileBytes, 1);
    atLeast("ffmpeg.max-work-folder", folderBytes, 1);
    atLeast("ffmpeg.open-files", openFiles, 16);
    atLeast("ffmpeg.nice", nice, 0);
    atLeast("ffmpeg.nice (20 minus value)", 20L - nice, 1);
    atLeast("ffmpeg.threads", threads, 0);
    atLeast("ffmpeg.max-pixels", maxPixels, 1);
    atLeast("ffmpeg.transcode-deadline-factor", transcodeDeadlineFactor, 1);
    atLeast("ffmpeg.max-duration", maxDuration.toMillis(), 1);
    atLeast("ffmpeg.probe-deadline", probeDeadline.toMillis(), 1);
    atLeast("ffmpeg.transcode-deadline", transcodeDeadline.toMillis(), 1);
    atLeast("ffmpeg.stall", stall.toMillis(), 1);
  }

  public static FfmpegSettings defaults() {
    return new FfmpegSettings(
        Optional.empty(),
        List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin")),
        /* useBundle= */ true,
        Layer.BUBBLEWRAP,
        List.of(),
        /* addressSpaceBytes= */ 6 * GIB,
        /* probeAddressSpaceBytes= */ GIB,
        /* fileBytes= */ 64 * GIB,
        /* folderBytes= */ 64 * GIB,
        /* openFiles= */ 64,
        /* nice= */ 10,
        /* threads= */ 0,
        /* maxPixels= */ 8192L * 8192L,
        /* maxDuration= */ Duration.ofDays(2),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        /* transcodeDeadlineFactor= */ 30,
        Duration.ofSeconds(60));
  }

  public FfmpegSettings withPath(Path folder) {
    return copy(Optional.of(folder), searchPath, useBundle, strongestLayer, readableFolders, stall);
  }

  public FfmpegSettings withSearchPath(List<Path> folders) {
    return copy(path, folders, useBundle, strongestLayer, readableFolders, stall);
  }

  public FfmpegSettings withoutBundle() {
    return copy(path, searchPath, false, strongestLayer, readableFolders, stall);
  }

  public FfmpegSettings withStrongestLayer(Layer layer) {
    return copy(path, searchPath, useBundle, layer, readableFolders, stall);
  }

  public FfmpegSettings withReadableFolders(List<Path> folders) {
    return copy(path, searchPath, useBundle, strongestLayer, folders, stall);
  }

  public FfmpegSettings withStall(Duration duration) {
    return copy(path, searchPath, useBundle, strongestLayer, readableFolders, duration);
  }

  /** With so many bytes of address space for what encodes, and for what only looks. */
  public FfmpegSettings withMemory(long encoding, long looking) {
    return new FfmpegSettings(
        path,
        searchPath,
        useBundle,
        strongestLayer,
        readableFolders,
        encoding,
        looking,
        fileBytes,
        folderBytes,
        openFiles,
        nice,
        threads,
        maxPixels,
        maxDuration,
        probeDeadline,
        transcodeDeadline,
        transcodeDeadlineFactor,
        stall);
  }

  /** Limits of one look into a file that came from somebody (MD-20, REL-53). */
  public Limits probeLimits() {
    return pictureLimits().within(probeAddressSpaceBytes);
  }

  /** Limits of a run through a whole file that decodes nothing, to see how long it is (MD-18). */
  public Limits countLimits() {
    return transcodeLimits(Duration.ZERO).within(probeAddressSpaceBytes);
  }

  /** Limits of a look at the packets of so much of a file, which tells no progress (MD-20). */
  public Limits packetLimits(Duration length) {
    return limits(transcodeDeadline(length), Optional.empty()).within(probeAddressSpaceBytes);
  }

  /** Limits of making one picture, which is decoded. */
  public Limits pictureLimits() {
    return limits(probeDeadline, Optional.empty());
  }

  /** Limits of one transcode of media that plays for {@code duration} (MD-20, REL-31). */
  public Limits transcodeLimits(Duration duration) {
    // At the end ffmpeg moves a file's index to its front and is silent while it copies.
    Duration copying = duration.dividedBy(4);
    Duration silence = copying.compareTo(LONGEST_SILENCE) < 0 ? copying : LONGEST_SILENCE;
    return limits(
        transcodeDeadline(duration), Optional.of(silence.compareTo(stall) > 0 ? silence : stall));
  }

  private Duration transcodeDeadline(Duration duration) {
    Duration byLength = duration.multipliedBy(transcodeDeadlineFactor);
    return byLength.compareTo(transcodeDeadline) > 0 ? byLength : transcodeDeadline;
  }

  private Limits limits(Duration deadline, Optional<Duration> patience) {
    // CPU time may exceed wall time on many cores; it only catches what the wall clock misses.
    long processors = Runtime.getRuntime().availableProcessors();
    return new Limits(
        deadline,
        patience,
        deadline.multipliedBy(processors).plusSeconds(1),
        addressSpaceBytes,
        fileBytes,
        folderBytes,
        openFiles,
        nice,
        /* heedsReserve= */ false);
  }

  private FfmpegSettings copy(
      Optional<Path> newPath,
      List<Path> newSearchPath,
      boolean newUseBundle,
      Layer newStrongestLayer,
      List<Path> newReadableFolders,
      Duration newStall) {
    return new FfmpegSettings(
        newPath,
        newSearchPath,
        newUseBundle,
        newStrongestLayer,
        newReadableFolders,
        addressSpaceBytes,
        probeAddressSpaceBytes,
        fileBytes,
        folderBytes,
        openFiles,
        nice,
        threads,
        maxPixels,
        maxDuration,
        probeDeadline,
        transcodeDeadline,
        transcodeDeadlineFactor,
        newStall);
  }

  private static void atLeast(String key, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(key + " is " + value + " but must be at least " + least);
    }
  }
}
