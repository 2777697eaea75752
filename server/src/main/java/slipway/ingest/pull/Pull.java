package slipway.ingest.pull;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
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
public final class Pull {
  /** A connection that brought less is not worth another one right away. */
  private static final long MUCH = 1 << 20;

  private final Outgoing outgoing;
  private final TakeBytes take;
  private final Writers writers;
  private final Receiver receiver;
  private final Duration longest;
  private final Pieces pieces;

  /**
   * @param longest how long one try may take (LP-80)
   */
  public Pull(
      Outgoing outgoing, TakeBytes take, Writers writers, Receiver receiver, Duration longest) {
    this.outgoing = outgoing;
    this.take = take;
    this.writers = writers;
    this.receiver = receiver;
    this.longest = longest;
    this.pieces = new Pieces(outgoing, take, receiver);
  }

  /**
   * Makes one try. When a connection breaks that has brought much, it goes on with the next one at
   * once, so that a large file comes in also from where no connection lives long.
   *
   * @param id of an upload that was started
   */
  public PullEnd pull(String id, String url) throws IOException {
    return pull(id, url, /* authorization= */ null);
  }

  /**
   * As {@link #pull(String, String)}.
   *
   * @param authorization what the URL's own server is to see as {@code Authorization}; nobody else
   *     does, wherever it redirects to (GC-125)
   */
  public PullEnd pull(String id, String url, @Nullable String authorization) throws IOException {
    return pull(
        id,
        (seat, upload, line, left) -> fetch(seat, upload, call(url, authorization, left), line));
  }

  /**
   * As {@link #pull(String, String, String)}, of a film that the playlist at the URL lists in
   * pieces: they come in one behind the other, as one file (LP-81).
   */
  public PullEnd pullPlaylist(String id, String url, @Nullable String authorization)
      throws IOException {
    return pull(
        id,
        (seat, upload, line, left) ->
            pieces.fetch(seat, upload, line, new Pieces.Asked(url, authorization, left)));
  }

  private PullEnd pull(String id, Way way) throws IOException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (true) {
      long before = offset(id);
      Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      PullEnd end = once(id, way, left);
      boolean goesOn = end instanceof PullEnd.Later && offset(id) - before >= MUCH;
      if (!goesOn || System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        return end;
      }
    }
  }

  /**
   * Ends an upload that will never be a file: what came of it is taken away, and its video fails.
   * Repeating it changes nothing.
   */
  public void giveUp(String id, Failure failure) throws IOException {
    try (Writers.Seat _ = writers.take(id, () -> {})) {
      receiver.refuse(take.find().started(id), failure);
    } catch (ProblemException e) {
      if (!Ends.isUnwanted(e.problem())) {
        throw e;
      }
    }
  }

  /** How bytes are brought into an upload whose writer we are. */
  @FunctionalInterface
  private interface Way {
    PullEnd fetch(Writers.Seat seat, Upload upload, Line line, Duration left) throws IOException;
  }

  private long offset(String id) {
    try {
      return take.find().started(id).offset();
    } catch (ProblemException gone) {
      return 0;
    }
  }

  private Call call(String url, @Nullable String authorization, Duration left) {
    Call call = Call.get(url, new Limits(left, take.settings().maxBytes()));
    return authorization == null ? call : call.with("Authorization", authorization);
  }

  private PullEnd once(String id, Way way, Duration left) throws IOException {
    Line line = new Line();
    try (Writers.Seat seat = writers.take(id, line::hangUp)) {
      Upload upload = take.find().started(id);
      if (upload.state() == Upload.State.FINISHED) {
        return new PullEnd.Settled();
      }
      if (upload.isComplete()) { // it was not allowed to become a video before (TUS-256)
        receiver.finish(upload);
        return new PullEnd.Settled();
      }
      return way.fetch(seat, upload, line, left);
    } catch (OutgoingException | BrokenStream e) {
      return Ends.of(e);
    } catch (ProblemException e) {
      return e.problem() instanceof Problem.NoSpace && isOverQuota(id)
          ? Ends.overQuota()
          : Ends.of(e);
    }
  }

  /** Whether it is the account that has no room, for which no waiting helps, and not the disk. */
  private boolean isOverQuota(String id) {
    Upload upload = take.find().started(id);
    return take.bounds().quotaEnd(upload) <= upload.offset();
  }

  private PullEnd fetch(Writers.Seat seat, Upload upload, Call call, Line line) throws IOException {
    if (upload.offset() > 0 && !upload.metadata().isEmpty()) {
      try (Answer answer = send(rest(call, upload))) {
        line.holds(answer);
        boolean rest =
            answer.status() == 206
                && RemoteFile.goesOn(answer, upload.offset(), upload.metadata())
                && RemoteFile.isAsLong(answer, upload.length());
        if (rest) {
          return receive(seat, withLength(upload, RemoteFile.total(answer)), answer);
        }
        if (answer.status() != 206 && answer.status() != 416) {
          return whole(seat, upload, answer);
        }
      }
    }
    try (Answer answer = send(call)) {
      line.holds(answer);
      return whole(seat, upload, answer);
    }
  }

  /** Starts from the first byte, whatever is there already. */
  private PullEnd whole(Writers.Seat seat, Upload upload, Answer answer) throws IOException {
    int status = answer.status();
    if (status != 200) {
      return Ends.of(status, "The URL");
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
    return new PullEnd.Later(
        "The other side gave only a part of the file.", Failure.There.GAVE_A_PART);
  }

  private Upload withLength(Upload upload, OptionalLong total) {
    return upload.length() == null && total.isPresent()
        ? take.declareLength(upload, total.getAsLong())
        : upload;
  }

  private Answer send(Call call) throws OutgoingException {
    return outgoing.send(call);
  }

  private static Call rest(Call whole, Upload upload) {
    return whole
        .with("Range", "bytes=" + upload.offset() + "-")
        .with("If-Range", upload.metadata());
  }
}
