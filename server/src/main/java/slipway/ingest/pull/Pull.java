package slipway.ingest.pull;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.video.Failure;
import slipway.ingest.BrokenStream;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;
import slipway.outgoing.Answer;
import slipway.outgoing.Call;
import slipway.outgoing.Limits;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingException;

/**
 * Fetches the file behind a URL into an upload. What came of it before a connection broke is kept,
 * and the next try asks only for the rest, provided that the file is still the same one: the
 * upload's metadata remembers its ETag or date. Otherwise it starts over (REL-65). Safe for any
 * thread; an upload has one writer at a time.
 */
final class Pull {
  /** Too early, too often, too slow: said to be worth another try (RFC 9110, 6585, 8470). */
  private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(408, 425, 429);

  private final Outgoing outgoing;
  private final TakeBytes take;
  private final Writers writers;
  private final Receiver receiver;
  private final Duration longest;

  /**
   * @param longest how long one try may take (LP-80)
   */
  Pull(Outgoing outgoing, TakeBytes take, Writers writers, Receiver receiver, Duration longest) {
    this.outgoing = outgoing;
    this.take = take;
    this.writers = writers;
    this.receiver = receiver;
    this.longest = longest;
  }

  /**
   * Makes one try.
   *
   * @param id of an upload that was started
   */
  PullEnd pull(String id, String url) throws IOException {
    var current = new AtomicReference<@Nullable Answer>();
    try (Writers.Seat seat = writers.take(id, () -> hangUp(current))) {
      Upload upload = take.started(id);
      if (upload.state() == Upload.State.FINISHED) {
        return new PullEnd.Settled();
      }
      return fetch(seat, upload, url, current);
    } catch (OutgoingException | BrokenStream e) {
      return ended(e);
    } catch (ProblemException e) {
      return ended(e);
    }
  }

  private PullEnd fetch(
      Writers.Seat seat, Upload upload, String url, AtomicReference<@Nullable Answer> current)
      throws IOException {
    if (upload.offset() > 0 && !upload.metadata().isEmpty()) {
      try (Answer answer = send(rest(url, upload))) {
        current.set(answer);
        boolean rest =
            answer.status() == 206 && RemoteFile.goesOn(answer, upload.offset(), upload.metadata());
        if (rest) {
          return receive(seat, withLength(upload, RemoteFile.total(answer)), answer);
        }
        if (answer.status() != 206 && answer.status() != 416) {
          return whole(seat, upload, answer);
        }
      }
    }
    try (Answer answer = send(Call.get(url, limits()))) {
      current.set(answer);
      return whole(seat, upload, answer);
    }
  }

  /** Starts from the first byte, whatever is there already. */
  private PullEnd whole(Writers.Seat seat, Upload upload, Answer answer) throws IOException {
    int status = answer.status();
    if (status != 200) {
      String sentence = "The URL was answered with status %d.".formatted(status);
      return status >= 500 || WORTH_ANOTHER_TRY.contains(status)
          ? new PullEnd.Later(sentence)
          : new PullEnd.Never(new Failure(Failure.Kind.NOT_FETCHED, sentence));
    }
    OptionalLong length = answer.length();
    Upload started =
        take.start(
            upload,
            length.isPresent() ? (Long) length.getAsLong() : null,
            RemoteFile.validator(answer));
    return receive(seat, started, answer);
  }

  private PullEnd receive(Writers.Seat seat, Upload upload, Answer answer) throws IOException {
    Upload received = receiver.append(seat, upload, new RemoteStream(answer));
    if (received.length() == null || received.isComplete()) {
      receiver.finish(received);
      return new PullEnd.Settled();
    }
    return new PullEnd.Later("The other side gave only a part of the file.");
  }

  private Upload withLength(Upload upload, OptionalLong total) {
    return upload.length() == null && total.isPresent()
        ? take.declareLength(upload, total.getAsLong())
        : upload;
  }

  private Answer send(Call call) throws OutgoingException {
    return outgoing.send(call);
  }

  private Call rest(String url, Upload upload) {
    return Call.get(url, limits())
        .with("Range", "bytes=" + upload.offset() + "-")
        .with("If-Range", upload.metadata());
  }

  private Limits limits() {
    return new Limits(longest, take.settings().maxBytes());
  }

  private static PullEnd ended(IOException broken) {
    Throwable cause = broken instanceof BrokenStream ? broken.getCause() : broken;
    String sentence = String.valueOf(broken.getMessage());
    if (cause instanceof OutgoingException why) {
      return switch (why) {
        case OutgoingException.Unreachable _ -> new PullEnd.Later(sentence);
        case OutgoingException.TimedOut _ -> new PullEnd.Later(sentence);
        case OutgoingException.Refused _ -> never(Failure.Kind.NOT_FETCHED, sentence);
        case OutgoingException.BadAnswer _ -> never(Failure.Kind.NOT_FETCHED, sentence);
        case OutgoingException.TooLarge _ -> never(Failure.Kind.OVER_LIMIT, sentence);
      };
    }
    return new PullEnd.Later(sentence);
  }

  private static PullEnd ended(ProblemException e) {
    Problem problem = e.problem();
    if (problem instanceof Problem.TooLarge) {
      return never(Failure.Kind.OVER_LIMIT, problem.message());
    }
    if (problem instanceof Problem.QuotaReached) {
      return never(Failure.Kind.OVER_LIMIT, "The account's storage is used up.");
    }
    boolean unwanted =
        problem instanceof Problem.UnsupportedMedia // told by the receiver already
            || problem instanceof Problem.TooLong
            || problem instanceof Problem.NotFound
            || problem instanceof Problem.UploadExpired
            || problem instanceof Problem.AlreadyUploaded;
    return unwanted ? new PullEnd.Settled() : new PullEnd.Later(problem.message());
  }

  private static PullEnd never(Failure.Kind kind, String sentence) {
    return new PullEnd.Never(new Failure(kind, sentence));
  }

  private static void hangUp(AtomicReference<@Nullable Answer> current) {
    Optional.ofNullable(current.get()).ifPresent(Answer::close);
  }
}
