package slipway.core.upload;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.account.KeyText;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/**
 * Finds the upload that a request means, by whatever names it, and says why there is none for it.
 * Reads only: whoever then changes the upload reads it again inside of the change. Safe for any
 * thread.
 */
public final class FindUpload {
  private static final Duration ABOUT_TO_END = Duration.ofSeconds(10);

  private final Videos videos;
  private final Uploads uploads;
  private final InstantSource clock;

  FindUpload(Videos videos, Uploads uploads, InstantSource clock) {
    this.videos = videos;
    this.uploads = uploads;
    this.clock = clock;
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
   * that is over, if the video failed because of its file: {@link TakeBytes#start} takes another
   * (GC-56).
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

  /** The upload that brought a video's file, for whoever missed the answer to its last request. */
  public Optional<Upload> finishedFor(UUID video) {
    return uploads
        .ofVideo(video)
        .filter(upload -> upload.state() == Upload.State.FINISHED && !isGone(upload));
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
    Upload upload = byId(id);
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
    if (upload.isUnfinished() && upload.expiresAt().isBefore(clock.instant())) {
      throw new ProblemException(new Problem.UploadExpired());
    }
    return upload;
  }

  /** For how long an unfinished upload waits for its next byte, from now on. */
  public Duration timeLeft(Upload upload) {
    Duration left = Duration.between(clock.instant(), upload.expiresAt());
    return left.isNegative() ? Duration.ZERO : left;
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

  /** Whether the upload's video was deleted, so that its bytes are of no use. */
  public boolean isGone(Upload upload) {
    return !upload.isPart() && videos.byId(upload.video()).map(Video::isDeleted).orElse(true);
  }

  /**
   * Whether bytes of an upload are refused only because its video was deleted meanwhile; where its
   * own bytes were lost, the upload has ended as well.
   */
  public boolean wasStopped(Upload upload) {
    return isGone(upload)
        && uploads.byId(upload.id()).filter(now -> now.state() != Upload.State.EXPIRED).isPresent();
  }

  /**
   * Uploads that have every byte and were not ended: a crash came in between, the account could not
   * have them then, or the client was sent away until their hash is there (TUS-185). Whoever
   * brought the last byte a moment ago is still about to end it, and is left to it.
   *
   * @param after the last one that was looked at before, {@code null} for none
   */
  public List<Upload> complete(@Nullable Upload after, int limit) {
    return uploads.complete(clock.instant().minus(ABOUT_TO_END), after, limit);
  }

  /** How many uploads of an account are started through a door and not finished. */
  public int openAt(String door, long account) {
    return uploads.countOpenAt(door, account);
  }

  /**
   * An upload as it is, in whatever state.
   *
   * @throws ProblemException {@link Problem.NotFound}
   */
  Upload byId(String id) {
    return uploads
        .byId(id)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("upload not found")));
  }
}
