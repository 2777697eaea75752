package slipway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testing.faults.FrailDisk;

/** Finding an FFmpeg, with tools that only pretend. */
@Tag("ffmpeg")
final class FfmpegTest {
  private static final String GOOD =
      "case $1 in -version) echo ffmpeg version 7.7.7 Copyright;;"
          + " *) echo ' V....D libx264  H.264'; echo ' A....D aac  AAC';; esac";

  @TempDir Path temporary;

  private FfmpegState find(FfmpegSettings settings) {
    return Ffmpeg.find(
        settings.withStrongestLayer(Layer.LIMITS),
        temporary.resolve("home"),
        temporary.resolve("scratch"));
  }

  private FfmpegSettings withoutBundle() {
    return FfmpegSettings.defaults().withoutBundle();
  }

  private static Ffmpeg present(FfmpegState state) {
    assertThat(state).isInstanceOf(FfmpegState.Present.class);
    return ((FfmpegState.Present) state).ffmpeg();
  }

  @Test
  @DisplayName("MD-05: the configured folder comes first")
  void configured() throws IOException {
    Path tools = FakeTools.write(temporary.resolve("tools"), GOOD);
    Ffmpeg ffmpeg = present(find(FfmpegSettings.defaults().withPath(tools)));
    assertThat(ffmpeg.origin()).isEqualTo(Ffmpeg.Origin.CONFIGURED);
    assertThat(ffmpeg.version()).isEqualTo("7.7.7");
    assertThat(ffmpeg.encoders()).containsExactlyInAnyOrder("libx264", "aac");
    assertThat(ffmpeg.missingEncoders()).isEmpty();
  }

  @Test
  @DisplayName("MD-05: a configured folder that is broken is named, and the next place is tried")
  void brokenConfigured() throws IOException {
    Path broken = FakeTools.write(temporary.resolve("broken"), "echo no such luck >&2; exit 7");
    Path good = FakeTools.write(temporary.resolve("good"), GOOD);
    List<Path> searchPath =
        List.of(temporary.resolve("nowhere"), good, Path.of("/usr/bin"), Path.of("/bin"));
    Ffmpeg ffmpeg = present(find(withoutBundle().withPath(broken).withSearchPath(searchPath)));
    assertThat(ffmpeg.origin()).isEqualTo(Ffmpeg.Origin.SEARCH_PATH);
    assertThat(ffmpeg.notes())
        .anySatisfy(
            note -> assertThat(note).contains("broken/ffmpeg", "exit code 7", "no such luck"));
  }

  @Test
  @DisplayName("MD-05: missing encoders are named")
  void missingEncoders() throws IOException {
    Path tools = FakeTools.write(temporary.resolve("tools"), "echo ffmpeg version n7 x");
    assertThat(present(find(withoutBundle().withPath(tools))).missingEncoders())
        .containsExactly("libx264", "aac");
  }

  @Test
  @DisplayName("MD-05: without any FFmpeg there is a state with reasons, and no exception")
  void absent() throws IOException {
    Path scratch = Files.createDirectories(temporary.resolve("scratch/run-left-over/deep"));
    FfmpegState state =
        find(withoutBundle().withPath(temporary).withSearchPath(List.of(temporary)));
    assertThat(state).isInstanceOf(FfmpegState.Absent.class);
    assertThat(((FfmpegState.Absent) state).reasons())
        .anySatisfy(reason -> assertThat(reason).contains("no ffmpeg that can be run"))
        .anySatisfy(reason -> assertThat(reason).contains("bundle: switched off"));
    assertThat(scratch).doesNotExist(); // MD-20: leftovers of an earlier life are gone
  }

  @Test
  @DisplayName(
      "MD-05, REL-13: what lies there is found where nothing can be written, as on a full disk")
  void fullDisk() throws IOException {
    Path tools = FakeTools.write(temporary.resolve("tools"), GOOD);
    Path home = temporary.resolve("home");
    FfmpegSettings settings = withoutBundle().withPath(tools).withStrongestLayer(Layer.LIMITS);
    Path neverMade = Path.of("/proc"); // there, and nobody can make anything in it
    assertThat(Ffmpeg.find(settings, home, neverMade)).isInstanceOf(FfmpegState.Present.class);
  }

  @Test
  @DisplayName("REL-13: a disk that was in the way of unpacking is told apart")
  void fullDiskInTheWay() {
    FrailDisk disk = new FrailDisk();
    disk.full();
    FfmpegSettings settings =
        FfmpegSettings.defaults().withSearchPath(List.of()).withStrongestLayer(Layer.BARE);
    FfmpegState state =
        Ffmpeg.find(settings, disk.root().resolve("ffmpeg"), temporary.resolve("scratch"));
    assertThat(state).isInstanceOf(FfmpegState.Absent.class);
    assertThat(((FfmpegState.Absent) state).hindrance())
        .hasValueSatisfying(cause -> assertThat(cause).hasMessage("No space left on device"));
  }

  @Test
  @DisplayName("MD-21, REL-54: a layer that is not possible is passed over and named")
  void weakerLayer() throws IOException {
    Path tools = FakeTools.write(temporary.resolve("tools"), GOOD);
    FfmpegSettings settings =
        withoutBundle().withPath(tools).withSearchPath(List.of(temporary.resolve("nowhere")));
    Ffmpeg ffmpeg = present(find(settings));
    assertThat(ffmpeg.box().layer()).isEqualTo(Layer.BARE);
    assertThat(ffmpeg.notes()).anySatisfy(note -> assertThat(note).contains("LIMITS"));
  }
}
