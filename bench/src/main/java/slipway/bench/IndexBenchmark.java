package slipway.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Movie;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.Presentation;

/**
 * What a video costs between its last byte and its first picture, step by step and together
 * (MD-63). The files are made by the rig {@code index} and lie in the page cache.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class IndexBenchmark {

  /** A file and what each step makes of it. */
  @State(Scope.Benchmark)
  public static class Stage {
    /** The file; given on the command line. */
    @Param("")
    public String file;

    private FileByteSource source;
    private Clip clip;
    private Mp4Movie movie;
    private List<CheckedTrack> tracks;
    private Presentation presentation;

    /** Takes all steps once. */
    @Setup
    public void open() throws IOException {
      source = FileByteSource.open(Path.of(file));
      clip = Clip.of(source);
      movie = clip.index();
      tracks = clip.check(movie);
      presentation = Clip.present(tracks);
    }

    /** Closes the file. */
    @TearDown
    public void close() throws IOException {
      source.close();
    }
  }

  /** Reads the index. */
  @Benchmark
  public Mp4Movie index(Stage stage) throws IOException {
    return stage.clip.index();
  }

  /** Asks whether it can be packaged as it is; looks into every key frame. */
  @Benchmark
  public List<CheckedTrack> check(Stage stage) throws IOException {
    return stage.clip.check(stage.movie);
  }

  /** Cuts it into segments and writes the playlists. */
  @Benchmark
  public long playlists(Stage stage) {
    return Clip.playlists(Clip.present(stage.tracks));
  }

  /** All of it, from the file to the playlists. */
  @Benchmark
  public long together(Stage stage) throws IOException {
    return Clip.playlists(Clip.present(stage.clip.check(stage.clip.index())));
  }

  /** The first segment with its payload. */
  @Benchmark
  public ByteBuffer segment(Stage stage) throws IOException {
    return stage.clip.firstSegment(stage.presentation);
  }
}
