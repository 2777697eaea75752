package slipway.core.upload;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.Transactions;
import slipway.core.account.Accounts;
import slipway.core.account.KeyText;
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
 * The rules by which bytes are taken: the ingest rooms ask here what is allowed and tell what
 * became durable. Whoever appends holds the upload's one writer's place; these methods do not check
 * that.
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
  private final GiveUp giveUp;
  private final HandOn handOn;
  private final SettleWhole settle;
  private final Allowance allowance;

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
    Parts parts = new Parts(uploads, videos, ending);
    this.giveUp = new GiveUp(videos, uploads, work, ending, parts);
    this.allowance = new Allowance(accounts, videos, uploads, space, settings);
    this.settle = new SettleWhole(uploads, parts, handOn, ending, allowance, settings);
  }

  /** Whether the upload's video was deleted, so that its bytes are of no use. */
  public boolean isGone(Upload upload) {
    return !upload.isPart() && videos.byId(upload.video()).map(Video::isDeleted).orElse(true);
  }

  /** The rules' figures, for announcing them. */
  public UploadSettings settings() {
    return settings;
  }

  /** The largest file that an upload may become. */
  public long mostBytes(Upload upload) {
    return upload.limits().bytesWithin(settings.maxBytes());
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
   * The upload that a ticket opens.
   *
   * @throws ProblemException {@link Problem.BadTicket} when it opens nothing, {@link
   *     Problem.NotFound} when the video is gone, {@link Problem.AlreadyUploaded} when its file is
   *     here (LP-51..LP-53)
   */
  public Upload byTicket(String ticket) {
    return awaiting(
        uploads
            .byTicketHash(KeyText.hash(ticket))
            .orElseThrow(() -> new ProblemException(new Problem.BadTicket("jwt malformed"))));
  }

  /**
   * The upload that feeds a video, for a door whose tickets name the video (GC-84, GC-86). Also one
   * that is over, if the video failed because of its file: {@link #start} takes another (GC-56).
   *
   * @throws ProblemException {@link Problem.NotFound} when there is no such video or it came
   *     another way, {@link Problem.AlreadyUploaded} when its file is here
   */
  public Upload byVideo(UUID video) {
    Upload upload =
        uploads
            .ofVideo(video)
            .orElseThrow(() -> new ProblemException(new Problem.NotFound("asset not found")));
    return videos.byId(video).filter(Video::canBeSentAgain).isPresent() ? upload : awaiting(upload);
  }

  private Upload awaiting(Upload upload) {
    Video video = videos.byId(upload.video()).filter(found -> !found.isDeleted()).orElse(null);
    if (video == null) {
      throw new ProblemException(new Problem.NotFound("asset not found"));
    }
    if (upload.state() == Upload.State.FINISHED || !video.awaitsBytes()) {
      throw new ProblemException(new Problem.AlreadyUploaded());
    }
    if (upload.state() == Upload.State.TICKETED && upload.expiresAt().isBefore(clock.instant())) {
      throw new ProblemException(new Problem.BadTicket("jwt expired"));
    }
    return upload;
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
   * As {@link #quotaEnd}, or before what the disk has promised to others is used up, if that comes
   * first.
   */
  public long roomEnd(Upload upload) {
    return upload.length() == null
        ? transactions.run(() -> allowance.roomEnd(upload))
        : Long.MAX_VALUE;
  }

  /**
   * What to say to bytes beyond {@link #roomEnd} (TUS-186).
   *
   * @param upload with the offset it has come to
   */
  public ProblemException usedUp(Upload upload) {
    return transactions.run(() -> allowance.usedUp(upload));
  }

  /**
   * As {@link #byTicket}, and the ticket's time has not passed (LP-55).
   *
   * @throws ProblemException as there, and {@link Problem.BadTicket} when its time has passed
   */
  public Upload byFreshTicket(String ticket) {
    Upload upload = byTicket(ticket);
    if (clock.instant().isAfter(upload.ticketExpiresAt())) {
      throw new ProblemException(new Problem.BadTicket("jwt expired"));
    }
    return upload;
  }

  /**
   * The finished upload of a ticket whose time has not passed, for whoever missed the answer to its
   * last request; nothing new may be brought to it.
   */
  public Optional<Upload> finishedOn(String ticket) {
    return uploads
        .byTicketHash(KeyText.hash(ticket))
        .filter(upload -> upload.state() == Upload.State.FINISHED && !isGone(upload))
        .filter(upload -> !clock.instant().isAfter(upload.ticketExpiresAt()));
  }

  /**
   * A started upload by its id, also a finished one (LP-64), also one whose time has passed without
   * anybody having cleaned it away yet.
   *
   * @throws ProblemException {@link Problem.NotFound} when there is none, or its video is gone;
   *     {@link Problem.UploadExpired} when it was cleaned away
   */
  public Upload started(String id) {
    Upload upload = reload(id);
    if (isGone(upload) || upload.state() == Upload.State.TICKETED) {
      throw new ProblemException(new Problem.NotFound("upload not found"));
    }
    if (upload.state() == Upload.State.EXPIRED) {
      throw new ProblemException(new Problem.UploadExpired());
    }
    return upload;
  }

  /**
   * As {@link #started}, and an unfinished one's time has not passed. Only for an upload that
   * nobody is writing: bytes that are arriving move the time (TUS-96, TUS-97).
   *
   * @throws ProblemException as there
   */
  public Upload startedInTime(String id) {
    return requireInTime(started(id));
  }

  /**
   * As {@link #startedInTime}, of an upload that was just read.
   *
   * @throws ProblemException {@link Problem.UploadExpired}
   */
  public Upload requireInTime(Upload upload) {
    if (upload.state() == Upload.State.OPEN && upload.expiresAt().isBefore(clock.instant())) {
      throw new ProblemException(new Problem.UploadExpired());
    }
    return upload;
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
            case TICKETED, EXPIRED ->
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
      Upload current = reload(upload.id());
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
   * The video that an upload feeds.
   *
   * @throws ProblemException {@link Problem.NotFound} when it is gone
   */
  public Video videoOf(Upload upload) {
    return videos
        .byId(upload.video())
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("asset not found")));
  }

  /**
   * Whether the bytes are the file itself; those of an encrypted upload or of a part cannot be
   * looked at.
   */
  public boolean isPlain(Upload upload) {
    return !upload.isPart() && videoOf(upload).wishes().encryptedKey() == null;
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
    checkLength(length, upload.limits().bytesWithin(settings.maxBytes()));
    Instant now = clock.instant();
    return transactions.run(() -> {
      Upload current = reload(upload.id());
      boolean another = isOver(upload) && sendAgain(upload.video(), now);
      if (current.state() == Upload.State.FINISHED && !another) {
        throw new ProblemException(new Problem.AlreadyUploaded());
      }
      if (current.state() == Upload.State.TICKETED || another) {
        requireFewOpen(current.account());
      }
      allowance.requireRoom(current, length);
      uploads.forgetParts(current.id());
      Instant end = current.limits().endWithin(now.plus(patience(birth, current.limits())));
      Upload started = current.started(length, metadata, /* newConcat= */ "", birth, now, end);
      uploads.update(started);
      videos.update(openVideo(upload).receiving(now));
      return started;
    });
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

  private static boolean isOver(Upload upload) {
    return upload.state() == Upload.State.FINISHED || upload.state() == Upload.State.EXPIRED;
  }

  /**
   * Lets a video whose file would not do wait for another one. Only for whoever has seen the end of
   * its upload, as {@link #byVideo} shows it: a ticket takes one file.
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
    checkLength(length, upload.limits().bytesWithin(settings.maxBytes()));
    return transactions.run(() -> {
      Upload current = reload(upload.id());
      Long known = current.length();
      if ((known != null && known != length) || length < current.offset()) {
        throw new ProblemException(
            new Problem.BadField("Upload-Length", "the length of the upload is another one"));
      }
      if (known == null) {
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
      Upload current = reload(upload.id());
      if (current.state() != Upload.State.OPEN) {
        throw new ProblemException(new Problem.Displaced());
      }
      if (!current.isPart()) {
        openVideo(current);
      }
      Instant end =
          current.limits().endWithin(now.plus(patience(current.birth(), current.limits())));
      Upload advanced = current.advanced(offset, now, end);
      uploads.update(advanced);
      return advanced;
    });
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
      Upload current = reload(upload.id());
      if (current.state() == Upload.State.FINISHED) {
        return current;
      }
      if (current.state() != Upload.State.OPEN) {
        throw new ProblemException(new Problem.Displaced());
      }
      Instant kept =
          current.isPart()
              ? now.plus(settings.keepUnfinished()).plus(settings.keepParts())
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
   * sent it is told so in the same answer (CF-19).
   */
  public void refuse(Upload upload, Failure failure) {
    Instant now = clock.instant();
    transactions.change(() -> {
      Upload current = reload(upload.id());
      if (current.birth().ticketed() || current.birth().claimed()) {
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
    return transactions.run(() -> giveUp.giveUp(reload(upload.id()), now));
  }

  /**
   * A request came for the upload's address, so the client has it; from now on the upload waits as
   * long as any (TUS-69).
   */
  public Upload claim(Upload upload) {
    if (upload.birth().claimed() || upload.state() != Upload.State.OPEN) {
      return upload;
    }
    Instant now = clock.instant();
    return transactions.run(() -> {
      Instant end = upload.limits().endWithin(now.plus(settings.keepUnfinished()));
      Upload claimed = reload(upload.id()).claimed(now, end);
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

  /** How many uploads of an account are started through a door and not finished. */
  public int openAt(String door, long account) {
    return uploads.countOpenAt(door, account);
  }

  /** Inside a transaction. */
  void requireFewOpen(long account) {
    if (uploads.countOpen(account) >= settings.maxOpen()) {
      throw new ProblemException(
          new Problem.OverQuota("too many unfinished uploads", Duration.ofMinutes(1)));
    }
  }

  Allowance allowance() {
    return allowance;
  }

  SettleWhole settle() {
    return settle;
  }

  void checkLength(@Nullable Long length, long limit) {
    if (length != null && length > limit) {
      throw new ProblemException(new Problem.TooLarge(limit));
    }
  }

  private Upload reload(String id) {
    return uploads
        .byId(id)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("upload not found")));
  }

  Video openVideo(Upload upload) {
    return handOn.open(upload);
  }
}
