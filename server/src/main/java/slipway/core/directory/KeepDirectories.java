package slipway.core.directory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import slipway.core.Transactions;
import slipway.core.journey.DeleteVideo;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.Videos;

/** Makes directories, moves them about, and deletes them with everything in them. */
public final class KeepDirectories {
  /** All of an account's stand in one answer. */
  private static final int MOST = 10_000;

  private static final int MOST_VIDEOS_AT_ONCE = 1_000;

  private final Directories directories;
  private final Videos videos;
  private final DeleteVideo deleteVideo;
  private final Transactions transactions;
  private final InstantSource clock;

  public KeepDirectories(
      Directories directories,
      Videos videos,
      DeleteVideo deleteVideo,
      Transactions transactions,
      InstantSource clock) {
    this.directories = directories;
    this.videos = videos;
    this.deleteVideo = deleteVideo;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** All of an account, in the order of their numbers. */
  public List<Directory> all(long account) {
    return directories.of(account);
  }

  /**
   * One of an account.
   *
   * @throws ProblemException {@link Problem.NotFound}, also for another account's
   */
  public Directory get(long account, long number) {
    return directories
        .byNumber(number)
        .filter(directory -> directory.account() == account)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("directory not found")));
  }

  /** Whether an account has one of this number. */
  public boolean has(long account, long number) {
    return directories.byNumber(number).filter(one -> one.account() == account).isPresent();
  }

  /** Videos that lie in it, oldest first, at most a thousand. */
  public List<Video> videosIn(Directory directory) {
    return videos.find(in(directory, MOST_VIDEOS_AT_ONCE));
  }

  /** How many videos lie in it. */
  public long countVideosIn(Directory directory) {
    return videos.count(in(directory, 1));
  }

  /**
   * Makes one.
   *
   * @param parent in which it is to lie, {@code null} for the top
   * @throws ProblemException {@link Problem.BadField} when there is no such parent, {@link
   *     Problem.WrongState} when there are too many
   */
  public Directory make(long account, String name, @Nullable Long parent) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      if (directories.of(account).size() >= MOST) {
        throw new ProblemException(
            new Problem.WrongState("there are " + MOST + " directories; delete one first"));
      }
      requireParent(account, parent);
      Directory made = new Directory(directories.nextNumber(), account, name, parent, now, now);
      directories.add(made);
      return made;
    });
  }

  /**
   * Gives it another name or place.
   *
   * @throws ProblemException {@link Problem.NotFound}; {@link Problem.BadField} when there is no
   *     such parent, or it lies in the directory itself
   */
  public Directory change(long account, long number, String name, @Nullable Long parent) {
    return transactions.run(() -> {
      Directory before = get(account, number);
      if (!Objects.equals(parent, before.parent())) {
        requireParent(account, parent);
        if (parent != null && below(account, number).contains(parent)) {
          throw new ProblemException(
              new Problem.BadField("parent_id", "can't be the directory itself or lie in it"));
        }
      }
      Directory after = before.changed(name, parent, clock.instant());
      directories.update(after);
      return after;
    });
  }

  /**
   * Deletes it with all directories and videos in it. Whoever asks again after something went wrong
   * on the way goes on where it stopped.
   *
   * @throws ProblemException {@link Problem.NotFound}
   */
  public void delete(long account, long number) {
    get(account, number);
    // Deepest first, so that no directory is left without its parent.
    for (long one : below(account, number).reversed()) {
      Directory directory = get(account, one);
      empty(directory);
      transactions.change(() -> {
        // What somebody put into it meanwhile lies nowhere from now on, and is not lost.
        if (directories.of(account).stream().noneMatch(other -> isIn(other, one))) {
          directories.remove(one);
        }
      });
    }
  }

  private void empty(Directory directory) {
    for (List<Video> some = videosIn(directory); !some.isEmpty(); some = videosIn(directory)) {
      for (Video video : some) {
        try {
          deleteVideo.delete(video.id());
        } catch (ProblemException failure) {
          if (!(failure.problem() instanceof Problem.WrongState)) { // somebody was faster
            throw failure;
          }
        }
      }
    }
  }

  /** It and all below it, each behind the one it lies in. */
  private SequencedSet<Long> below(long account, long number) {
    List<Directory> all = directories.of(account);
    List<Long> found = new ArrayList<>(List.of(number));
    for (int i = 0; i < found.size(); i++) {
      long parent = found.get(i);
      all.stream().filter(one -> isIn(one, parent)).forEach(one -> found.add(one.number()));
    }
    return new LinkedHashSet<>(found);
  }

  private static boolean isIn(Directory directory, long number) {
    Long parent = directory.parent();
    return parent != null && parent == number;
  }

  private void requireParent(long account, @Nullable Long parent) {
    if (parent != null && !has(account, parent)) {
      throw new ProblemException(new Problem.BadField("parent_id", "does not exist"));
    }
  }

  private static VideoQuery in(Directory directory, int limit) {
    return new VideoQuery(
        OptionalLong.of(directory.account()),
        List.of(
            new VideoQuery.Condition(
                VideoQuery.Field.DIRECTORY,
                VideoQuery.Comparison.EQUAL,
                List.of(directory.number()))),
        List.of(new VideoQuery.Order(VideoQuery.Field.SERIAL, /* descending= */ false)),
        /* skip= */ 0,
        limit);
  }
}
