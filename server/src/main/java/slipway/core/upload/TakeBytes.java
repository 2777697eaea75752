package slipway.core.upload;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import slipway.core.Transactions;
import slipway.core.account.KeyText;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Task;
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
  private final Work work;
  private final RecordEvent record;
  private final Transactions transactions;
  private final InstantSource clock;
  private final UploadSettings settings;
  private final EndWithoutFile ending;

  public TakeBytes(
      Videos videos,
      Tasks tasks,
      Uploads uploads,
      Work work,
      RecordEvent record,
      Transactions transactions,
      InstantSource clock,
      UploadSettings settings) {
    this.videos = videos;
    this.tasks = tasks;
    this.uploads = uploads;
    this.work = work;
    this.record = record;
    this.transactions = transactions;
    this.clock = clock;
    this.settings = settings;
    this.ending = new EndWithoutFile(videos, tasks, uploads, record);
  }

  /** The rules' figures, for announcing them. */
  public UploadSettings settings() {
    return settings;
  }

  /**
   * The upload that a ticket opens.
   *
   * @throws ProblemException {@link Problem.BadTicket} when it opens nothing, {@link
   *     Problem.NotFound} when the video is gone, {@link Problem.AlreadyUploaded} when its file is
   *     here (LP-51..LP-53)
   */
  public Upload byTicket(String ticket) {
    Upload upload =
        uploads
            .byTicketHash(KeyText.hash(ticket))
            .orElseThrow(() -> new ProblemException(new Problem.BadTicket("jwt malformed")));
    Video video = videos.byId(upload.video()).filter(found -> !found.isDeleted()).orElse(null);
    if (video == null) {
      throw new ProblemException(new Problem.NotFound("asset not found"));
    }
    if (upload.state() == Upload.State.FINISHED || !video.awaitsBytes()) {
      throw new ProblemException(new Problem.AlreadyUploaded());
    }
    return upload;
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
   * A started upload by its id, also a finished one (LP-64), also one whose time has passed without
   * anybody having cleaned it away yet.
   *
   * @throws ProblemException {@link Problem.NotFound} when there is none, or its video is gone;
   *     {@link Problem.UploadExpired} when it was cleaned away
   */
  public Upload started(String id) {
    Upload upload = reload(id);
    boolean gone = videos.byId(upload.video()).map(Video::isDeleted).orElse(true);
    if (gone || upload.state() == Upload.State.TICKETED) {
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
    Upload upload = started(id);
    if (upload.state() == Upload.State.OPEN && upload.expiresAt().isBefore(clock.instant())) {
      throw new ProblemException(new Problem.UploadExpired());
    }
    return upload;
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

  /** Whether the bytes are the file itself; those of an encrypted upload cannot be looked at. */
  public boolean isPlain(Upload upload) {
    return videoOf(upload).wishes().encryptedKey() == null;
  }

  /**
   * Starts an upload at offset 0; bytes of an earlier start are void.
   *
   * @param length total bytes, {@code null} when the client does not know yet
   * @throws ProblemException {@link Problem.TooLarge}, {@link Problem.AlreadyUploaded}, {@link
   *     Problem.NotFound} when the video was deleted meanwhile
   */
  public Upload start(Upload upload, @Nullable Long length, String metadata) {
    checkLength(length);
    Instant now = clock.instant();
    return transactions.run(() -> {
      Upload current = reload(upload.id());
      if (current.state() == Upload.State.FINISHED) {
        throw new ProblemException(new Problem.AlreadyUploaded());
      }
      Upload started = current.started(length, metadata, now, now.plus(settings.keepUnfinished()));
      uploads.update(started);
      videos.update(openVideo(upload).receiving(now));
      return started;
    });
  }

  /**
   * Fixes the length of an upload that was started without one.
   *
   * @throws ProblemException {@link Problem.TooLarge}, or {@link Problem.BadField} when it has
   *     another length already or more bytes than that
   */
  public Upload declareLength(Upload upload, long length) {
    checkLength(length);
    return transactions.run(() -> {
      Upload current = reload(upload.id());
      Long known = current.length();
      if ((known != null && known != length) || length < current.offset()) {
        throw new ProblemException(
            new Problem.BadField("Upload-Length", "the length of the upload is another one"));
      }
      Upload fixed = current.withLength(length);
      uploads.update(fixed);
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
      openVideo(upload);
      Upload advanced = current.advanced(offset, now, now.plus(settings.keepUnfinished()));
      uploads.update(advanced);
      return advanced;
    });
  }

  /**
   * All bytes are durable: the video moves on and the work on it is queued, in one transaction
   * (LP-58). Repeating it changes nothing.
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
      Video video = openVideo(upload).bytesArrived(content, now);
      videos.update(video);
      Upload finished = current.advanced(content.size(), now, current.expiresAt()).finished(now);
      uploads.update(finished);
      Task task = tasks.ofVideo(video.id()).orElseThrow().queued(now);
      tasks.update(task);
      record.ofTask(Event.Kind.TASK_UPDATED, video, task, now);
      work.inspect(video.id());
      return finished;
    });
  }

  /** The first bytes show that the file will be refused; it fails now, not after the last byte. */
  public void refuse(Upload upload, Failure failure) {
    Instant now = clock.instant();
    transactions.change(() -> ending.end(reload(upload.id()), failure, now));
  }

  /**
   * The client gave the upload up. What was unfinished is void and the ticket is as new (LP-69); of
   * a finished one only the upload goes, never the video (TUS-120).
   *
   * @return whether the bytes are of no use any more
   */
  public boolean drop(Upload upload) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Upload current = reload(upload.id());
      if (current.state() == Upload.State.FINISHED) {
        uploads.update(current.expired(now));
      }
      if (current.state() != Upload.State.OPEN) {
        return false;
      }
      uploads.update(current.dropped(now));
      videos
          .byId(upload.video())
          .filter(Video::awaitsBytes)
          .ifPresent(video -> videos.update(video.awaitingAgain(now)));
      return true;
    });
  }

  private void checkLength(@Nullable Long length) {
    if (length != null && length > settings.maxBytes()) {
      throw new ProblemException(new Problem.TooLarge(settings.maxBytes()));
    }
  }

  private Upload reload(String id) {
    return uploads
        .byId(id)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("upload not found")));
  }

  private Video openVideo(Upload upload) {
    return videos
        .byId(upload.video())
        .filter(Video::awaitsBytes)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("asset not found")));
  }
}
