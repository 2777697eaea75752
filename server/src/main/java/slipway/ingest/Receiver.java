package slipway.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
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
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

/**
 * Moves the bytes of one request body behind those an upload already has, whatever protocol brought
 * them. What arrived before a connection broke is kept; an offset is told only when the bytes below
 * it are durable (TUS-170, TUS-179). The caller holds the upload's {@link Writers.Seat}.
 */
public final class Receiver {
  private static final Logger log = LoggerFactory.getLogger(Receiver.class);

  private static final long FLUSH_EVERY = 32L << 20;
  private static final int KEPT_HASHES = 10_000;
  private static final Duration KEEP_HASH = Duration.ofDays(1);

  private final TakeBytes take;
  private final BlobStore blobs;
  private final FirstLook look;

  /** Hashes of unfinished uploads; one that is lost is computed again later by a job. */
  private final Cache<String, RunningHash> hashes =
      Caffeine.newBuilder().maximumSize(KEPT_HASHES).expireAfterAccess(KEEP_HASH).build();

  public Receiver(TakeBytes take, BlobStore blobs, FirstLook look) {
    this.take = take;
    this.blobs = blobs;
    this.look = look;
  }

  /**
   * Appends a body at the upload's offset and finishes the upload when its last byte is there.
   *
   * @param upload as just read while holding the writer's seat
   * @param plain whether the bytes are the file itself; encrypted ones cannot be looked at
   * @return the upload with its new durable offset
   * @throws ProblemException {@link Problem.TooLarge} for bytes beyond the length (those up to it
   *     are kept, TUS-48), {@link Problem.UnsupportedMedia} when the first bytes are refused,
   *     {@link Problem.NoSpace}, {@link Problem.Displaced}, {@link Problem.ClientStalled}, {@link
   *     Problem.ShuttingDown}
   * @throws BodyException.ClientGone when the client went away; what came is kept
   */
  public Upload append(Upload upload, Body body, boolean plain) throws IOException {
    Append append = new Append(upload, plain);
    try {
      return append.run(body);
    } catch (NoSpaceException e) {
      throw new ProblemException(new Problem.NoSpace(), e);
    }
  }

  /**
   * Ends an upload whose length was not known before its body ended.
   *
   * @return the finished upload
   */
  public Upload close(Upload upload) {
    return finish(take.declareLength(upload, upload.offset()));
  }

  /** Finishes an upload that has all its bytes; repeating it changes nothing. */
  public Upload finish(Upload upload) {
    RunningHash hash = hashes.getIfPresent(upload.id());
    String sha256 =
        hash != null && hash.position() == upload.offset()
            ? hash.hex()
            : upload.offset() == 0 ? new RunningHash().hex() : null;
    hashes.invalidate(upload.id());
    return take.finish(upload, new Content(upload.offset(), sha256));
  }

  /** Forgets the bytes of an upload that its client gave up. */
  public void drop(Upload upload) throws IOException {
    take.drop(upload);
    hashes.invalidate(upload.id());
    blobs.delete(BlobKeys.source(upload.video()));
  }

  /** The work of one {@link #append}. */
  private final class Append {
    private final boolean plain;
    private Upload upload;

    Append(Upload upload, boolean plain) {
      this.upload = upload;
      this.plain = plain;
    }

    Upload run(Body body) throws IOException {
      RunningHash hash = hashAt(upload);
      Head head = upload.offset() == 0 && plain ? new Head(look) : Head.unseen();
      String key = BlobKeys.source(upload.video());
      try (BlobAppender appender = blobs.append(key, upload.offset())) {
        FlushAhead flush =
            new FlushAhead(appender, FLUSH_EVERY, offset -> upload = take.advance(upload, offset));
        IOException broken = null;
        boolean surplus = false;
        try {
          surplus = copy(body, appender, flush, head, hash);
        } catch (BodyException | NoSpaceException e) {
          broken = e;
        }
        flush.finish();
        upload = take.advance(upload, appender.position());
        if (upload.isComplete()) {
          upload = finish(upload);
        }
        if (broken != null) {
          throw told(broken);
        }
        if (surplus) {
          throw new ProblemException(new Problem.TooLarge(lengthOf(upload)));
        }
        return upload;
      } catch (Refused refused) {
        refuse(refused.failure);
        throw new ProblemException(
            new Problem.UnsupportedMedia(refused.failure.sentence()), refused);
      }
    }

    /** Copies until the body or the upload's length ends; whether there was more than fits. */
    private boolean copy(
        Body body, BlobAppender appender, FlushAhead flush, Head head, @Nullable RunningHash hash)
        throws IOException {
      while (true) {
        try (Chunk chunk = body.next()) {
          if (chunk == null) {
            return false;
          }
          ByteBuffer[] buffers = chunk.buffers();
          boolean surplus = cut(buffers, lengthOf(upload) - appender.position());
          Optional<Failure> refusal = head.see(buffers);
          if (refusal.isPresent()) {
            throw new Refused(refusal.get());
          }
          if (hash != null) {
            hash.see(buffers);
          }
          appender.write(buffers);
          flush.written();
          if (surplus) {
            return true;
          }
        }
      }
    }

    private void refuse(Failure failure) throws IOException {
      log.info("upload of video {} refused: {}", upload.video(), failure.sentence());
      take.refuse(upload, failure);
      hashes.invalidate(upload.id());
      blobs.delete(BlobKeys.source(upload.video()));
    }
  }

  private long lengthOf(Upload upload) {
    return upload.length() == null ? take.settings().maxBytes() : upload.length();
  }

  private @Nullable RunningHash hashAt(Upload upload) {
    if (upload.offset() == 0) {
      RunningHash fresh = new RunningHash();
      hashes.put(upload.id(), fresh);
      return fresh;
    }
    RunningHash kept = hashes.getIfPresent(upload.id());
    return kept != null && kept.position() == upload.offset() ? kept : null;
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

  private static IOException told(IOException broken) {
    if (broken instanceof BodyException body) {
      Problem problem =
          switch (body) {
            case BodyException.ClientGone _ -> null;
            case BodyException.IdleTimeout e -> new Problem.ClientStalled(said(e));
            case BodyException.ServerStopping _ -> new Problem.ShuttingDown();
            case BodyException.Stopped _ -> new Problem.Displaced();
            case BodyException.Malformed e -> new Problem.BadRequest(said(e));
            case BodyException.TooLarge e -> new Problem.BadRequest(said(e));
          };
      if (problem != null) {
        throw new ProblemException(problem, body);
      }
    }
    return broken;
  }

  private static String said(Throwable e) {
    return Objects.requireNonNullElse(e.getMessage(), "the body could not be read");
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
