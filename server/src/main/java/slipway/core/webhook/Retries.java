package slipway.core.webhook;

import java.time.Duration;
import java.util.List;

/** The waits between attempts that the house offers its dialects. */
public final class Retries {
  /** Ten attempts within about three days, as Standard Webhooks 1.0.0 lists them. */
  public static final List<Duration> FOR_DAYS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  /** One attempt and no more (GC-184). */
  public static final List<Duration> NONE = List.of();

  private Retries() {}
}
