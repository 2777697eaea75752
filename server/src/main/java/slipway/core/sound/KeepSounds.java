package slipway.core.sound;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Videos;

/**
 * Adds, names and removes sound tracks of a video. Each change is one transaction with the work
 * that follows from it; it holds the video's row, so that two who come at once do not take the same
 * label.
 */
public final class KeepSounds {
  /** Larger files are refused. */
  public static final long LARGEST = 200_000_000;

  /** Every track stands in every master playlist. */
  private static final int MOST = 50;

  private static final int LONGEST_LABEL = 200;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

  private final Videos videos;
  private final Sounds sounds;
  private final SoundWork work;
  private final Function<String, Optional<String>> whyNot;
  private final Transactions transactions;
  private final Ids ids;
  private final InstantSource clock;

  /**
   * Over what is remembered.
   *
   * @param whyNot why a URL will never be fetched; empty when it may be
   */
  public KeepSounds(
      Videos videos,
      Sounds sounds,
      SoundWork work,
      Function<String, Optional<String>> whyNot,
      Transactions transactions,
      Ids ids,
      InstantSource clock) {
    this.videos = videos;
    this.sounds = sounds;
    this.work = work;
    this.whyNot = whyNot;
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
  }

  /** Those of a video, the oldest first. */
  public List<Sound> of(UUID video) {
    return sounds.of(video);
  }

  /**
   * Adds one that we are to fetch.
   *
   * @throws ProblemException {@link Problem.NotFound}, {@link Problem.BadField}, {@link
   *     Problem.WrongState} when there are too many
   */
  public Sound copy(UUID video, String label, String url) {
    check(label);
    whyNot
        .apply(url)
        .ifPresent(why -> {
          throw new ProblemException(new Problem.BadField("url", why));
        });
    return transactions.run(() -> {
      requireRoom(video, label);
      Sound sound = queued(ids.uuid(), video, label, url);
      sounds.add(sound);
      work.fetch(video, sound.id());
      return sound;
    });
  }

  /**
   * Bytes are about to come for a track that does not exist yet. Should they never be {@link #add
   * added}, they are given back.
   *
   * @return the track's id
   * @throws ProblemException as {@link #copy}
   */
  public UUID expect(UUID video) {
    return transactions.run(() -> {
      requireRoom(video);
      UUID id = ids.uuid();
      work.eraseUnlessKept(video, id);
      return id;
    });
  }

  /**
   * The bytes of an expected track are here.
   *
   * @throws ProblemException as {@link #copy}
   */
  public Sound add(UUID video, UUID id, String label) {
    check(label);
    return transactions.run(() -> {
      requireRoom(video, label);
      if (!work.kept(video, id)) {
        throw new ProblemException(
            new Problem.WrongState("the file took too long to come; send it again"));
      }
      Sound sound = queued(id, video, label, /* url= */ null);
      sounds.add(sound);
      work.make(video, id);
      return sound;
    });
  }

  /** The bytes of an expected track did not come, or are not wanted. */
  public void giveUp(UUID video, UUID id) {
    transactions.change(() -> work.erase(video, id));
  }

  /**
   * Changes one; {@code null} leaves as it is.
   *
   * @param byDefault true takes that away from all others
   * @throws ProblemException {@link Problem.NotFound}, {@link Problem.BadField}
   */
  public Sound change(UUID video, UUID id, @Nullable String label, @Nullable Boolean byDefault) {
    if (label != null) {
      check(label);
    }
    return transactions.run(() -> {
      requireVideo(video);
      Sound before = one(video, id);
      String newLabel = label == null ? before.label() : label;
      if (!newLabel.equals(before.label())) {
        requireUnlike(sounds.of(video), newLabel);
      }
      Sound after = before.changed(newLabel, byDefault == null ? before.byDefault() : byDefault);
      if (after.byDefault()) {
        sounds.of(video).stream()
            .filter(other -> other.byDefault() && !other.id().equals(id))
            .forEach(other -> sounds.update(other.changed(other.label(), false)));
      }
      sounds.update(after);
      return after;
    });
  }

  /**
   * Removes one; playlists do not name it any more from the next request on.
   *
   * @throws ProblemException {@link Problem.NotFound}; {@link Problem.WrongState} for the one that
   *     players take by themselves
   */
  public void remove(UUID video, UUID id) {
    transactions.change(() -> {
      requireVideo(video);
      if (one(video, id).byDefault()) {
        throw new ProblemException(
            new Problem.WrongState(
                "the default audio track cannot be deleted; make another one the default first"));
      }
      sounds.remove(id);
      work.stop(video, id);
      work.erase(video, id);
    });
  }

  private Sound one(UUID video, UUID id) {
    return sounds
        .byId(id)
        .filter(sound -> sound.video().equals(video))
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("audio track not found")));
  }

  private Sound queued(UUID id, UUID video, String label, @Nullable String url) {
    return new Sound(
        id,
        video,
        label,
        /* byDefault= */ false,
        Sound.State.QUEUED,
        /* reason= */ null,
        url,
        /* size= */ 0,
        clock.instant());
  }

  private void requireRoom(UUID video, String label) {
    requireUnlike(requireRoom(video), label);
  }

  private List<Sound> requireRoom(UUID video) {
    requireVideo(video);
    List<Sound> there = sounds.of(video);
    if (there.size() >= MOST) {
      throw new ProblemException(
          new Problem.WrongState("the video has " + MOST + " audio tracks; delete one first"));
    }
    return there;
  }

  private void requireVideo(UUID video) {
    if (videos.byId(video).filter(found -> !found.isDeleted()).isEmpty()) {
      throw new ProblemException(new Problem.NotFound("video not found"));
    }
  }

  private static void requireUnlike(List<Sound> there, String label) {
    if (there.stream().anyMatch(sound -> sound.label().equals(label))) {
      throw new ProblemException(
          new Problem.BadField("label", "the video has an audio track with this label already"));
    }
  }

  private static void check(String label) {
    if (label.isBlank() || label.length() > LONGEST_LABEL || CONTROL.matcher(label).find()) {
      throw new ProblemException(
          new Problem.BadField(
              "label", "label must be 1 to " + LONGEST_LABEL + " characters on one line"));
    }
  }
}
