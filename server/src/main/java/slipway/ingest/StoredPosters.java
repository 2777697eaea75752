package slipway.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.Ids;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.LooseFiles;
import slipway.core.video.Posters;
import slipway.outgoing.Answer;
import slipway.outgoing.Call;
import slipway.outgoing.Limits;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingException;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

/** Pictures that owners send, as blobs. What a picture is, its first bytes say. */
public final class StoredPosters implements Posters {
  private static final Logger log = LoggerFactory.getLogger(StoredPosters.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final BlobStore blobs;
  private final Outgoing outgoing;
  private final Ids ids;
  private final LooseFiles loose;
  private final InstantSource clock;

  public StoredPosters(
      BlobStore blobs, Outgoing outgoing, Ids ids, LooseFiles loose, InstantSource clock) {
    this.blobs = blobs;
    this.outgoing = outgoing;
    this.ids = ids;
    this.loose = loose;
    this.clock = clock;
  }

  @Override
  public String keep(byte[] image) {
    if (image.length > LARGEST) {
      throw unsupported("is larger than " + LARGEST + " bytes");
    }
    String key = BlobKeys.poster(ids.letters(20), ending(image));
    loose.add(key, clock.instant());
    try (BlobAppender appender = blobs.append(key, 0)) {
      appender.write(new ByteBuffer[] {ByteBuffer.wrap(image)});
      appender.force();
      return key;
    } catch (NoSpaceException full) {
      drop(key);
      throw new ProblemException(new Problem.NoSpace(), full);
    } catch (IOException failure) {
      drop(key);
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public byte[] fetch(String url) {
    try (Answer answer = outgoing.send(Call.get(url, new Limits(PATIENCE, LARGEST)))) {
      if (answer.status() != 200) {
        throw unsupported("was answered with status " + answer.status());
      }
      var image = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 14];
      for (int count = answer.read(buffer); count >= 0; count = answer.read(buffer)) {
        image.write(buffer, 0, count);
      }
      return image.toByteArray();
    } catch (OutgoingException failure) {
      throw new ProblemException(
          new Problem.UnsupportedMedia("cannot be fetched: " + failure.getMessage()), failure);
    }
  }

  @Override
  public void adopt(String key) {
    if (!loose.remove(key)) {
      throw new IllegalStateException("a picture was swept before its video was kept: " + key);
    }
  }

  @Override
  public void abandon(String key) {
    loose.add(key, clock.instant());
  }

  @Override
  public void drop(String key) {
    try {
      blobs.delete(key);
    } catch (IOException failure) {
      log.warn("a picture stays that stands for no video any more: {}", key, failure);
    }
  }

  /** By the signatures of JFIF and Exif, of PNG (ISO 15948, 5.2) and of WebP (RFC 9649, 2.4). */
  private static String ending(byte[] image) {
    String head = new String(image, 0, Math.min(image.length, 16), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u00FF\u00D8\u00FF")) {
      return "jpg";
    }
    if (head.startsWith("\u0089PNG\r\n\u001A\n")) {
      return "png";
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return "webp";
    }
    throw unsupported("is no JPEG, PNG or WebP");
  }

  private static ProblemException unsupported(String sentence) {
    return new ProblemException(new Problem.UnsupportedMedia(sentence));
  }
}
