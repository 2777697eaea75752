package slipway.core.directory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  /** The tree is one answer in which each lies in its parent's. */
  private static final int DEEPEST = 50;

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

  /**
   * Whether an account has one of this number. Asked inside a transaction, it stays so until that
   * ends: what is put into it there does not come to lie in a directory that is gone.
   */
  public boolean has(long account, long number) {
    return directories.held(number).filter(one -> one.account() == account).isPresent();
  }

  /** Videos that lie in it, oldest first, at most a thousand. */
  public List<Video> videosIn(Directory directory) {
    return videos.find(in(directory, MOST_VIDEOS_AT_ONCE));
  }

  /** How many directories and videos lie in it, one level only. */
  public long countIn(Directory directory) {
    return directories.in(directory.number()).size() + videos.count(in(directory, 1));
  }

  /** How many videos lie in each of an account's directories; those without any are left out. */
  public Map<Long, Long> videoCounts(long account) {
    return directories.videos(account);
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
      if (directories.count(account) >= MOST) {
        throw new ProblemException(
            new Problem.WrongState("there are " + MOST + " directories; delete one first"));
      }
      requireRoom(account, parent, /* height= */ 1);
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
        requireRoom(account, parent, height(number));
        if (parent != null && below(number).contains(parent)) {
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
   * Deletes it with all directories and videos in it, also those that come into it meanwhile.
   * Whoever asks again after something went wrong on the way goes on where it stopped.
   *
   * @throws ProblemException {@link Problem.NotFound}
   */
  public void delete(long account, long number) {
    get(account, number);
    while (has(account, number)) {
      // Deepest first, so that no directory is left without its parent.
      for (long one : below(number).reversed()) {
        directories.byNumber(one).ifPresent(this::empty);
        // Whatever came into it since it was emptied stays in a directory, which is emptied again.
        transactions.change(() ->
            directories
                .held(one)
                .filter(there -> countIn(there) == 0)
                .ifPresent(there -> directories.remove(there.number())));
      }
    }
  }

  private void empty(Directory directory) {
    for (List<Video> some = videosIn(directory); !some.isEmpty(); some = videosIn(directory)) {
      for (Video video : some) {
        try {
          deleteVideo.delete(video.id());
        } catch (ProblemException failure) {
          boolean gone =
              failure.problem() instanceof Problem.WrongState
                  || failure.problem() instanceof Problem.NotFound;
          if (!gone) { // else somebody was faster
            throw failure;
          }
        }
      }
    }
  }

  /** It and all below it, each behind the one it lies in. */
  private SequencedSet<Long> below(long number) {
    SequencedSet<Long> found = new LinkedHashSet<>(List.of(number));
    List<Long> level = List.of(number);
    while (!level.isEmpty()) {
      List<Long> next = new ArrayList<>();
      for (long parent : level) {
        directories.in(parent).forEach(one -> next.add(one.number()));
      }
      found.addAll(next);
      level = next;
    }
    return found;
  }

  /** How many levels it and what lies in it take. */
  private int height(long number) {
    int height = 1;
    for (Directory one : directories.in(number)) {
      height = Math.max(height, 1 + height(one.number()));
    }
    return height;
  }

  private void requireRoom(long account, @Nullable Long parent, int height) {
    int depth = height;
    for (Long at = parent; at != null; depth++) {
      Directory above =
          (at.equals(parent) ? directories.held(at) : directories.byNumber(at))
              .filter(one -> one.account() == account)
              .orElseThrow(
                  () -> new ProblemException(new Problem.BadField("parent_id", "does not exist")));
      if (depth >= DEEPEST) {
        throw new ProblemException(
            new Problem.BadField("parent_id", "lies too deep (maximum is " + DEEPEST + " levels)"));
      }
      at = above.parent();
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
