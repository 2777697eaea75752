package slipway.core.upload;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.Transactions;
import slipway.core.account.Accounts;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/**
 * The life of an upload from its start to its end, one method for each step: the ingest rooms tell
 * here what became durable. Which upload a request means is found by {@link #find}, and how far it
 * may go is said by {@link #bounds}.
 *
 * <p>Each step is one transaction and reads the upload again inside it. Whoever appends holds the
 * upload's one writer's place; these methods do not check that.
 */
public final class TakeBytes {
  private final Videos videos;
  private final Tasks tasks;
  private final Uploads uploads;
  private final RecordEvent record;
  private final Transactions transactions;
  private final InstantSource clock;
  private final UploadSettings settings;
  private final EndWithoutFile ending;
  private final Parts parts;
  private final GiveUp giveUp;
  private final HandOn handOn;
  private final SettleWhole settle;
  private final Allowance allowance;
  private final FindUpload find;
  private final UploadBounds bounds;
  private final TicketParts ticketParts;

  public TakeBytes(
      Videos videos,
      Tasks tasks,
      Uploads uploads,
      Accounts accounts,
      Work work,
      RecordEvent record,
      Transactions transactions,
      InstantSource clock,
      UploadSettings settings,
      Space space) {
    this.videos = videos;
    this.tasks = tasks;
    this.uploads = uploads;
    this.record = record;
    this.transactions = transactions;
    this.clock = clock;
    this.settings = settings;
    this.ending = new EndWithoutFile(videos, tasks, uploads, record);
    this.handOn = new HandOn(videos, tasks, work, record);
    this.parts = new Parts(uploads, new NeededParts(uploads, videos, work), ending);
    this.giveUp = new GiveUp(videos, uploads, work, ending, parts);
    this.allowance = new Allowance(accounts, videos, uploads, space, settings);
    this.settle = new SettleWhole(uploads, parts, handOn, ending, allowance, settings);
    this.find = new FindUpload(videos, uploads, clock);
    this.ticketParts = new TicketParts(uploads, parts, work, settings);
    this.bounds = new UploadBounds(uploads, transactions, settings, allowance, ticketParts);
  }

  /** Which upload a request means. */
  public FindUpload find() {
    return find;
  }

  /** How many bytes an upload may come to. */
  public UploadBounds bounds() {
    return bounds;
  }

  /** The rules' figures, for announcing them. */
  public UploadSettings settings() {
    return settings;
  }

  /** Keeps what a door adds to the answer that ends an upload; gives what counts from now on. */
  public LastAnswer keepAnswer(Upload upload, LastAnswer answer) {
    return transactions.run(() -> {
      uploads.keepAnswer(upload.id(), answer);
      return uploads.answerOf(upload.id()).orElse(answer);
    });
  }

  /** What a door added to the answer that ended an upload. */
  public Optional<LastAnswer> answerOf(Upload upload) {
    return uploads.answerOf(upload.id());
  }

  /**
   * The upload into which we fetch a video, open: a retry goes on behind the bytes that are here,
   * or begins anew when they were taken away.
   *
   * @throws ProblemException {@link Problem.NotFound} when the video is not being fetched
   */
  public Upload toFetch(UUID video) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Upload upload =
          uploads
              .ofVideo(video)
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("upload not found")));
      openVideo(upload);
      Instant expiry = now.plus(settings.keepUnfinished());
      Upload open =
          switch (upload.state()) {
            case OPEN, FINISHED -> upload.keptUntil(expiry);
            case TICKETED, OVERRUN, EXPIRED ->
                upload.started(/* newLength= */ null, /* newMetadata= */ "", now, expiry);
          };
      uploads.update(open);
      return open;
    });
  }

  /**
   * Keeps what whoever fetches needs to know to go on later, in place of what was kept before.
   *
   * @throws ProblemException {@link Problem.NotFound} when the video was deleted meanwhile, {@link
   *     Problem.Displaced} when the upload was given up meanwhile
   */
  public Upload note(Upload upload, String metadata) {
    return transactions.run(() -> {
      Upload current = find.byId(upload.id());
      if (current.state() != Upload.State.OPEN) {
        throw new ProblemException(new Problem.Displaced());
      }
      openVideo(current);
      Upload noted = current.noted(metadata);
      uploads.update(noted);
      return noted;
    });
  }

  /**
   * Starts an upload at offset 0; bytes of an earlier start are void.
   *
   * @param length total bytes, {@code null} when the client does not know yet
   * @throws ProblemException {@link Problem.TooLarge}, {@link Problem.AlreadyUploaded}, {@link
   *     Problem.NotFound} when the video was deleted meanwhile
   */
  public Upload start(Upload upload, @Nullable Long length, String metadata) {
    return start(upload, length, metadata, Birth.byTicket());
  }

  /**
   * As {@link #start(Upload, Long, String)}, with how it came about.
   *
   * @throws ProblemException as there, {@link Problem.OverQuota} while the account has too many
   *     uploads open (TUS-289), {@link Problem.NoSpace} and {@link Problem.QuotaReached} when so
   *     many bytes find no room (TUS-70, TUS-71)
   */
  public Upload start(Upload upload, @Nullable Long length, String metadata, Birth birth) {
    UploadBounds.requireWithin(bounds.mostBytes(upload), length);
    Instant now = clock.instant();
    return transactions.run(() -> {
      Upload current = find.byId(upload.id());
      boolean another = takesAnother(upload, now);
      if (current.state() == Upload.State.FINISHED && !another) {
        throw new ProblemException(new Problem.AlreadyUploaded());
      }
      if (current.state() == Upload.State.TICKETED || another) {
        bounds.requireFewOpen(current.account());
      }
      allowance.requireRoom(current, length);
      parts.release(current.id());
      Instant end = current.limits().endWithin(now.plus(patience(birth, current.limits())));
      Upload started = current.started(length, metadata, /* newConcat= */ "", birth, now, end);
      uploads.update(started);
      videos.update(openVideo(upload).receiving(now));
      return started;
    });
  }

  /**
   * Whether an upload that is over takes another file, since its first would not do (GC-56); its
   * video waits for it then. In the transaction that begins it.
   *
   * @param upload as {@link FindUpload#byVideo} showed it
   */
  boolean takesAnother(Upload upload, Instant now) {
    return isOver(upload) && sendAgain(upload.video(), now);
  }

  private static boolean isOver(Upload upload) {
    return upload.state() == Upload.State.FINISHED || upload.state() == Upload.State.EXPIRED;
  }

  /**
   * Lets a video whose file would not do wait for another one. Only for whoever has seen the end of
   * its upload, as {@link FindUpload#byVideo} shows it: a ticket takes one file.
   */
  private boolean sendAgain(UUID id, Instant now) {
    Optional<Video> failed = videos.byId(id).filter(Video::canBeSentAgain);
    failed.ifPresent(video -> {
      Video again = video.sentAgain(now);
      videos.update(again);
      tasks.ofVideo(id).ifPresent(task -> tasks.update(task.awaiting(now)));
      record.ofVideo(Event.Kind.VIDEO_UPDATED, again, now);
    });
    return failed.isPresent();
  }

  /**
   * Fixes the length of an upload that was started without one.
   *
   * @throws ProblemException {@link Problem.TooLarge}, {@link Problem.NoSpace}, {@link
   *     Problem.QuotaReached}, or {@link Problem.BadField} when it has another length already or
   *     more bytes than that
   */
  public Upload declareLength(Upload upload, long length) {
    bounds.requireWithin(upload);
    UploadBounds.requireWithin(bounds.mostBytes(upload), length);
    return transactions.run(() -> {
      Upload current = find.byId(upload.id());
      Long known = current.length();
      if ((known != null && known != length) || length < current.offset()) {
        throw new ProblemException(
            new Problem.BadField("Upload-Length", "the length of the upload is another one"));
      }
      if (known == null) {
        ticketParts.lock(current);
        UploadBounds.requireWithin(ticketParts.end(current), length);
        allowance.requireRest(current, length);
      }
      Upload fixed = current.withLength(length);
      uploads.update(fixed);
      settle.partChanged(fixed, clock.instant());
      return fixed;
    });
  }

  /**
   * Bytes up to {@code offset} are durable; only now may a client be told so (TUS-179).
   *
   * @throws ProblemException {@link Problem.NotFound} when the video was deleted meanwhile, {@link
   *     Problem.Displaced} when the upload was given up meanwhile
   */
  public Upload advance(Upload upload, long offset) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Upload current = find.byId(upload.id());
      if (current.state() != Upload.State.OPEN) {
        throw new ProblemException(new Problem.Displaced());
      }
      if (!current.isPart()) {
        openVideo(current);
      }
      Upload advanced = current.advanced(offset, now, nextEnd(current, now));
      uploads.update(advanced);
      return advanced;
    });
  }

  /**
   * Bytes up to {@code offset} are durable, and there were more than the limit of an upload whose
   * length nobody knows: what it is cannot be a whole file, so nothing more is taken, and no length
   * either (TUS-90). Repeating it changes nothing.
   */
  public Upload overrun(Upload upload, long offset) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Upload current = find.byId(upload.id());
      if (current.state() != Upload.State.OPEN) {
        return current;
      }
      Upload overrun = current.overrun(offset, now, nextEnd(current, now));
      uploads.update(overrun);
      return overrun;
    });
  }

  /** Until when an upload waits to which a byte has come now. */
  private Instant nextEnd(Upload upload, Instant now) {
    return upload.limits().endWithin(now.plus(patience(upload.birth(), upload.limits())));
  }

  /**
   * All bytes are durable: the video moves on and the work on it is queued, in one transaction
   * (LP-58). Repeating it changes nothing.
   *
   * @throws ProblemException {@link Problem.NotAllowed} when the account was suspended and {@link
   *     Problem.NoSpace} when its quota was lowered meanwhile (TUS-256): the bytes stay until their
   *     time has passed, and the upload can be finished when it is allowed again
   */
  public Upload finish(Upload upload, Content content) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Upload current = find.byId(upload.id());
      if (current.state() == Upload.State.FINISHED) {
        return current;
      }
      bounds.requireWithin(current);
      if (current.state() != Upload.State.OPEN) {
        throw new ProblemException(new Problem.Displaced());
      }
      Instant kept =
          current.isPart()
              ? current
                  .limits()
                  .endWithin(now.plus(settings.keepUnfinished()).plus(settings.keepParts()))
              : current.expiresAt();
      Upload finished = current.advanced(content.size(), now, kept).finished(now);
      if (!finished.isPart()) {
        allowance.requireStill(current, content.size());
        handOn.handOn(finished, content, now);
      }
      uploads.update(finished);
      if (finished.isPart()) {
        settle.partChanged(finished, now);
      }
      return finished;
    });
  }

  /**
   * The first bytes show that the file will be refused; it fails now, not after the last byte. Of a
   * video that was born with its upload and of which nobody can know yet, nothing stays: whoever
   * sent it is told so in the same answer (CF-19). With a part, the wholes fail that wait for it.
   */
  public void refuse(Upload upload, Failure failure) {
    Instant now = clock.instant();
    transactions.change(() -> {
      Upload current = find.byId(upload.id());
      if (current.isPart()) {
        var _ = giveUp.giveUp(current, now);
      } else if (current.birth().ticketed() || current.birth().claimed()) {
        ending.end(current, failure, now);
      } else {
        giveUp.takeBack(current, now);
      }
    });
  }

  /**
   * The client gave the upload up. What was unfinished is void and the ticket is as new (LP-69),
   * or, without one, the video is gone as well; of a finished one only the upload goes, never the
   * video (TUS-120).
   *
   * @return whether the bytes are of no use any more
   */
  public boolean drop(Upload upload) {
    Instant now = clock.instant();
    return transactions.run(() -> giveUp.giveUp(find.byId(upload.id()), now));
  }

  /**
   * A request came for the upload's address, so the client has it; from now on the upload waits as
   * long as any (TUS-69).
   *
   * @throws ProblemException as {@link FindUpload#startedInTime}, when it ended a moment before
   */
  public Upload claim(Upload upload) {
    if (upload.birth().claimed() || !upload.isUnfinished()) {
      return upload;
    }
    return transactions.run(() -> {
      // Its time may have passed while this waited, and its bytes with it (TUS-179).
      Upload current = find.startedInTime(upload.id());
      if (!current.isUnfinished()) {
        return current;
      }
      Instant now = clock.instant();
      Upload claimed =
          current.claimed(now, current.limits().endWithin(now.plus(settings.keepUnfinished())));
      uploads.update(claimed);
      return claimed;
    });
  }

  /** How long an unfinished upload waits for its next byte. */
  Duration patience(Birth birth) {
    return birth.claimed() ? settings.keepUnfinished() : settings.keepUntouched();
  }

  /** One that closes at a time of its own waits until then, whoever has its address (CF-67). */
  private Duration patience(Birth birth, Limits limits) {
    return limits.closesAt() == null ? patience(birth) : settings.keepUnfinished();
  }

  Allowance allowance() {
    return allowance;
  }

  TicketParts ticketParts() {
    return ticketParts;
  }

  Parts parts() {
    return parts;
  }

  SettleWhole settle() {
    return settle;
  }

  Video openVideo(Upload upload) {
    return handOn.open(upload);
  }
}
