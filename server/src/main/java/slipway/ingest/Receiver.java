package slipway.ingest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.http.Body;
import slipway.http.BodyException;
import slipway.http.Chunk;
import slipway.http.Headers;
import slipway.storage.Blob;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

/**
 * Moves bytes that come in behind those an upload already has, whatever protocol brought them. What
 * arrived before a connection broke is kept; an offset is told only when the bytes below it are
 * durable (TUS-170, TUS-179). The caller holds the upload's {@link Writers.Seat}.
 */
public final class Receiver {
  private static final Logger log = LoggerFactory.getLogger(Receiver.class);

  private static final String NEWER = "a newer request writes this upload";

  private final TakeBytes take;
  private final BlobStore blobs;
  private final FirstLook look;
  private final Seen seen;
  private final FlushTurns turns = new FlushTurns(System.nanoTime());

  public Receiver(TakeBytes take, BlobStore blobs, FirstLook look) {
    this(take, blobs, look, Seen.PATIENCE);
  }

  /** Whose requests wait so long for a hash that a restart has lost. */
  public Receiver(TakeBytes take, BlobStore blobs, FirstLook look, Duration patience) {
    this.take = take;
    this.blobs = blobs;
    this.look = look;
    this.seen = new Seen(look, new LateHashes(blobs, patience));
  }

  /**
   * Appends a body at the upload's offset and finishes the upload when its last byte is there.
   *
   * @param seat held by the caller
   * @param upload as just read while holding the seat
   * @return the upload with its new durable offset
   * @throws ProblemException {@link Problem.TooLarge} for bytes beyond the length (those up to it
   *     are kept, TUS-48), {@link Problem.UnsupportedMedia} when the first bytes are refused,
   *     {@link Problem.TooLong} when they say so, {@link Problem.NoSpace}, {@link
   *     Problem.Displaced}, {@link Problem.ClientStalled}, {@link Problem.ShuttingDown}
   * @throws BodyException.ClientGone when the client went away; what came is kept
   */
  public Upload append(Writers.Seat seat, Upload upload, Body body) throws IOException {
    return append(seat, upload, body, BodyCheck.NONE);
  }

  /**
   * As {@link #append(Writers.Seat, Upload, Body)}, but if anything is to be checked, the body
   * counts as a whole or not at all: its bytes lie behind the told offset, where the next append
   * cuts them off unless the check has passed (TUS-103, TUS-106, TUS-107).
   *
   * @throws RuntimeException also what the check throws
   */
  public Upload append(Writers.Seat seat, Upload upload, Body body, BodyCheck check)
      throws IOException {
    return append(new Append(seat, upload, check, body::trailers), body::next);
  }

  /**
   * As {@link #append(Writers.Seat, Upload, Body)}, with bytes that did not come as the body of a
   * request.
   *
   * @throws BrokenStream when they end before their end; what came is kept
   */
  public Upload append(Writers.Seat seat, Upload upload, ByteStream bytes) throws IOException {
    return append(new Append(seat, upload, BodyCheck.NONE, () -> Headers.EMPTY), bytes);
  }

  private static Upload append(Append append, ByteStream bytes) throws IOException {
    try {
      return append.run(bytes);
    } catch (NoSpaceException e) {
      throw new ProblemException(new Problem.NoSpace(), e);
    }
  }

  /**
   * Finishes an upload that has all its bytes, also one whose length was not known until its body
   * ended; repeating it changes nothing.
   *
   * @return the finished upload
   * @throws ProblemException {@link Problem.UnsupportedMedia} when the file is not the one that was
   *     announced (TUS-115), or is short and no media (CF-19); then its video has failed. {@link
   *     Problem.Locked} when that is still being found out; it ends by itself if nobody asks again
   */
  public Upload finish(Upload upload) throws IOException {
    String announced = upload.birth().sha256();
    boolean checked = announced != null && upload.state() != Upload.State.FINISHED;
    String sha256 = checked ? seen.requireSha256(upload) : seen.sha256(upload);
    if (checked && !Objects.equals(announced, sha256)) {
      throw refused(
          upload,
          Failure.of(
              Failure.Kind.INCOMPLETE,
              "The file is not the one that was announced: its SHA-256 is another."));
    }
    if (upload.state() != Upload.State.FINISHED) {
      requireMedia(upload);
    }
    Upload finished = take.finish(upload, new Content(upload.offset(), sha256));
    // Not before: what could not be ended is tried again, and would be read again.
    seen.forget(upload.id());
    return finished;
  }

  /**
   * As {@link #finish}, of a file that is nothing if it is empty (MD-10).
   *
   * @throws ProblemException also {@link Problem.UnsupportedMedia} when it is
   */
  public Upload finishSome(Upload upload) throws IOException {
    if (upload.offset() == 0 && upload.state() != Upload.State.FINISHED) {
      throw refused(upload, Failure.of(Failure.Kind.NOT_MEDIA, "The file is empty."));
    }
    return finish(upload);
  }

  /**
   * A short file may end before its first bytes said enough; now they are all there is. An empty
   * one is finished as it is where a protocol says so (TUS-64).
   */
  private void requireMedia(Upload upload) throws IOException {
    if (upload.offset() == 0
        || upload.offset() >= FirstLook.ENOUGH
        || !take.find().isPlain(upload)) {
      return;
    }
    ByteBuffer file = ByteBuffer.allocate((int) upload.offset());
    String key = BlobKeys.source(upload.video());
    try (Blob blob = blobs.open(key).orElseThrow(() -> new IOException("no blob " + key))) {
      while (file.hasRemaining() && blob.read(file, file.position()) > 0) {
        // goes on
      }
    }
    byte[] bytes = Arrays.copyOf(file.array(), file.position());
    if (look.judge(bytes, /* complete= */ true)
        instanceof FirstLook.Verdict.Refuse(Failure failure)) {
      log.info("upload of video {} refused: {}", upload.video(), failure.sentence());
      throw refused(upload, failure);
    }
  }

  private ProblemException refused(Upload upload, Failure failure) {
    refuse(upload, failure);
    return new ProblemException(new Problem.UnsupportedMedia(failure.sentence()));
  }

  /**
   * Uploads that have all their bytes and nobody who ends them (TUS-185).
   *
   * @param after the last one that was looked at before, {@code null} for none
   */
  List<Upload> forgotten(@Nullable Upload after, int limit) {
    return take.find().complete(after, limit);
  }

  /**
   * Ends an upload that has all its bytes, for a client that may never come back. The caller holds
   * the writer's place. Does not wait for a hash that a restart has lost: that is begun, and the
   * upload ends when this is called again.
   *
   * @return whether it ended
   * @throws ProblemException as {@link #finish}, but never {@link Problem.Locked}
   */
  boolean finishForgotten(String id) throws IOException {
    Upload upload = take.find().started(id);
    if (upload.state() != Upload.State.OPEN || !upload.isComplete() || !seen.isReady(upload)) {
      return false;
    }
    finish(upload);
    return true;
  }

  /** Forgets an upload that its client gave up; the bytes of a finished one stay (TUS-120). */
  public void drop(Upload upload) throws IOException {
    if (take.drop(upload)) {
      discard(upload);
    }
  }

  /**
   * An upload will never be a file: its video fails, and what came of it is taken away. The record
   * first: after a crash in between no offset may be told whose bytes are gone (TUS-179). Bytes
   * that stay go with their video, or make way for those of another upload to it.
   */
  public void refuse(Upload upload, Failure failure) {
    take.refuse(upload, failure);
    try {
      discard(upload);
    } catch (IOException e) {
      log.warn("bytes of refused video {} stay until it is deleted", upload.video(), e);
    }
  }

  /**
   * Takes away what came of an upload that will not be a file. What its owner added to the video by
   * then, such as captions, stays as long as the video does.
   */
  void discard(Upload upload) throws IOException {
    seen.forget(upload.id());
    if (upload.isPart() || take.find().isGone(upload)) {
      blobs.deleteFolder(BlobKeys.folder(upload.video()));
    } else {
      blobs.delete(BlobKeys.source(upload.video()));
    }
  }

  /** The work of one {@link #append}. */
  private final class Append {
    private final Writers.Seat seat;
    private final BodyCheck check;
    private final Supplier<Headers> trailers;
    private final long start;
    private Upload upload;

    /** How far the account's storage goes, and the disk. */
    private long roomEnd;

    Append(Writers.Seat seat, Upload upload, BodyCheck check, Supplier<Headers> trailers) {
      this.seat = seat;
      this.check = check;
      this.trailers = trailers;
      this.start = upload.offset();
      this.upload = upload;
      this.roomEnd = take.bounds().roomEnd(upload);
    }

    Upload run(ByteStream bytes) throws IOException {
      RunningHash hash = hash();
      LengthWatch watch = take.find().isPlain(upload) ? seen.watchAt(upload) : null;
      Head head = start == 0 && take.find().isPlain(upload) ? new Head(look) : Head.unseen();
      try (BlobAppender appender = open()) {
        FlushAhead flush = new FlushAhead(appender, turns, System::nanoTime, this::durable);
        IOException broken = null;
        boolean surplus = false;
        try {
          surplus = copy(bytes, appender, flush, head, watch, hash);
        } catch (BodyException | BrokenStream | NoSpaceException e) {
          broken = e;
        }
        // Without a length there is only a limit, which is told as one (TUS-252).
        if (surplus && upload.length() != null && !endsByRoom()) {
          check.surplus();
        }
        if (check.isWanted()) {
          requireWhole(broken, surplus);
          check.end(trailers.get());
        }
        finish(flush, broken);
        if (hash != null) {
          seen.keep(upload, hash);
        }
        boolean overrun = surplus && upload.length() == null && !endsByRoom();
        upload = overrun ? take.overrun(upload, appender.position()) : settled(appender.position());
        requireWhole(broken, surplus);
        return upload;
      } catch (ProblemException gone) {
        // Deleted while its bytes came: what they left must not outlive the clean-up (TUS-282).
        if (take.find().isGone(upload)) {
          discard(upload);
        }
        throw gone;
      } catch (Refused refused) {
        refuse(refused.failure);
        throw new ProblemException(problem(refused.failure), refused);
      }
    }

    /** A disk that was found full while it was flushed is full, and not broken (TUS-186). */
    private void finish(FlushAhead flush, @Nullable IOException broken) throws IOException {
      try {
        flush.finish();
      } catch (IOException e) {
        throw broken instanceof NoSpaceException ? broken : e;
      }
    }

    /** A fork when bytes may be dropped, so that the upload's hash still fits afterwards. */
    private @Nullable RunningHash hash() {
      RunningHash hash = seen.hashAt(upload);
      return hash == null || !check.isWanted() ? hash : hash.fork();
    }

    private void durable(long offset) {
      if (!check.isWanted()) {
        upload = take.advance(upload, offset);
        roomEnd = take.bounds().roomEnd(upload);
        check.durable(upload);
      }
    }

    private boolean endsByRoom() {
      return roomEnd < take.bounds().limit(upload);
    }

    /** What was cut short, or too long, is no success. */
    private void requireWhole(@Nullable IOException broken, boolean surplus) throws IOException {
      if (broken != null) {
        throw told(broken);
      }
      if (surplus) {
        throw endsByRoom()
            ? take.bounds().usedUp(upload)
            : new ProblemException(new Problem.TooLarge(take.bounds().limit(upload)));
      }
    }

    private BlobAppender open() throws IOException {
      String key = BlobKeys.source(upload.video());
      try {
        return blobs.append(key, start);
      } catch (NoSpaceException e) {
        throw e;
      } catch (IOException e) {
        if (isShorter(key)) {
          log.error("acknowledged bytes of video {} are gone", upload.video(), e);
          drop(upload);
          throw new ProblemException(new Problem.NotFound("bytes of the upload were lost"), e);
        }
        throw e;
      }
    }

    /** Whether told bytes are missing; such an upload never goes on (TUS-182, REL-17). */
    private boolean isShorter(String key) throws IOException {
      try (Blob blob = blobs.open(key).orElse(null)) {
        return blob == null ? start > 0 : blob.size() < start;
      }
    }

    /**
     * The last byte and the end of the upload are one change (TUS-185). Where the length is known
     * nothing else can be the end, whatever the request said of it: a client that finds the offset
     * at the length says no more (TUS-248), and one that says it is answered again (TUS-247).
     */
    private Upload settled(long offset) throws IOException {
      Long length = upload.length();
      if (length == null || offset < length) {
        return take.advance(upload, offset);
      }
      try {
        return Receiver.this.finish(
            upload.advanced(offset, upload.touchedAt(), upload.expiresAt()));
      } catch (ProblemException notAllowed) {
        // The bytes are here, and can become a video when that is allowed again (TUS-256).
        if (!(notAllowed.problem() instanceof Problem.UnsupportedMedia)) {
          take.advance(upload, offset);
        }
        throw notAllowed;
      }
    }

    /** Copies until the body or the upload's length ends; whether there was more than fits. */
    private boolean copy(
        ByteStream bytes,
        BlobAppender appender,
        FlushAhead flush,
        Head head,
        @Nullable LengthWatch watch,
        @Nullable RunningHash hash)
        throws IOException {
      reach(start);
      while (true) {
        try (Chunk chunk = bytes.next()) {
          if (chunk == null) {
            return false;
          }
          ByteBuffer[] buffers = chunk.buffers();
          long end = Math.min(take.bounds().limit(upload), roomEnd);
          // Others may have used the room meanwhile: then nothing more is taken.
          boolean surplus = cut(buffers, Math.max(0, end - appender.position()));
          reach(appender.position() + length(buffers));
          Optional<Failure> refusal = head.see(buffers);
          if (watch != null && refusal.isEmpty()) {
            refusal = watch.see(buffers);
          }
          if (refusal.isPresent()) {
            throw new Refused(refusal.get());
          }
          if (hash != null) {
            hash.see(buffers);
          }
          check.see(buffers);
          appender.write(buffers);
          flush.written();
          if (surplus) {
            return true;
          }
          if (seat.isLookedAt()) {
            show(flush);
          }
        }
      }
    }

    /** Before anything is written up to there: somebody else may go on already (TUS-157). */
    private void reach(long received) throws BodyException {
      if (!seat.reaches(start, received, !check.isWanted())) {
        throw new BodyException.Stopped(NEWER);
      }
    }

    /** Somebody wants to know how far the upload is, and may go on from there (TUS-161). */
    private void show(FlushAhead flush) throws IOException {
      flush.settle();
      try {
        if (!seat.rest()) {
          throw new BodyException.Stopped(NEWER);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while somebody looked at the offset");
      }
    }

    private Problem problem(Failure failure) {
      Duration most = upload.limits().maxDuration();
      return failure.kind() == Failure.Kind.TOO_LONG && most != null
          ? new Problem.TooLong(most)
          : new Problem.UnsupportedMedia(failure.sentence());
    }

    private void refuse(Failure failure) throws IOException {
      log.info("upload of video {} refused: {}", upload.video(), failure.sentence());
      Receiver.this.refuse(upload, failure);
    }
  }

  /** Cuts the buffers to {@code limit} bytes over all; whether something was cut away. */
  private static boolean cut(ByteBuffer[] buffers, long limit) {
    long left = limit;
    boolean surplus = false;
    for (ByteBuffer buffer : buffers) {
      if (buffer.remaining() > left) {
        buffer.limit(buffer.position() + (int) left);
        surplus = true;
      }
      left -= buffer.remaining();
    }
    return surplus;
  }

  private static long length(ByteBuffer[] buffers) {
    long length = 0;
    for (ByteBuffer buffer : buffers) {
      length += buffer.remaining();
    }
    return length;
  }

  private static IOException told(IOException broken) {
    if (broken instanceof BodyException body) {
      BrokenBody.problem(body)
          .ifPresent(problem -> {
            throw new ProblemException(problem, body);
          });
    }
    return broken;
  }

  /** Leaves the copying when the first bytes are refused. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    Refused(Failure failure) {
      super(failure.sentence());
      this.failure = failure;
    }
  }
}
