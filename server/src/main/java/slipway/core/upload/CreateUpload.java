package slipway.core.upload;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.account.KeyText;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Videos;

/**
 * Creates uploads at an address where they can be created: ordinary ones, parts of others, and
 * wholes that are joined from parts. With an API key the video is born in the same transaction.
 */
public final class CreateUpload {
  /** How long a creation may be repeated (TUS-68, TUS-137). */
  private static final Duration REPEATABLE = Duration.ofDays(1);

  private final RequestUpload request;
  private final TakeBytes take;
  private final Videos videos;
  private final Uploads uploads;
  private final SettleWhole settle;
  private final Transactions transactions;
  private final Ids ids;
  private final InstantSource clock;
  private final UploadSettings settings;

  public CreateUpload(
      RequestUpload request,
      TakeBytes take,
      Videos videos,
      Uploads uploads,
      Transactions transactions,
      Ids ids,
      InstantSource clock) {
    this.request = request;
    this.take = take;
    this.videos = videos;
    this.uploads = uploads;
    this.settle = take.settle();
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
    this.settings = take.settings();
  }

  /**
   * What a creation asks for.
   *
   * @param name of the video, when one is born
   * @param length total bytes, {@code null} when the client does not know yet
   * @param metadata the client's {@code Upload-Metadata}, byte for byte
   * @param concat the client's {@code Upload-Concat}, byte for byte; empty when none was given
   */
  public record Asked(
      String name, @Nullable Long length, String metadata, String concat, Birth birth) {}

  /**
   * The upload that an earlier creation with the same key made, if it can still be used.
   *
   * @param requestKey see {@link Birth#requestKey}
   */
  public Optional<Upload> repeated(String requestKey) {
    return uploads
        .byRequestKey(requestKey)
        .filter(upload ->
            upload.state() == Upload.State.OPEN || upload.state() == Upload.State.FINISHED)
        // Whoever repeats it because its video was deleted wants another one.
        .filter(upload -> !take.find().isGone(upload))
        .filter(upload -> begunAt(upload).plus(REPEATABLE).isAfter(clock.instant()));
  }

  /**
   * When an upload was begun. That of a ticket existed before; when it was started is not written
   * down, but it has not moved before that.
   */
  private static Instant begunAt(Upload upload) {
    return upload.birth().ticketed() ? upload.touchedAt() : upload.createdAt();
  }

  /**
   * Gives the upload for which a ticket stands, or a new one with a new video. That of a ticket is
   * not started yet, as its writer's place has to be taken first; see {@link TakeBytes#start}. A
   * new one is started, so that video, upload and reservation come to be together or not at all.
   *
   * @throws ProblemException for a new one {@link Problem.OverQuota}, {@link Problem.TooLarge},
   *     {@link Problem.NoSpace}, {@link Problem.QuotaReached}
   */
  public Upload upload(Creator creator, Asked asked) {
    return switch (creator) {
      case Creator.Ticket(Upload upload) -> upload;
      case Creator.Key key -> transactions.run(() -> born(key, asked));
    };
  }

  private Upload born(Creator.Key key, Asked asked) {
    RequestUpload.Given given =
        request.give(
            new RequestUpload.Asked(
                key.caller().account(),
                key.door(),
                key.caller().key().name(),
                key.door(),
                asked.name(),
                key.wishes(),
                key.limits(),
                /* startBy= */ null));
    return take.start(given.upload(), asked.length(), asked.metadata(), asked.birth());
  }

  /**
   * Creates a part (TUS-123): an upload without a video, which can only be joined to a whole. One
   * that is made with a ticket goes no further than the ticket, nor do all of them together
   * (REL-82).
   *
   * @throws ProblemException {@link Problem.TooLarge}, {@link Problem.OverQuota}, {@link
   *     Problem.NoSpace}, {@link Problem.QuotaReached}
   */
  public Upload part(Creator creator, Asked asked) {
    UploadBounds.requireWithin(take.settings().maxBytes(), asked.length());
    Instant now = clock.instant();
    return transactions.run(() -> {
      take.bounds().requireFewOpen(creator.account());
      Limits limits = Limits.none();
      Birth birth = asked.birth();
      if (creator instanceof Creator.Ticket(Upload ticketed)) {
        limits = take.ticketParts().requireRoom(ticketed, asked.length(), now);
        birth = birth.onTicketOf(ticketed.id());
      }
      Upload part =
          new Upload(
              ids.secret(16),
              ids.uuid(),
              creator.account(),
              creator.door(),
              // Nobody holds a ticket for it.
              KeyText.hash(ids.secret(32)),
              now,
              limits,
              Upload.State.OPEN,
              asked.length(),
              /* offset= */ 0,
              asked.metadata(),
              asked.concat(),
              /* inWhole= */ false,
              birth,
              now,
              now,
              limits.endWithin(now.plus(take.patience(birth))));
      take.allowance().requireRoom(part, asked.length());
      uploads.add(part);
      return part;
    });
  }

  /**
   * Joins parts to a whole without touching a byte (TUS-136). When some are unfinished, the whole
   * finishes with the last of them (TUS-138).
   *
   * @param partIds in order, perhaps with repetitions
   * @throws ProblemException {@link Problem.NotFound} for a part that is none of this account;
   *     {@link Problem.BadField} when a listed upload is no part; {@link Problem.TooLarge}; {@link
   *     Problem.OverQuota} while very many wait for one of them
   */
  public Upload whole(Creator creator, Asked asked, List<String> partIds) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      long known = 0;
      for (String id : partIds) {
        Long length = part(id, creator.account()).length();
        known += length == null ? 0 : length;
        UploadBounds.requireWithin(take.settings().maxBytes(), known);
      }
      Upload ticketed = upload(creator, asked);
      var _ = take.takesAnother(ticketed, now); // if not, and it has its file, it is refused below
      UploadBounds.requireWithin(take.bounds().limitFor(ticketed.limits()), known);
      Upload whole =
          ticketed.started(
              /* newLength= */ null,
              asked.metadata(),
              asked.concat(),
              asked.birth(),
              now,
              ticketed.limits().endWithin(now.plus(settings.keepUnfinished())));
      uploads.update(whole);
      videos.update(take.openVideo(whole).receiving(now));
      take.parts().release(whole.id());
      uploads.join(whole.id(), partIds);
      Upload settled = settle.settle(whole, now);
      if (settled.state() == Upload.State.EXPIRED) {
        // Nothing has happened then, the ticket is as good as before, and the parts stay.
        throw Allowance.quotaReached();
      }
      take.parts().requireFewWaiting(settled);
      return settled;
    });
  }

  private Upload part(String id, long account) {
    Upload part =
        uploads
            .byId(id)
            .filter(found -> found.account() == account)
            .filter(found ->
                found.state() == Upload.State.OPEN || found.state() == Upload.State.FINISHED)
            .orElseThrow(() -> new ProblemException(new Problem.NotFound("upload not found")));
    if (!part.isPart()) {
      throw new ProblemException(
          new Problem.BadField("Upload-Concat", "a listed upload is not a partial one"));
    }
    return part;
  }
}
