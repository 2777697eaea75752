package slipway.core.upload;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Work;

/**
 * What the holder of one ticket may bring in parts: together no more than the ticket lets one file
 * have, and not any number of them (REL-82). A ticket is given to strangers; without a bound one of
 * them could fill the disk, and use up what the account may have open. Methods are called inside a
 * transaction.
 */
final class TicketParts {
  /** Clients make as many as they have connections, some dozens at the very most. */
  static final int MOST = 100;

  /**
   * A part to which nothing came for so long may be left of an earlier attempt, and makes way when
   * there is no room: at the same ticket another file starts over, too (LP-61).
   */
  private static final Duration STILL = Duration.ofMinutes(10);

  private static final Duration LATER = Duration.ofMinutes(1);

  private final Uploads uploads;
  private final Parts parts;
  private final Work work;
  private final UploadSettings settings;

  TicketParts(Uploads uploads, Parts parts, Work work, UploadSettings settings) {
    this.uploads = uploads;
    this.parts = parts;
    this.work = work;
    this.settings = settings;
  }

  /**
   * Makes sure that another part may be made with a ticket.
   *
   * @param upload of the ticket
   * @param length of the part, {@code null} while unknown
   * @return the limits of the part, which are those of the ticket
   * @throws ProblemException {@link Problem.TooLarge} when they are more together than one file may
   *     have, {@link Problem.OverQuota} when there are too many
   */
  Limits requireRoom(Upload upload, @Nullable Long length, Instant now) {
    // As it is now, and whoever does the same waits (PostgreSQL), so that both are counted.
    Limits limits = uploads.byId(upload.id()).orElse(upload).limits();
    long most = limits.bytesWithin(settings.maxBytes());
    UploadBounds.requireWithin(most, length);
    long needed = length == null ? 0 : length;
    List<Upload> others = new ArrayList<>(uploads.madeWithTicketOf(upload.id()));
    for (Upload other : List.copyOf(others)) {
      if (others.size() < MOST && needed <= most - sum(others)) {
        break;
      }
      if (makesWay(other, now)) {
        uploads.update(other.expired(now));
        work.erase(other.video());
        others.remove(other);
      }
    }
    if (needed > most - sum(others)) {
      throw new ProblemException(new Problem.TooLarge(most));
    }
    if (others.size() >= MOST) {
      throw new ProblemException(
          new Problem.OverQuota("too many parts of one upload at the same time", LATER));
    }
    return limits;
  }

  /** Lets the lengths of a ticket's parts become known one after the other; in a transaction. */
  void lock(Upload part) {
    String ticketed = part.birth().ticketOf();
    if (ticketed != null) {
      uploads.byId(ticketed);
    }
  }

  /**
   * Up to which length a part may grow beside the others of its ticket; no bound for one that was
   * made with a key.
   */
  long end(Upload part) {
    String ticketed = part.birth().ticketOf();
    if (ticketed == null) {
      return Long.MAX_VALUE;
    }
    long most = part.limits().bytesWithin(settings.maxBytes());
    List<Upload> others =
        uploads.madeWithTicketOf(ticketed).stream()
            .filter(other -> !other.id().equals(part.id()))
            .toList();
    return Math.max(0, most - sum(others));
  }

  /** The owner lets the ticket go less far, or further, and its parts with it. */
  static void limit(
      Uploads uploads, Upload upload, @Nullable Duration longest, @Nullable Instant until) {
    uploads
        .madeWithTicketOf(upload.id())
        .forEach(part -> uploads.update(part.limited(longest, until)));
  }

  private boolean makesWay(Upload part, Instant now) {
    // One whose whole was made is here still only if the file would not do (GC-56).
    boolean left = part.inWhole() || part.touchedAt().plus(STILL).isBefore(now);
    return left && !parts.isNeeded(part);
  }

  private static long sum(List<Upload> parts) {
    long sum = 0;
    for (Upload part : parts) {
      Long length = part.length();
      sum += length == null ? part.offset() : length;
    }
    return sum;
  }
}
