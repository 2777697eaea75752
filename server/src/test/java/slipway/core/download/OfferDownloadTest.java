package slipway.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Content;
import slipway.core.video.Video;
import slipway.testing.DirectTransactions;
import slipway.testing.InMemoryDownloads;
import slipway.testing.InMemoryVideos;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

class OfferDownloadTest {
  private final InMemoryVideos videos = new InMemoryVideos();
  private final SettableClock clock = new SettableClock();
  private final OfferDownload offer =
      new OfferDownload(videos, new InMemoryDownloads(), new DirectTransactions(), clock);

  private static Video ready(long serial) {
    return Samples.video(1, serial)
        .bytesArrived(new Content(1, null), SettableClock.START)
        .inspected(Samples.FACTS, SettableClock.START)
        .ready(SettableClock.START);
  }

  @Test
  @DisplayName("CF-130 offering twice is offering once")
  void idempotent() {
    Video video = ready(1);
    videos.add(video);
    Download first = offer.offer(video.id(), Download.Kind.WHOLE);
    assertThat(offer.offer(video.id(), Download.Kind.WHOLE)).isEqualTo(first);
    assertThat(offer.of(video.id())).containsExactly(first);
  }

  @Test
  @DisplayName("CF-130 what is not ready, or has no sound, cannot be offered")
  void notReady() {
    Video early = Samples.video(1, 1);
    videos.add(early);
    assertThat(problem(() -> offer.offer(early.id(), Download.Kind.WHOLE)))
        .isInstanceOf(Problem.WrongState.class);
    Video gone = ready(2).deleted(SettableClock.START);
    videos.add(gone);
    assertThat(problem(() -> offer.offer(gone.id(), Download.Kind.WHOLE)))
        .isInstanceOf(Problem.NotFound.class);
  }

  @Test
  @DisplayName("CF-132 an offer is taken back once")
  void withdrawn() {
    Video video = ready(1);
    videos.add(video);
    offer.offer(video.id(), Download.Kind.SOUND);
    offer.withdraw(video.id(), Download.Kind.SOUND);
    assertThat(offer.of(video.id())).isEmpty();
    assertThat(problem(() -> offer.withdraw(video.id(), Download.Kind.SOUND)))
        .isInstanceOf(Problem.NotFound.class);
  }

  private static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    ProblemException[] thrown = new ProblemException[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ProblemException.class, failure -> thrown[0] = failure);
    return thrown[0].problem();
  }
}
