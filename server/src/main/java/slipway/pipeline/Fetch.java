package slipway.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.journey.MoveVideo;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.FetchAuthorizations;
import slipway.core.upload.Gateways;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.video.Failure;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.ingest.pull.Pull;
import slipway.ingest.pull.PullEnd;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;

/**
 * Stage before all others, only for imports: brings the bytes behind a URL here. The upload takes
 * them in and hands them on to {@link Inspect}, as it does with a client's; what came before a
 * crash or a broken line is kept, and the next run goes on behind it (REL-65).
 */
public final class Fetch implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Fetch.class);
  private static final Duration WAIT_FOR_SPACE = Duration.ofMinutes(1);

  /** Waits between tries that are made although the other side has said no (GC-121). */
  private static final List<Duration> INSISTING =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(5));

  private final MoveVideo move;
  private final TakeBytes take;
  private final Pull pull;
  private final Gateways gateways;
  private final FetchAuthorizations authorizations;
  private final Set<String> insistent;
  private final Playlists playlists;

  /**
   * @param insistent doors whose callers expect three tries whatever the other side says
   */
  public Fetch(
      MoveVideo move,
      TakeBytes take,
      Pull pull,
      Gateways gateways,
      FetchAuthorizations authorizations,
      Set<String> insistent,
      Playlists playlists) {
    this.move = move;
    this.take = take;
    this.pull = pull;
    this.gateways = gateways;
    this.authorizations = authorizations;
    this.insistent = Set.copyOf(insistent);
    this.playlists = playlists;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    Optional<Video> found = move.fetching(id);
    Optional<Source.Url> source = found.flatMap(video -> video.source().fetched());
    if (source.isEmpty()) {
      return forgetting(id, Outcome.done()); // or a kill came between the file and the forgetting
    }
    move.started(id);
    Optional<Upload> upload = open(id);
    if (upload.isEmpty()) {
      return forgetting(id, Outcome.done()); // deleted just now
    }
    List<String> urls =
        authorizations.addressOf(id).map(List::of).orElseGet(() -> gateways.urls(source.get()));
    String authorization = authorizations.of(id).orElse(null);
    String key = upload.get().id();
    Way way =
        playlists.isOne(found.get())
            ? url -> pull.pullPlaylist(key, url, authorization)
            : url -> pull.pull(key, url, authorization);
    PullEnd end = pull(way, urls, control);
    if (control.cancelled()) {
      return new Outcome.RetryAfter(Duration.ZERO, "fetching was interrupted");
    }
    return forgetting(id, outcome(end, found.get(), upload.get()));
  }

  /**
   * Whatever came of it, the secret has done its work (GC-125), unless the video is to be fetched
   * from another place by now, whose secret it is then.
   */
  private Outcome forgetting(UUID id, Outcome outcome) {
    return outcome instanceof Outcome.Done(Runnable change)
        ? Outcome.done(() -> {
          change.run();
          if (move.fetching(id).isEmpty()) {
            authorizations.forget(id);
          }
        })
        : outcome;
  }

  private Outcome outcome(PullEnd end, Video video, Upload upload) throws IOException {
    UUID id = video.id();
    return switch (end) {
      case PullEnd.Settled() ->
          move.fetching(id).isEmpty()
              ? Outcome.done()
              : again(id, new PullEnd.Later("Bytes that had come were lost."));
      case PullEnd.Later later -> again(id, later);
      case PullEnd.NoRoom(String reason) -> {
        move.waits(id, reason);
        yield new Outcome.Wait(WAIT_FOR_SPACE, reason);
      }
      case PullEnd.Never(Failure failure) when insists(video, failure) -> {
        Duration wait = INSISTING.get(Math.min(move.retries(id), INSISTING.size() - 1));
        move.waitsAgain(id, failure.sentence());
        yield new Outcome.RetryAfter(wait, failure.sentence());
      }
      case PullEnd.Never(Failure failure) -> {
        log.info("video {} could not be fetched: {}", id, failure.sentence());
        pull.giveUp(upload.id(), failure);
        yield Outcome.done();
      }
    };
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("fetching video {} was given up: {}", job.key(), reason);
    authorizations.forget(UUID.fromString(job.key()));
    move.failed(
        UUID.fromString(job.key()),
        Failure.of(Failure.Kind.INTERNAL, "Fetching the file failed on our side."));
  }

  private boolean insists(Video video, Failure failure) {
    return insistent.contains(video.madeBy())
        && failure.kind() == Failure.Kind.NOT_FETCHED
        && move.retries(video.id()) < INSISTING.size();
  }

  private Optional<Upload> open(UUID id) {
    try {
      return Optional.of(take.toFetch(id));
    } catch (ProblemException e) {
      if (e.problem() instanceof Problem.NotFound) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** How one place is asked. */
  @FunctionalInterface
  private interface Way {
    PullEnd pull(String url) throws IOException;
  }

  /** From one place after the other until one has the file (LP-77). */
  private static PullEnd pull(Way way, List<String> urls, JobControl control) throws IOException {
    PullEnd end =
        new PullEnd.Never(
            Failure.of(
                Failure.Kind.NOT_FETCHED,
                "This server has no gateway for such a URL.",
                "Its operator can set one; or give an HTTP address of the file."));
    for (String url : urls) {
      PullEnd here = way.pull(url);
      boolean elsewhere =
          here instanceof PullEnd.Later
              || (here instanceof PullEnd.Never(Failure failure)
                  && failure.kind() == Failure.Kind.NOT_FETCHED);
      if (!elsewhere || control.cancelled()) {
        return here;
      }
      end = end instanceof PullEnd.Later ? end : here;
    }
    return end;
  }

  private Outcome again(UUID id, PullEnd.Later later) {
    log.info("fetching video {} did not work: {}", id, later.reason());
    Failure failure = Failure.of(Failure.Kind.NOT_FETCHED, later.reason()).seen(later.there());
    return Tries.again(move, id, failure, later.reason());
  }
}
