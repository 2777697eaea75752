package slipway.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.core.webhook.Attempt;
import slipway.outgoing.Answer;
import slipway.outgoing.Call;
import slipway.outgoing.Limits;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingException;

/** Carries one message out through the guarded client. Safe for any thread. */
final class Messenger {
  /** An answer that says that it is longer is none. */
  private static final int LONGEST = 1 << 20;

  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private final Outgoing outgoing;
  private final InstantSource clock;
  private final Duration patience;
  private final int kept;

  /**
   * @param patience for one attempt as a whole
   * @param kept so many bytes of an answer are read; the rest is of no interest
   */
  Messenger(Outgoing outgoing, InstantSource clock, Duration patience, int kept) {
    this.outgoing = outgoing;
    this.clock = clock;
    this.patience = patience;
    this.kept = kept;
  }

  /** Tells the address itself; a redirect is an answer (REL-72). */
  Telling tell(String url, Map<String, String> headers, String body) {
    return tell(Call.post(url, body, new Limits(patience, LONGEST)), headers);
  }

  /** Asks whoever answers for the address, also where it has moved to. */
  Telling ask(String url, Map<String, String> headers, String body) {
    return tell(Call.post(url, body, new Limits(patience, LONGEST)).moving(), headers);
  }

  private Telling tell(Call bare, Map<String, String> headers) {
    long began = System.nanoTime();
    Call call = bare;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      call = call.with(header.getKey(), header.getValue());
    }
    try (Answer answer = outgoing.send(call)) {
      int status = answer.status();
      String start = start(answer);
      return new Telling(
          since(began),
          new Attempt.Came(status, start),
          /* error= */ null,
          answer.header("Retry-After").flatMap(this::wait));
    } catch (OutgoingException failure) {
      String message = failure.getMessage();
      return new Telling(
          since(began),
          /* answer= */ null,
          message == null ? "The address could not be reached." : message,
          Optional.empty());
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  /** What the answer begins with; one that breaks off has said enough by its status. */
  private String start(Answer answer) {
    byte[] start = new byte[kept];
    int length = 0;
    try {
      while (length < kept) {
        byte[] piece = new byte[kept - length];
        int count = answer.read(piece);
        if (count < 0) {
          break;
        }
        System.arraycopy(piece, 0, start, length, count);
        length += count;
      }
    } catch (OutgoingException brokenOff) {
      // Whatever came before counts.
    }
    return Base64.getEncoder().encodeToString(Arrays.copyOf(start, length));
  }

  /** Seconds or a date (RFC 9110 section 10.2.3), at most a day. */
  private Optional<Duration> wait(String retryAfter) {
    String text = retryAfter.strip();
    try {
      Duration wait =
          SECONDS.matcher(text).matches()
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return Optional.of(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait)
          .filter(duration -> !duration.isNegative());
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }
}
