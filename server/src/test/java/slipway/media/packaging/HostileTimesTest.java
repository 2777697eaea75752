package slipway.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.media.container.BytesSource;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Track;
import slipway.media.container.OddMp4;
import slipway.testing.Clips;

/** Sources of which a few bytes say that much is to be written about them at once. */
final class HostileTimesTest {
  private static final int JUMP = 0x7fffffff;

  @Test
  @DisplayName("MD-51, MD-53, REL-53: pictures that are shown hours out of order are made anew")
  void jump() throws IOException {
    byte[] file = new OddMp4(40).offsets(20, 1, JUMP).build();
    assertThat(check(file))
        .isEqualTo(
            new Packability.Transcode("The pictures are shown up to 167772.2 s out of order."));
  }

  @Test
  @DisplayName(
      "MD-53, MD-57: key frames that are shown before those in front of them are made anew")
  void backwards() throws IOException {
    assertThat(check(new OddMp4(40).offsets(20, 1, 5 * OddMp4.SECOND).build()))
        .isEqualTo(
            new Packability.Transcode(
                "The key frames are shown in another order than they are stored in."));
    assertThat(check(new OddMp4(40).build())).isInstanceOf(Packability.AsIs.class);
  }

  @Test
  @DisplayName(
      "MD-53, REL-53: more pictures and sounds than a day of both has are not watched as they are")
  void count() throws IOException {
    PackagingLimits few =
        new PackagingLimits(
            51,
            6,
            Duration.ofMillis(500),
            Duration.ofSeconds(12),
            Duration.ofDays(2),
            39,
            8_000_000);
    byte[] file = new OddMp4(40).build();
    assertThat(
            PackagingCheck.of(
                PackagedClip.parsed(new BytesSource(file)), new BytesSource(file), few))
        .isEqualTo(new Packability.Transcode("The file has more than 39 pictures and sounds."));
    // Three hours at 60 pictures a second, and a day of sound.
    assertThat(PackagingLimits.DEFAULT.maxSamples())
        .isGreaterThan(3 * 3600 * (60 + 47))
        .isGreaterThan(24 * 3600 * 47);
  }

  @Test
  @DisplayName(
      "MD-53, REL-53: of other sounds what is too late, out of order or too much is left out")
  void otherSounds() throws IOException {
    byte[] clip = Files.readAllBytes(Clips.clip("sample.mp4"));
    Mp4Movie movie = PackagedClip.parsed(new BytesSource(clip));
    Mp4Track sound = movie.audio().orElseThrow();
    int count = sound.samples().count();
    assertThat(tracks(movie, clip, sound, PackagingLimits.DEFAULT)).isEqualTo(3);
    assertThat(
            tracks(
                movie, clip, OddMp4.withOffsets(sound, count - 1, JUMP), PackagingLimits.DEFAULT))
        .isEqualTo(2);
    assertThat(tracks(movie, clip, OddMp4.withOffsets(sound, 0, JUMP), PackagingLimits.DEFAULT))
        .isEqualTo(2);
    int most = movie.video().orElseThrow().samples().count() + 2 * count - 1;
    PackagingLimits few =
        new PackagingLimits(
            51,
            6,
            Duration.ofMillis(500),
            Duration.ofSeconds(12),
            Duration.ofDays(2),
            most,
            8_000_000);
    assertThat(tracks(movie, clip, sound, few)).isEqualTo(2);
    PackagingLimits brief =
        new PackagingLimits(
            51,
            6,
            Duration.ofMillis(500),
            Duration.ofSeconds(12),
            Duration.ofMillis(Math.round(movie.duration() * 1000) + 500),
            8_000_000,
            8_000_000);
    List<Mp4Track> more = new ArrayList<>(movie.tracks());
    for (int i = 0; i < 8; i++) {
      more.add(OddMp4.numbered(sound, 100 + i));
    }
    assertThat(
            ((Packability.AsIs)
                    PackagingCheck.of(OddMp4.with(movie, more), new BytesSource(clip), brief))
                .tracks())
        .hasSizeLessThan(2 + 6);
  }

  private static int tracks(Mp4Movie movie, byte[] clip, Mp4Track other, PackagingLimits limits)
      throws IOException {
    List<Mp4Track> all = new ArrayList<>(movie.tracks());
    all.add(OddMp4.numbered(other, 99));
    return ((Packability.AsIs)
            PackagingCheck.of(OddMp4.with(movie, all), new BytesSource(clip), limits))
        .tracks()
        .size();
  }

  @Test
  @DisplayName(
      "MD-53, REL-53: a picture hours behind its sound, which one segment would have to hold, is made anew")
  void latePicture() throws IOException {
    byte[] clip = Files.readAllBytes(Clips.clip("sample.mp4"));
    Mp4Movie movie = PackagedClip.parsed(new BytesSource(clip));
    List<Mp4Track> tracks =
        movie.tracks().stream()
            .map(track ->
                track.video().isPresent()
                    ? OddMp4.withOffsets(track, 0, (int) (3600 * track.timescale()))
                    : track)
            .toList();
    assertThat(PackagingCheck.of(OddMp4.with(movie, tracks), new BytesSource(clip)))
        .isInstanceOfSatisfying(
            Packability.Transcode.class,
            found -> assertThat(found.reason()).contains("after the audio"));
    assertThat(PackagingCheck.ofTaken(OddMp4.with(movie, tracks), new BytesSource(clip)))
        .as("what is watched already goes on")
        .isInstanceOf(Packability.AsIs.class);
  }

  @Test
  @DisplayName("REL-53: no segment is written of more samples than any real one has")
  void largeSegment() throws IOException {
    byte[] file = new OddMp4(Fragment.MOST_SAMPLES + 1).build();
    Mp4Track track = PackagedClip.parsed(new BytesSource(file)).video().orElseThrow();
    Timeline timeline = new Timeline(track, 0, 0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(
            () -> new Fragment(timeline, 0, Fragment.MOST_SAMPLES + 1, _ -> true).head(1))
        .isInstanceOf(IllegalStateException.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    assertThat(new Fragment(timeline, 0, 100, _ -> true).head(1)).hasSizeGreaterThan(1_600);
  }

  @Test
  @DisplayName("MD-58: a picture for winding may stand for longer than 2^31 ticks")
  void longPicture() throws IOException {
    byte[] file = new OddMp4(3).durations(0x7fffffff).build();
    Mp4Track track = PackagedClip.parsed(new BytesSource(file)).video().orElseThrow();
    Timeline timeline = new Timeline(track, 0, 0);
    assertThat(duration(new Fragment(timeline, 0, 1, _ -> true).until(2)))
        .isEqualTo(2L * 0x7fffffff);
    assertThat(duration(new Fragment(timeline, 0, 1, _ -> true).until(3))).isEqualTo(0xffffffffL);
  }

  /** Of the only sample in its {@code trun}. */
  private static long duration(Fragment fragment) {
    ByteBuffer head = ByteBuffer.wrap(fragment.head(1));
    return head.getInt(Fragment.headBytes(0, 0) - 8) & 0xffffffffL;
  }

  @Test
  @DisplayName(
      "REL-53: a list for winding has an end, also of two days of key frames by the second")
  void keyFrames() throws IOException {
    byte[] file = new OddMp4(PackagedTrack.MOST_KEY_FRAMES * 2 + 1).build();
    Mp4Track track = PackagedClip.parsed(new BytesSource(file)).video().orElseThrow();
    TrackInput input = new TrackInput("source", "f", CheckedTrack.fromIndex(track));
    Presentation presentation = Presentation.of(List.of(input), PackagingSettings.DEFAULT);
    List<String> list = text(presentation.find("source/iframes.m3u8", Links.PLAIN).orElseThrow());
    List<String> addresses = list.stream().filter(line -> line.startsWith("i")).toList();
    assertThat(addresses).hasSizeLessThanOrEqualTo(PackagedTrack.MOST_KEY_FRAMES);
    double sum =
        list.stream()
            .filter(line -> line.startsWith("#EXTINF:"))
            .mapToDouble(line -> Double.parseDouble(line.substring(8, line.length() - 1)))
            .sum();
    assertThat(sum).isEqualTo(PackagedTrack.MOST_KEY_FRAMES * 2 + 1, within(0.001));
    for (String address : List.of(addresses.getFirst(), addresses.getLast())) {
      assertThat(presentation.find("source/" + address, Links.PLAIN)).isPresent();
    }
    assertThat(presentation.find("source/i" + addresses.size() + ".m4s", Links.PLAIN)).isEmpty();
  }

  private static List<String> text(Resource resource) {
    return StandardCharsets.UTF_8.decode(resource.head()).toString().lines().toList();
  }

  private static Packability check(byte[] file) throws IOException {
    BytesSource source = new BytesSource(file);
    return PackagingCheck.of(PackagedClip.parsed(source), source);
  }
}
