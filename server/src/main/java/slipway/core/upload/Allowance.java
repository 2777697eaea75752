package slipway.core.upload;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Account;
import slipway.core.account.Accounts;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Videos;

/**
 * What may still come: the room on the disk, of which running uploads have reserved what they still
 * need (TUS-70, REL-42), and what the account may store (TUS-71). Both are computed from the
 * records, so a reservation lives exactly as long as its upload, through every crash. Methods are
 * called inside a transaction.
 */
final class Allowance {
  private static final String USED_UP =
      "the account's storage is used up; delete videos or ask for more";

  /** The id of no upload. */
  private static final String NONE = "";

  private final Accounts accounts;
  private final Videos videos;
  private final Uploads uploads;
  private final Space space;
  private final @Nullable Long houseQuota;

  Allowance(
      Accounts accounts, Videos videos, Uploads uploads, Space space, UploadSettings settings) {
    this.accounts = accounts;
    this.videos = videos;
    this.uploads = uploads;
    this.space = space;
    this.houseQuota = settings.quota();
  }

  /**
   * Makes sure that an upload of this length may begin, or begin anew.
   *
   * @param length in bytes, {@code null} while unknown
   * @throws ProblemException {@link Problem.NoSpace}, {@link Problem.QuotaReached}
   */
  void requireRoom(Upload upload, @Nullable Long length) {
    long needed = Math.max(1, length == null ? 0 : length);
    // What came of an earlier start is dropped first.
    requireSpace(upload, needed, upload.isUnfinished() ? upload.offset() : 0);
    requireQuota(upload, needed);
  }

  /**
   * Makes sure that so many bytes could be stored for somebody, before any of them is read. Nothing
   * is reserved, as more of them may come.
   *
   * @throws ProblemException as {@link #requireRoom}
   */
  void requireRoomFor(Creator creator, long bytes) {
    if (creator instanceof Creator.Ticket(Upload upload)) {
      requireRoom(upload, bytes);
      return;
    }
    requireFree(bytes + uploads.reserved(NONE));
    requireQuota(creator.account(), storedBytes(creator.account(), NONE) + Math.max(1, bytes));
  }

  /**
   * Makes sure that an upload may grow to this length, which became known only now.
   *
   * @throws ProblemException as {@link #requireRoom}
   */
  void requireRest(Upload upload, long length) {
    requireSpace(upload, length - upload.offset(), /* given= */ 0);
    requireQuota(upload, length);
  }

  /** The offset at which an upload of unknown length has used up what the account may store. */
  long end(Upload upload) {
    Long quota = upload.length() == null ? quota(upload.account()) : null;
    return quota == null ? Long.MAX_VALUE : Math.max(upload.offset(), quota - used(upload));
  }

  /**
   * The offset at which an upload of unknown length has used up what nobody else was promised: of
   * the account's storage, and of the disk less the operator's reserve and what others have
   * reserved (TUS-70, REL-42).
   */
  long roomEnd(Upload upload) {
    if (upload.length() != null) {
      return Long.MAX_VALUE;
    }
    long room = Math.max(0, space.free() - uploads.reserved(upload.id()));
    return Math.min(end(upload), upload.offset() + room);
  }

  /**
   * Looks at everything again before the bytes become a video (TUS-256).
   *
   * @throws ProblemException {@link Problem.NotAllowed} when the account was suspended meanwhile,
   *     {@link Problem.NoSpace} when it may not store so much any more
   */
  void requireStill(Upload upload, long size) {
    if (isSuspended(upload)) {
      throw new ProblemException(new Problem.NotAllowed("user is suspended"));
    }
    Long quota = quota(upload.account());
    if (quota != null && used(upload) + size > quota) {
      throw usedUp();
    }
  }

  /** Whether the account may have nothing new. */
  boolean isSuspended(Upload upload) {
    return account(upload.account()).filter(Account::suspended).isPresent();
  }

  /** Whether a whole of this size may be stored in place of its parts. */
  boolean fitsInPlaceOf(Collection<Upload> parts, Upload whole, long size) {
    Long quota = quota(whole.account());
    long given =
        parts.stream()
            .filter(part -> !part.inWhole())
            .map(Upload::length)
            .mapToLong(length -> length == null ? 0 : length)
            .sum();
    return quota == null || used(whole) - given + size <= quota;
  }

  /** What to say before anything of it came (TUS-71). */
  static ProblemException quotaReached() {
    return new ProblemException(new Problem.QuotaReached(USED_UP));
  }

  /** What to say in the middle of a body; what came is kept (TUS-186). */
  static ProblemException usedUp() {
    return new ProblemException(new Problem.NoSpace(USED_UP));
  }

  /** The same, if it may be the disk that has no more room. */
  ProblemException usedUp(Upload upload) {
    return end(upload) <= upload.offset() ? usedUp() : new ProblemException(new Problem.NoSpace());
  }

  private void requireSpace(Upload upload, long needed, long given) {
    requireFree(needed - given + uploads.reserved(upload.id()));
  }

  private void requireFree(long bytes) {
    if (bytes > space.free()) {
      throw new ProblemException(new Problem.NoSpace());
    }
  }

  private void requireQuota(Upload upload, long size) {
    requireQuota(upload.account(), used(upload) + size);
  }

  private void requireQuota(long account, long bytes) {
    Long quota = quota(account);
    if (quota != null && bytes > quota) {
      throw quotaReached();
    }
  }

  /** By everything but this upload. */
  private long used(Upload upload) {
    return storedBytes(upload.account(), upload.id());
  }

  private long storedBytes(long account, String except) {
    return videos.storedBytes(account) + uploads.pendingBytes(account, except);
  }

  private @Nullable Long quota(long number) {
    Long own = account(number).map(Account::quota).orElse(null);
    return own == null ? houseQuota : own;
  }

  private Optional<Account> account(long number) {
    return accounts.byNumber(number);
  }
}
