package slipway.core.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.video.Content;
import slipway.core.video.Details;
import slipway.core.video.Failure;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** Ten minutes are allowed; another video plays for thirty seconds. */
class MinutesTest {
  private static final Duration ALLOWED = Duration.ofMinutes(10);
  private static final Instant NOW = SettableClock.START;

  private final Ports ports = Ports.inMemory();
  private final Minutes minutes = new Minutes(ports.videos(), ALLOWED);

  MinutesTest() {
    ports.accounts().add(Samples.account(1));
    Video other = Samples.video(1, 9).bytesArrived(new Content(3, null), NOW);
    ports.videos().add(other.inspected(Samples.FACTS, NOW));
  }

  private Video arrived(@Nullable Duration longest) {
    Wishes wishes = Wishes.none().with(new Details(null, null, null, null, longest, null, null));
    Video video =
        Samples.video(1, 1, "a", wishes, new Source.Direct())
            .bytesArrived(new Content(3, null), NOW);
    ports.videos().add(video);
    return video;
  }

  @Test
  @DisplayName("CF-32 a video that reserved nothing must fit when its length is known")
  void nothingReserved() {
    Video video = arrived(/* longest= */ null);
    Duration left = ALLOWED.minus(Samples.FACTS.duration());

    assertThat(minutes.overrun(video, left)).isEmpty();
    assertThat(minutes.overrun(video, left.plusMillis(1)))
        .get()
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.OVER_LIMIT))
        .extracting(Failure::sentence)
        .asString()
        .startsWith(
            "Storage capacity exceeded: You have uploaded 0.50 minutes and are allocated 10"
                + " minutes.");
  }

  @Test
  @DisplayName("CF-32 what was reserved is there, even if somebody lowered the limit since")
  void reserved() {
    Video video = arrived(Duration.ofMinutes(30));

    assertThat(minutes.overrun(video, Duration.ofMinutes(30))).isEmpty();
    assertThat(minutes.overrun(video, Duration.ofMinutes(31))).isPresent();
  }

  @Test
  @DisplayName("CF-32 no limit, no look")
  void anyNumber() {
    Minutes any = new Minutes(ports.videos(), /* allowed= */ null);

    assertThat(any.overrun(arrived(null), Duration.ofDays(9))).isEmpty();
  }
}
