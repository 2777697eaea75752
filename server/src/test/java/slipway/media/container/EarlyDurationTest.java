package slipway.media.container;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.media.container.TinyMp4.box;
import static slipway.media.container.TinyMp4.full;
import static slipway.media.container.TinyMp4.ints;
import static slipway.media.container.TinyMp4.join;
import static slipway.media.container.TinyMp4.longs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.testing.Clips;

/** MD-18 as far as it can be known before the last byte. */
final class EarlyDurationTest {
  private static final byte[] FTYP = box("ftyp", ints(0x69736f6d, 0));

  private final EarlyDuration early = new EarlyDuration();

  /** What is told when the bytes come in pieces of that size. */
  private Optional<Duration> told(byte[] file, int piece) {
    Optional<Duration> told = Optional.empty();
    for (int at = 0; at < file.length; at += piece) {
      ByteBuffer bytes = ByteBuffer.wrap(file, at, Math.min(piece, file.length - at));
      Optional<Duration> found = early.see(bytes);
      assertThat(bytes.position()).isEqualTo(at);
      assertThat(told.isPresent() && found.isPresent()).isFalse();
      told = told.or(() -> found);
    }
    return told;
  }

  private static byte[] version0(int scale, int units) {
    return box("moov", full("mvhd", 0, join(ints(0, 0, scale, units), new byte[80])));
  }

  /** A track as far as it matters here. */
  private static byte[] track(String kind, byte[]... edits) {
    byte[] handler = join(ints(0), kind.getBytes(StandardCharsets.US_ASCII), new byte[20]);
    return box(
        "trak",
        box("tkhd", new byte[84]),
        join(edits),
        box("mdia", full("hdlr", 0, handler), box("minf", new byte[50])));
  }

  private static byte[] edits(int... durationsAndTimes) {
    byte[] entries = new byte[0];
    for (int i = 0; i < durationsAndTimes.length; i += 2) {
      entries = join(entries, ints(durationsAndTimes[i], durationsAndTimes[i + 1], 0x10000));
    }
    return box("edts", full("elst", 0, join(ints(durationsAndTimes.length / 2), entries)));
  }

  private static byte[] wideEdits(long duration, long time) {
    return box("edts", full("elst", 0x01000000, join(ints(1), longs(duration, time), ints(0))));
  }

  private static byte[] movie(byte[]... tracks) {
    byte[] header = full("mvhd", 0, join(ints(0, 0, 1000, 40_000), new byte[80]));
    return join(FTYP, box("moov", header, join(tracks)), box("mdat", new byte[100]));
  }

  @ParameterizedTest
  @DisplayName("MD-18: what picture and sound both wait for is no playing time")
  @CsvSource({"1", "13", "65536"})
  void commonWait(int piece) {
    byte[] ten = edits(4_000, -1, 6_000, -1, 30_000, 0);
    assertThat(told(movie(track("soun", ten), track("vide", ten)), piece))
        .contains(Duration.ofSeconds(30));
  }

  @Test
  @DisplayName("MD-18: of different waits the shorter one counts, and none of other tracks")
  void leastWait() {
    byte[] ten = edits(10_000, -1, 30_000, 0);
    assertThat(told(movie(track("vide", ten), track("soun", wideEdits(5_000, -1))), 50))
        .contains(Duration.ofSeconds(35));
    assertThat(seen(movie(track("vide", ten), track("soun", edits(30_000, 512)))))
        .contains(Duration.ofSeconds(40));
    assertThat(seen(movie(track("text"), track("vide", ten)))).contains(Duration.ofSeconds(30));
    assertThat(seen(movie(track("vide", ten), track("soun")))).contains(Duration.ofSeconds(40));
    assertThat(seen(movie(track("vide", edits(50_000, -1))))).contains(Duration.ZERO);
  }

  @Test
  @DisplayName("a track that waits for nothing tells it before the rest of the index is here")
  void withoutWait_isToldEarly() {
    byte[] file = movie(track("vide"), track("soun"));
    byte[] first = Arrays.copyOf(file, file.length - 108 - track("soun").length);

    assertThat(seen(Arrays.copyOf(first, first.length - 1))).isEmpty();
    assertThat(seen(first)).contains(Duration.ofSeconds(40));
  }

  @Test
  @DisplayName("many empty edits, and boxes that are longer than theirs: nothing is told")
  void oddTracks() {
    byte[] many = edits(1, -1, 1, -1, 1, -1, 1, -1, 1, -1);
    assertThat(seen(movie(track("vide", many)))).isEmpty();
    byte[] longer = track("vide");
    longer[3]--;
    assertThat(seen(movie(longer))).isEmpty();
  }

  private static Optional<Duration> seen(byte[] file) {
    return new EarlyDuration().see(ByteBuffer.wrap(file));
  }

  private static byte[] version1(int scale, long units) {
    byte[] times = longs(0, 0);
    return box(
        "moov", full("mvhd", 0x01000000, join(times, ints(scale), longs(units), new byte[80])));
  }

  @ParameterizedTest
  @DisplayName("real files say it with their index, in pieces of any size")
  @CsvSource({"1", "7", "65536"})
  void realFile(int piece) throws IOException {
    byte[] file = Files.readAllBytes(Clips.clip("sample.mp4"));
    Mp4Movie movie = ((Mp4Reading.Parsed) Mp4Index.read(new BytesSource(file))).movie();

    int index = (int) (movie.indexPosition() + movie.indexBytes());
    Optional<Duration> told = told(Arrays.copyOf(file, index), piece);

    assertThat(movie.indexFirst()).isTrue();
    assertThat(told.orElseThrow())
        .isCloseTo(Duration.ofMillis(Math.round(movie.duration() * 1000)), Duration.ofMillis(50));
    assertThat(early.isDecided()).isTrue();
  }

  @Test
  @DisplayName("both versions of the movie header, behind large and empty boxes")
  void bothVersions() {
    byte[] large = join(ints(1), "free".getBytes(StandardCharsets.US_ASCII));
    byte[] free = join(large, longs(1016), new byte[1000]);

    assertThat(told(join(FTYP, free, box("free"), version0(1000, 61_500)), 3))
        .contains(Duration.ofMillis(61_500));
    assertThat(new EarlyDuration().see(ByteBuffer.wrap(join(FTYP, version1(90_000, 1L << 40)))))
        .contains(Duration.ofNanos(Math.round((1L << 40) / 90_000.0 * 1e9)));
  }

  @Test
  @DisplayName("unsigned numbers are not negative, and no number is too large")
  void largeNumbers() {
    assertThat(told(join(FTYP, version0(1, -2)), 50)).contains(Duration.ofSeconds(1_000_000_000));
    assertThat(new EarlyDuration().see(ByteBuffer.wrap(join(FTYP, version1(1, -2)))))
        .contains(Duration.ofSeconds(1_000_000_000));
  }

  @ParameterizedTest
  @DisplayName("an unknown duration, fragments, no time scale: nothing is told")
  @CsvSource({"1000, 0", "1000, -1", "0, 5"})
  void unknown(int scale, int units) {
    assertThat(told(join(FTYP, version0(scale, units)), 11)).isEmpty();
    assertThat(early.isDecided()).isTrue();
  }

  @Test
  @DisplayName("media before the index, no MP4, boxes without end: decided at once")
  void otherFiles() {
    assertThat(told(join(FTYP, box("mdat", new byte[5]), version0(1, 100)), 9)).isEmpty();
    assertThat(new EarlyDuration().see(ByteBuffer.wrap(new byte[100]))).isEmpty();
    EarlyDuration noise = new EarlyDuration();
    assertThat(noise.see(ByteBuffer.wrap(ints(0x1A45DFA3, 0x01020304)))).isEmpty();
    assertThat(noise.isDecided()).isTrue();
    EarlyDuration many = new EarlyDuration();
    for (int i = 0; i < 100; i++) {
      assertThat(many.see(ByteBuffer.wrap(box("free")))).isEmpty();
    }
    assertThat(many.isDecided()).isTrue();
  }
}
