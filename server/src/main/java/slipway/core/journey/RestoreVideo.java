package slipway.core.journey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.rendition.Renditions;
import slipway.core.sound.Sound;
import slipway.core.sound.SoundWork;
import slipway.core.sound.Sounds;
import slipway.core.task.Work;
import slipway.core.video.Content;
import slipway.core.video.Facts;
import slipway.core.video.Signing;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/** Brings a deleted video back as long as its bytes are kept: to viewers, lists and all else. */
public final class RestoreVideo {
  private final Videos videos;
  private final Renditions renditions;
  private final Sounds sounds;
  private final Work work;
  private final SoundWork soundWork;
  private final RecordEvent record;
  private final Transactions transactions;
  private final InstantSource clock;
  private final Duration kept;

  /**
   * Restores.
   *
   * @param kept how long the bytes of a deleted video stay
   */
  public RestoreVideo(
      Videos videos,
      Renditions renditions,
      Sounds sounds,
      Work work,
      SoundWork soundWork,
      RecordEvent record,
      Transactions transactions,
      InstantSource clock,
      Duration kept) {
    this.videos = videos;
    this.renditions = renditions;
    this.sounds = sounds;
    this.work = work;
    this.soundWork = soundWork;
    this.record = record;
    this.transactions = transactions;
    this.clock = clock;
    this.kept = kept;
  }

  /**
   * Brings it back as it was.
   *
   * @throws ProblemException {@link Problem.NotFound}; {@link Problem.WrongState} when it is not
   *     deleted, was not ready before, or its bytes are going
   */
  public Video restore(UUID id) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      // The job before the video, in the order of its own end (as in DeleteVideo).
      boolean spared = work.spare(id);
      Video video =
          videos
              .byId(id)
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("video not found")));
      Instant deletedAt = video.deletedAt();
      if (deletedAt == null) {
        throw new ProblemException(new Problem.WrongState("asset is not deleted"));
      }
      if (!spared || !now.isBefore(deletedAt.plus(kept)) || !video.canBeRestored()) {
        throw new ProblemException(new Problem.WrongState("asset is not in a restorable state"));
      }
      Video restored = video.restored(now);
      videos.update(restored);
      goOn(restored);
      record.ofVideo(Event.Kind.VIDEO_UPDATED, restored, now);
      return restored;
    });
  }

  /** Deleting the video ended all work on it, though it was ready: what is missing is made. */
  private void goOn(Video video) {
    UUID id = video.id();
    Facts facts = video.facts();
    if (renditions.all(id).stream().anyMatch(rendition -> !rendition.isSettled())) {
      work.transcode(
          id,
          facts == null ? Duration.ZERO : facts.duration(),
          /* watchable= */ true,
          video.wishes().effectiveParticulars().priority());
    }
    Signing signing = video.wishes().signing();
    if (signing != null && signing.state() == Signing.State.WAITING) {
      work.sign(id);
    }
    Content content = video.content();
    if (content != null && content.sha256() == null) {
      work.hash(id);
    }
    // Finds nothing new where it had come to its end.
    work.texts(id);
    goOnWithSounds(id);
  }

  private void goOnWithSounds(UUID id) {
    for (Sound sound : sounds.of(id)) {
      if (sound.isSettled()) {
        continue;
      }
      if (sound.url() == null) {
        soundWork.make(id, sound.id());
      } else {
        soundWork.fetch(id, sound.id());
      }
    }
  }
}
