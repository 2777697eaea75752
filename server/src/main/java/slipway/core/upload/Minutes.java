package slipway.core.upload;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/**
 * The minutes of video that an account may store (CF-32). What is reserved and what is used are
 * both sums over the records (see {@link Video#held}), so a reservation is given back by whatever
 * makes a video known, failed or deleted, through every crash.
 */
public final class Minutes {
  private final Videos videos;
  private final @Nullable Duration allowed;

  /**
   * @param allowed for each account, {@code null} for any number
   */
  public Minutes(Videos videos, @Nullable Duration allowed) {
    this.videos = videos;
    this.allowed = allowed;
  }

  /** What each account may store; {@code null} for any number. */
  public @Nullable Duration allowed() {
    return allowed;
  }

  /**
   * Makes sure that another video finds room. Inside the transaction that adds it, after it took
   * its serial: who takes serials waits for each other, so two never count the same room.
   *
   * @param longest how long it may become, {@code null} when nobody said
   * @throws ProblemException {@link Problem.MinutesReached}
   */
  public void requireRoom(long account, @Nullable Duration longest) {
    if (allowed == null) {
      return;
    }
    Duration held = videos.held(account);
    Duration wanted = longest == null ? Duration.ofMillis(1) : longest;
    if (held.plus(wanted).compareTo(allowed) > 0) {
      throw new ProblemException(new Problem.MinutesReached(held, allowed));
    }
  }

  /**
   * Looks again when a video's length is known: one for which nobody said how long it may become
   * has reserved nothing. Inside the transaction that keeps the length; who asks waits for others
   * who do.
   *
   * @param video as it was while its length was not known
   * @return why it cannot stay
   */
  public Optional<Failure> overrun(Video video, Duration length) {
    Duration reserved = video.held();
    if (allowed == null || length.compareTo(reserved) <= 0) {
      return Optional.empty();
    }
    Duration others = videos.held(video.account()).minus(reserved);
    return others.plus(length).compareTo(allowed) > 0
        ? Optional.of(Failure.overMinutes(others, allowed))
        : Optional.empty();
  }
}
