package slipway.core.journey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.task.Task;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.video.Export;
import slipway.core.video.Facts;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/**
 * Moves a video along after its bytes arrived, and while we fetch them. Every method is one
 * transaction over video, task, renditions, jobs and events (in the order of LP-174), does nothing
 * for a video that was deleted meanwhile, and may be repeated: a job that runs twice leaves the
 * same state.
 */
public final class MoveVideo {
  /** Progress is told when it crosses one of these (LP-85). */
  private static final double TELL_EVERY = 0.25;

  private final Videos videos;
  private final Tasks tasks;
  private final Renditions renditions;
  private final Work work;
  private final RecordEvent record;
  private final Transactions transactions;
  private final InstantSource clock;

  public MoveVideo(
      Videos videos,
      Tasks tasks,
      Renditions renditions,
      Work work,
      RecordEvent record,
      Transactions transactions,
      InstantSource clock) {
    this.videos = videos;
    this.tasks = tasks;
    this.renditions = renditions;
    this.work = work;
    this.record = record;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * The video if work on it still makes sense: bytes are here, and it is neither ready nor gone.
   */
  public Optional<Video> underWay(UUID id) {
    return videos.byId(id).filter(Video::isUnderWay);
  }

  /** The video if its bytes still have to be fetched. */
  public Optional<Video> fetching(UUID id) {
    return videos.byId(id).filter(Video::isFetching);
  }

  /** Whether nobody is to have it any more; its bytes may be kept for a while. */
  public boolean isGone(UUID id) {
    return videos.byId(id).map(Video::isDeleted).orElse(true);
  }

  /** Work begins. */
  public void started(UUID id) {
    move(
        id,
        (video, now) -> {
          Task task = taskOf(video);
          if (task.state() != Task.State.RUNNING) {
            keep(task.running(0, now), video, Event.Kind.TASK_UPDATED, now);
          }
        });
  }

  /** The source is media, and this is what is in it; something has yet to be made of it. */
  public void inspected(UUID id, Facts facts) {
    move(id, (video, now) -> keep(video.inspected(facts, now), now));
  }

  /** As {@link #inspected}, and the renditions have to be encoded first. */
  public void inspectedForTranscoding(UUID id, Facts facts) {
    move(
        id,
        (video, now) -> {
          keep(video.inspected(facts, now), now);
          work.transcode(id, facts.duration(), /* watchable= */ false, priorityOf(video));
        });
  }

  /** As {@link #inspected}, and its tracks may be played once they are in another container. */
  public void inspectedForRemux(UUID id, Facts facts) {
    move(
        id,
        (video, now) -> {
          keep(video.inspected(facts, now), now);
          work.remux(id);
        });
  }

  /** It can be watched already, and smaller renditions are to be made beside it. */
  public void ladderFollows(UUID id) {
    move(
        id,
        (video, now) ->
            work.transcode(id, lengthOf(video), video.isWatchable(), priorityOf(video)));
  }

  private static int priorityOf(Video video) {
    return video.wishes().effectiveParticulars().priority();
  }

  private static Duration lengthOf(Video video) {
    Facts facts = video.facts();
    return facts == null ? Duration.ZERO : facts.duration();
  }

  /**
   * The video while renditions may be made of it: its bytes are here, and it is neither failed nor
   * gone. A ready one may get a rendition that failed before.
   */
  public Optional<Video> beingMade(UUID id) {
    return videos.byId(id).filter(MoveVideo::takesRenditions);
  }

  /** Its turn as its owner asked for it, -10 to 10, the highest first; 0 when it is gone. */
  public int wish(UUID id) {
    return videos.byId(id).map(MoveVideo::priorityOf).orElse(0);
  }

  private static boolean takesRenditions(Video video) {
    return video.isUnderWay() || video.phase() instanceof Phase.Ready;
  }

  /**
   * These renditions are to be made. Those that are done already, or have failed, stay as they are;
   * what an earlier plan wanted and this one does not is forgotten.
   */
  public void planned(UUID id, List<Rendition> plan) {
    make(
        id,
        (video, now) -> {
          Set<String> names = new HashSet<>();
          plan.forEach(rendition -> names.add(rendition.name()));
          Set<String> kept = new HashSet<>();
          for (Rendition there : renditions.all(id)) {
            if (names.contains(there.name())) {
              kept.add(there.name());
            } else if (!there.isDone()) {
              renditions.remove(id, there.name());
            }
          }
          plan.stream()
              .filter(rendition -> !kept.contains(rendition.name()))
              .forEach(renditions::publish);
        });
  }

  /**
   * The work on some renditions got further; {@code share} is 0 to 1.
   *
   * @return whether they are still wanted
   */
  public boolean renditionsProgressed(UUID id, Collection<String> names, double share) {
    return transactions.run(() -> {
      Optional<Video> found = videos.byId(id).filter(MoveVideo::takesRenditions);
      if (found.isEmpty()) {
        return false;
      }
      List<Rendition> all = new ArrayList<>();
      for (Rendition rendition : renditions.all(id)) {
        boolean moves = names.contains(rendition.name()) && !rendition.isSettled();
        Rendition now = moves ? rendition.running(share) : rendition;
        if (moves) {
          renditions.publish(now);
        }
        all.add(now);
      }
      double together =
          all.stream()
              .filter(rendition -> rendition.form() != Rendition.Form.SOURCE)
              .mapToDouble(rendition -> rendition.isSettled() ? 1 : rendition.progress())
              .average()
              .orElse(0);
      if (found.get().isUnderWay()) {
        further(found.get(), together, clock.instant());
      }
      return true;
    });
  }

  /** One rendition cannot be made; the others are none the worse for it (REL-33). */
  public void renditionFailed(UUID id, String name, Failure failure) {
    make(
        id,
        (video, now) ->
            renditions
                .named(id, name)
                .filter(rendition -> !rendition.isSettled())
                .ifPresent(rendition -> renditions.publish(rendition.failed(failure.sentence()))));
  }

  /**
   * Looks whether anything is left to be made. If not, the video is ready, or it has failed because
   * nothing came of it that can be watched.
   *
   * @param kind of failure in that case
   */
  public void settled(UUID id, Failure.Kind kind) {
    make(
        id,
        (video, now) -> {
          List<Rendition> all = renditions.all(id);
          if (!all.stream().allMatch(Rendition::isSettled)) {
            return;
          }
          if (!video.isUnderWay()) {
            signLater(video, now);
            return;
          }
          if (all.stream().anyMatch(rendition -> rendition.isDone() && carries(rendition, all))) {
            ready(id);
          } else {
            failed(
                id,
                all.stream()
                    .sorted(Comparator.comparing(one -> one.form() == Rendition.Form.SOUND))
                    .map(Rendition::reason)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(sentence -> new Failure(kind, sentence))
                    .orElse(Failure.of(kind, "Nothing could be made of the file.")));
          }
        });
  }

  /** Nothing that is still to be made can be; what is there stays. */
  public void restFailed(UUID id, Failure failure) {
    make(
        id,
        (video, now) -> {
          failOpen(id, _ -> true, failure);
          if (canBeWatched(video)) {
            settled(id, failure.kind());
          } else {
            failed(id, failure);
          }
        });
  }

  /**
   * Nothing more comes of what players are given; what is there stays. Of a video that can be
   * watched the downloads are still made, by work of their own that settles it (REL-33).
   */
  public void ladderFailed(UUID id, Failure failure) {
    make(
        id,
        (video, now) -> {
          if (canBeWatched(video)) {
            failOpen(id, one -> one.form() != Rendition.Form.DOWNLOAD, failure);
            settled(id, failure.kind());
          } else {
            restFailed(id, failure);
          }
        });
  }

  private void failOpen(UUID id, Predicate<Rendition> which, Failure failure) {
    renditions.all(id).stream()
        .filter(rendition -> !rendition.isSettled())
        .filter(which)
        .forEach(rendition -> renditions.publish(rendition.failed(failure.sentence())));
  }

  /** What was watched while it was made may have nothing whole (decision 0019). */
  private boolean canBeWatched(Video video) {
    List<Rendition> all = renditions.all(video.id());
    return video.isWatchable()
        && all.stream().anyMatch(rendition -> rendition.isDone() && carries(rendition, all));
  }

  /** Sound alone is enough only where there was to be no picture; a download is for no player. */
  private static boolean carries(Rendition rendition, List<Rendition> all) {
    return switch (rendition.form()) {
      case SOURCE, PICTURE -> true;
      case SOUND -> all.stream().noneMatch(other -> other.form() == Rendition.Form.PICTURE);
      case DOWNLOAD -> false;
    };
  }

  /** The work got further; {@code progress} is 0 to 1. */
  public void progressed(UUID id, double progress) {
    move(id, (video, now) -> further(video, progress, now));
  }

  private void further(Video video, double progress, Instant now) {
    Video further = video.progressed(progress, now);
    videos.update(further);
    Task before = taskOf(video);
    Task task = before.running(progress, now);
    tasks.update(task);
    if (Math.floor(before.progress() / TELL_EVERY) < Math.floor(progress / TELL_EVERY)) {
      record.ofTask(Event.Kind.TASK_UPDATED, further, task, now);
      record.ofVideo(Event.Kind.VIDEO_UPDATED, further, now);
    }
  }

  /** It can be watched: {@code made} are complete and verified. */
  public void viewable(UUID id, List<Rendition> made) {
    make(
        id,
        (video, now) -> {
          made.forEach(renditions::publish);
          List<Rendition> all = renditions.all(id);
          if (!video.isWatchable() && made.stream().anyMatch(one -> carries(one, all))) {
            keep(video.viewable(now), now);
          }
        });
  }

  /**
   * The beginning of it can be watched while the rest of its first rendition is being made
   * (decision 0019). It is told when the sound to it is there, or cannot be made.
   *
   * @param sound whether the beginning of its sound is there, too
   */
  public void begun(UUID id, boolean sound) {
    make(
        id,
        (video, now) -> {
          boolean heard =
              sound
                  || renditions.all(id).stream()
                      .filter(rendition -> rendition.form() == Rendition.Form.SOUND)
                      .allMatch(Rendition::isSettled);
          if (heard && !video.isWatchable()) {
            keep(video.viewable(now), now);
          }
        });
  }

  /** A rendition came that could not be made before. */
  private void signLater(Video video, Instant now) {
    if (video.wishes().provenance()) {
      keep(video.awaitingSigning(now), now);
      work.sign(video.id());
    }
  }

  /** Everything that will be made is there; it may still have to be signed (LP-168). */
  public void ready(UUID id) {
    move(
        id,
        (video, now) -> {
          if (video.awaitsSigning()) {
            videos.update(video.awaitingSigning(now));
            work.sign(id);
            return;
          }
          Video ready = video.ready(now);
          keep(ready, now);
          record.ofVideo(Event.Kind.VIDEO_READY, ready, now);
          Task task = taskOf(video).completed(now);
          keep(task, ready, Event.Kind.TASK_UPDATED, now);
          record.ofTask(Event.Kind.TASK_COMPLETED, ready, task, now);
          Export copy = video.wishes().export();
          if (copy != null && copy.state() == Export.State.WAITING) {
            work.export(id, task.id());
          }
        });
  }

  /** How often the work was tried again by itself since somebody last asked for it. */
  public int retries(UUID id) {
    return tasks.ofVideo(id).map(Task::retries).orElse(0);
  }

  /**
   * Something on our side is missing, and the work waits until it is there; no try is counted.
   * {@code reason} is shown meanwhile.
   */
  public void waits(UUID id, String reason) {
    move(
        id,
        (video, now) -> {
          Task task = taskOf(video);
          if (task.state() != Task.State.WAITING || !reason.equals(task.error())) {
            keep(task.waiting(reason, now), video, Event.Kind.TASK_UPDATED, now);
          }
        });
  }

  /** Trying failed and will be tried again; {@code reason} is shown meanwhile (LP-112). */
  public void waitsAgain(UUID id, String reason) {
    move(
        id,
        (video, now) ->
            keep(taskOf(video).waitingAgain(reason, now), video, Event.Kind.TASK_UPDATED, now));
  }

  /** It ended, with a reason. */
  public void failed(UUID id, Failure failure) {
    move(
        id,
        (video, now) -> {
          Video failed = video.failed(failure, now);
          Task task = taskOf(video).failed(failure.sentence(), now);
          keep(task, failed, Event.Kind.TASK_UPDATED, now);
          record.ofTask(Event.Kind.TASK_FAILED, failed, task, now);
          keep(failed, now);
          record.ofVideo(Event.Kind.VIDEO_FAILED, failed, now);
        });
  }

  /** The source's hash is known now. */
  public void hashed(UUID id, String sha256) {
    transactions.change(() ->
        videos
            .byId(id)
            .filter(video -> !video.isDeleted())
            .ifPresent(video -> videos.update(video.hashed(sha256, clock.instant()))));
  }

  private void move(UUID id, BiConsumer<Video, Instant> change) {
    transactions.change(() ->
        videos
            .byId(id)
            .filter(video -> video.isUnderWay() || video.isFetching())
            .ifPresent(video -> change.accept(video, clock.instant())));
  }

  private void make(UUID id, BiConsumer<Video, Instant> change) {
    transactions.change(() ->
        videos
            .byId(id)
            .filter(MoveVideo::takesRenditions)
            .ifPresent(video -> change.accept(video, clock.instant())));
  }

  private Task taskOf(Video video) {
    return tasks.ofVideo(video.id()).orElseThrow();
  }

  private void keep(Video video, Instant now) {
    videos.update(video);
    record.ofVideo(Event.Kind.VIDEO_UPDATED, video, now);
  }

  private void keep(Task task, Video video, Event.Kind kind, Instant now) {
    tasks.update(task);
    record.ofTask(kind, video, task, now);
  }
}
