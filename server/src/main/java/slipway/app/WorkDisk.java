package slipway.app;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.storage.FullDisk;

/** Where FFmpeg lies and works. It may be another disk than that of the bytes. */
final class WorkDisk {
  private WorkDisk() {}

  /** The folder that FFmpeg works in. */
  static Path of(Path data) {
    return data.resolve("work");
  }

  /**
   * Looks for FFmpeg.
   *
   * @throws IOException with a sentence for the operator when only the disk is in the way
   */
  static FfmpegState ffmpeg(ServerSettings settings, Path data) throws IOException {
    Path work = of(data);
    return unlessFull(
        Ffmpeg.find(
            settings.media().ffmpeg(),
            data.resolve("ffmpeg"),
            work,
            settings.stores().roomFor(work)),
        data);
  }

  /**
   * What came of looking for it on another thread.
   *
   * @throws IOException with a sentence for the operator when only the disk is in the way
   */
  static FfmpegState found(Future<FfmpegState> search) throws IOException {
    try {
      return search.get();
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(failed);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while FFmpeg was looked for");
    }
  }

  /**
   * It is looked for only now. A server that went on without it would not find it when there is
   * room again, and whatever has to be encoded would wait for the next start.
   */
  static FfmpegState unlessFull(FfmpegState state, Path data) throws IOException {
    Optional<IOException> full = full(state);
    if (full.isPresent()) {
      throw new IOException(
          sentence(data) + "; make some room (about 100 MB are needed) and start again",
          full.get());
    }
    return state;
  }

  /** What the disk said, where only that it is full keeps FFmpeg away. */
  static Optional<IOException> full(FfmpegState state) {
    return state instanceof FfmpegState.Absent(_, Optional<IOException> hindrance)
        ? hindrance.filter(FullDisk::is)
        : Optional.empty();
  }

  /** For the operator. */
  static String sentence(Path data) {
    return "the disk of the data folder "
        + data
        + " is full, and FFmpeg cannot be unpacked or tried there";
  }
}
