package slipway.playback;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.http.Content;
import slipway.http.Query;
import slipway.http.Response;

/**
 * Sends no faster than asked for: {@code ?speed=500K&buffer=10M} (GC-139), in bytes a second and
 * bytes that come before at full speed, where K and M are 1,024 and its square.
 *
 * @param speed bytes a second
 * @param buffer bytes at the beginning of each answer that are not held back
 */
record Paced(long speed, long buffer) {
  private static final Pattern AMOUNT = Pattern.compile("([1-9][0-9]{0,9})([kKmM]?)");

  /** Several times a second, so that it looks like a slow line and not like a broken one. */
  private static final int STEPS_PER_SECOND = 8;

  /** Anybody may ask, and whoever is served slowly holds files open for long. */
  private static final long SLOWEST = 16 << 10;

  private static final int LARGEST_STEP = 64 << 10;
  private static final long SECOND = 1_000_000_000;

  /** Time as it passes; another one in tests. */
  interface Time {
    long nanos();

    void sleep(long nanos) throws InterruptedException;

    static Time of(LongSupplier nanos) {
      return new Time() {
        @Override
        public long nanos() {
          return nanos.getAsLong();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
          Thread.sleep(Duration.ofNanos(nanos));
        }
      };
    }
  }

  /** What a query asks for; empty where nothing is held back, also when it cannot be read. */
  static Optional<Paced> of(Query query) {
    long speed = amount(query.first("speed"));
    return speed == 0
        ? Optional.empty()
        : Optional.of(new Paced(Math.max(speed, SLOWEST), amount(query.first("buffer"))));
  }

  private static long amount(Optional<String> text) {
    Matcher amount = AMOUNT.matcher(text.orElse(""));
    if (!amount.matches()) {
      return 0;
    }
    int shift =
        switch (amount.group(2)) {
          case "k", "K" -> 10;
          case "m", "M" -> 20;
          default -> 0;
        };
    return Long.parseLong(amount.group(1)) << shift;
  }

  /** The same answer, sent slowly. */
  Response slow(Response response, Time time) {
    Content.Stream whole =
        switch (response.content()) {
          case Content.Parts parts ->
              new Content.Stream(
                  out -> Making.copy(parts.parts(), out), parts.length(), parts.release());
          case Content.Stream stream -> stream;
        };
    if (whole.length() <= buffer || response.status() >= 300) {
      return response;
    }
    return response.withContent(
        new Content.Stream(
            out -> whole.writer().writeTo(new Slow(out, time)), whole.length(), whole.release()));
  }

  private final class Slow extends OutputStream {
    private final OutputStream out;
    private final Time time;
    private final int step = Math.clamp(speed / STEPS_PER_SECOND, 1, LARGEST_STEP);
    private long sent;
    private long since;

    Slow(OutputStream out, Time time) {
      this.out = out;
      this.time = time;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      int at = offset;
      int end = offset + count;
      while (at < end) {
        int next = Math.min(step, end - at);
        awaitTurn();
        out.write(bytes, at, next);
        out.flush();
        at += next;
        sent += next;
      }
    }

    /** So that after each step no more has been sent than the time that passed allows. */
    private void awaitTurn() throws IOException {
      if (sent < buffer) {
        return;
      }
      long now = time.nanos();
      if (since == 0) {
        since = now == 0 ? 1 : now;
      }
      long due = since + (long) ((double) (sent - buffer) / speed * SECOND);
      if (due > now) {
        try {
          time.sleep(due - now);
        } catch (InterruptedException stopping) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("stopped");
        }
      }
    }
  }
}
