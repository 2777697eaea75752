package slipway.media.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.testing.LateFragments;

/** Fragments whose times do not begin at 0, of which ffprobe tells when they end. */
@Tag("ffmpeg")
final class FragmentLengthsTest {
  private static final String PICTURE = "-f lavfi -i testsrc2=size=64x36:rate=5:duration=10";
  private static final String SOUND = " -f lavfi -i sine=duration=10";
  private static final String FRAGMENTS = " -movflags frag_keyframe+empty_moov+default_base_moof";
  private static final String ENCODED = " -g 5 -c:v mpeg4 -c:a aac";

  /** Sound comes in frames, and begins with one that is not heard. */
  private static final double A_LITTLE = 0.05;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {0, 2, 3600, 1_700_000_000L})
  @DisplayName("MD-18, MD-43: fragments and their tracks are as long as what is in them")
  void lengths(long begin) throws Exception {
    MediaFacts plain = probed(make("plain.mp4", PICTURE + SOUND + ENCODED));
    Path late = make("late.mp4", PICTURE + SOUND + ENCODED + FRAGMENTS);
    LateFragments.move(late, begin, begin);
    MediaFacts facts = probed(late);
    assertThat(seconds(facts.start())).isCloseTo((double) begin, within(A_LITTLE));
    assertThat(seconds(facts.duration())).isCloseTo(10, within(A_LITTLE));
    Track.Video video = facts.video().orElseThrow();
    assertThat(seconds(video.duration().orElseThrow())).isCloseTo(10, within(A_LITTLE));
    assertThat(video.rate().orElseThrow().value()).isCloseTo(5, within(0.05));
    assertThat(seconds(facts.audio().orElseThrow().duration().orElseThrow()))
        .isCloseTo(10, within(A_LITTLE));
    // Rungs take no more bits than their source. Fragments take some themselves.
    double rate = plain.bitRate().orElseThrow();
    assertThat((double) facts.bitRate().orElseThrow()).isBetween(rate, 1.5 * rate);
    double pictures = plain.video().orElseThrow().bitRate().orElseThrow();
    assertThat((double) video.bitRate().orElseThrow()).isCloseTo(pictures, within(0.1 * pictures));
  }

  @Test
  @DisplayName("MD-18, CF-37: a track that begins when the other one ends makes the file longer")
  void oneAfterTheOther() throws Exception {
    Path relay = make("relay.mp4", PICTURE + SOUND + ENCODED + FRAGMENTS);
    LateFragments.move(relay, 3600, 3610);
    MediaFacts facts = probed(relay);
    assertThat(seconds(facts.duration())).isCloseTo(20, within(A_LITTLE));
    assertThat(seconds(facts.video().orElseThrow().duration().orElseThrow()))
        .isCloseTo(10, within(A_LITTLE));
    Track.Audio audio = facts.audio().orElseThrow();
    assertThat(seconds(audio.start().orElseThrow())).isCloseTo(3610, within(A_LITTLE));
    assertThat(seconds(audio.duration().orElseThrow())).isCloseTo(10, within(A_LITTLE));
  }

  @Test
  @DisplayName("MD-18: and what really is too long is refused, wherever it begins")
  void tooLong() throws Exception {
    String days = "-f lavfi -i testsrc2=size=64x36:rate=1/86400:duration=%d -c:v libx264 -bf 0";
    Path two = make("two.mp4", days.formatted(172_800) + FRAGMENTS);
    LateFragments.move(two, 3600);
    assertThat(probe(two)).isInstanceOf(ProbeResult.Probed.class);
    Path three = make("three.mp4", days.formatted(259_200) + FRAGMENTS);
    LateFragments.move(three, 3600);
    assertThat(probe(three))
        .isInstanceOfSatisfying(
            ProbeResult.Unreadable.class,
            found -> assertThat(found.cause()).contains("it plays for 72 hours"));
  }

  private static MediaFacts probed(Path film) {
    ProbeResult found = probe(film);
    assertThat(found).isInstanceOf(ProbeResult.Probed.class);
    return ((ProbeResult.Probed) found).facts();
  }

  private static ProbeResult probe(Path film) {
    return new Prober(RealFfmpeg.inStrongestLayer()).probe(film, Container.ISO_BMFF);
  }

  private Path make(String name, String arguments) throws Exception {
    return RealFfmpeg.generate(folder.toRealPath().resolve(name), arguments);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
