package slipway.core.upload;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/**
 * How many bytes an upload may come to: what its ticket, the house, the account's storage and the
 * disk let it. Safe for any thread.
 */
public final class UploadBounds {
  private final Uploads uploads;
  private final Transactions transactions;
  private final UploadSettings settings;
  private final Allowance allowance;
  private final TicketParts ticketParts;

  UploadBounds(
      Uploads uploads,
      Transactions transactions,
      UploadSettings settings,
      Allowance allowance,
      TicketParts ticketParts) {
    this.uploads = uploads;
    this.transactions = transactions;
    this.settings = settings;
    this.allowance = allowance;
    this.ticketParts = ticketParts;
  }

  /** The largest file that an upload may become. */
  public long mostBytes(Upload upload) {
    return upload.limits().bytesWithin(settings.maxBytes());
  }

  /**
   * The most bytes that an upload may come to: its length, or, while that is unknown, what its
   * ticket and the house allow.
   */
  public long limit(Upload upload) {
    Long length = upload.length();
    return length == null ? limitFor(upload.limits()) : length;
  }

  /** The largest file that a ticket with these limits can bring. */
  public long limitFor(Limits limits) {
    return limits.bytesWithin(settings.maxBytes());
  }

  /**
   * Up to where an upload of unknown length may grow before the account's storage is used up; no
   * bound for others, which have reserved what they need. Changes while other uploads run.
   */
  public long quotaEnd(Upload upload) {
    return upload.length() == null ? transactions.run(() -> allowance.end(upload)) : Long.MAX_VALUE;
  }

  /**
   * As {@link #quotaEnd}, or before what the disk has promised to others is used up, or what other
   * parts of the same ticket leave, if that comes first.
   */
  public long roomEnd(Upload upload) {
    return upload.length() == null
        ? transactions.run(() -> Math.min(allowance.roomEnd(upload), ticketParts.end(upload)))
        : Long.MAX_VALUE;
  }

  /**
   * What to say to bytes beyond {@link #roomEnd} (TUS-186).
   *
   * @param upload with the offset it has come to
   */
  public ProblemException usedUp(Upload upload) {
    return transactions.run(() ->
        ticketParts.end(upload) <= upload.offset()
            ? new ProblemException(new Problem.TooLarge(mostBytes(upload)))
            : allowance.usedUp(upload));
  }

  /**
   * Looks whether so many bytes could be stored for somebody, where nothing says how many there
   * will be in the end. Reserves nothing.
   *
   * @throws ProblemException {@link Problem.NoSpace}, {@link Problem.QuotaReached}
   */
  public void requireRoomFor(Creator creator, long bytes) {
    transactions.change(() -> allowance.requireRoomFor(creator, bytes));
  }

  /**
   * Refuses to go on with an upload to which more came than its limit (TUS-90).
   *
   * @throws ProblemException {@link Problem.TooLarge}
   */
  public void requireWithin(Upload upload) {
    if (upload.state() == Upload.State.OVERRUN) {
      throw new ProblemException(new Problem.TooLarge(mostBytes(upload)));
    }
  }

  /**
   * Refuses a length beyond a limit; one that is not known yet, {@code null}, is none.
   *
   * @throws ProblemException {@link Problem.TooLarge}
   */
  static void requireWithin(long limit, @Nullable Long length) {
    if (length != null && length > limit) {
      throw new ProblemException(new Problem.TooLarge(limit));
    }
  }

  /**
   * Inside a transaction: whether the account may start another.
   *
   * @throws ProblemException {@link Problem.OverQuota} (TUS-289)
   */
  void requireFewOpen(long account) {
    if (uploads.countOpen(account) >= settings.maxOpen()) {
      throw new ProblemException(
          new Problem.OverQuota("too many unfinished uploads", Duration.ofMinutes(1)));
    }
  }
}
