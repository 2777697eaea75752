package slipway.core.sound;

import java.util.Optional;
import java.util.UUID;
import slipway.core.Transactions;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/** What the workers say of added sound. */
public final class FinishSound {
  private final Videos videos;
  private final Sounds sounds;
  private final SoundWork work;
  private final Transactions transactions;

  public FinishSound(Videos videos, Sounds sounds, SoundWork work, Transactions transactions) {
    this.videos = videos;
    this.sounds = sounds;
    this.work = work;
    this.transactions = transactions;
  }

  /** A track with its video. */
  public record Wanted(Video video, Sound sound) {}

  /** The track, if somebody still waits for it. */
  public Optional<Wanted> wanted(UUID id) {
    return sounds
        .byId(id)
        .filter(sound -> !sound.isSettled())
        .flatMap(sound ->
            videos
                .byId(sound.video())
                .filter(video -> !video.isDeleted())
                .map(video -> new Wanted(video, sound)));
  }

  /** Whether anybody knows it, and whether it is settled; what that leaves to give back. */
  public Optional<Sound> known(UUID id) {
    return sounds.byId(id);
  }

  /** Its file is here. */
  public void fetched(UUID id) {
    transactions.change(() -> wanted(id).ifPresent(found -> work.make(found.sound().video(), id)));
  }

  /** It is made and verified. */
  public void ready(UUID id, long bytes) {
    transactions.change(() -> wanted(id).ifPresent(found -> settle(found.sound().ready(bytes))));
  }

  /** It cannot be made. */
  public void failed(UUID id, Failure failure) {
    transactions.change(
        () -> wanted(id).ifPresent(found -> settle(found.sound().failed(failure.sentence()))));
  }

  private void settle(Sound sound) {
    sounds.update(sound);
    work.erase(sound.video(), sound.id());
  }
}
