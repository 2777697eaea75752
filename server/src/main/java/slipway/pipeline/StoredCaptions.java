package slipway.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.Ids;
import slipway.core.caption.Caption;
import slipway.core.caption.CaptionFiles;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.media.captions.CaptionReader;
import slipway.media.captions.CaptionReading;
import slipway.media.captions.Cue;
import slipway.media.captions.WebVtt;
import slipway.storage.Blob;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

/** Texts of captions as blobs in the folder of their video. */
public final class StoredCaptions implements CaptionFiles {
  private static final Logger log = LoggerFactory.getLogger(StoredCaptions.class);

  private final BlobStore blobs;
  private final Ids ids;

  public StoredCaptions(BlobStore blobs, Ids ids) {
    this.blobs = blobs;
    this.ids = ids;
  }

  @Override
  public Kept keep(UUID video, byte[] text) {
    return switch (CaptionReader.read(text)) {
      case CaptionReading.Read(var cues) -> keep(video, cues);
      case CaptionReading.Refused(String sentence) ->
          throw new ProblemException(new Problem.UnsupportedMedia(sentence));
    };
  }

  /** Keeps what was read already. */
  Kept keep(UUID video, List<Cue> cues) {
    return write(video, WebVtt.write(cues).getBytes(StandardCharsets.UTF_8));
  }

  private Kept write(UUID video, byte[] text) {
    String blob = BlobKeys.caption(video, ids.letters(12));
    try (BlobAppender appender = blobs.append(blob, 0)) {
      appender.write(new ByteBuffer[] {ByteBuffer.wrap(text)});
      appender.force();
      return new Kept(blob, text.length);
    } catch (NoSpaceException full) {
      drop(blob);
      throw new ProblemException(new Problem.NoSpace(), full);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public String read(Caption caption) {
    try {
      Optional<Blob> found = blobs.open(caption.blob());
      try (Blob blob = found.orElse(null)) {
        if (blob == null) {
          return "";
        }
        ByteBuffer text = ByteBuffer.allocate(Math.toIntExact(blob.size()));
        new BlobSource(blob).readAvailable(0, text);
        return StandardCharsets.UTF_8.decode(text.flip()).toString();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void drop(String blob) {
    try {
      blobs.delete(blob);
    } catch (IOException failure) {
      log.warn("the file of a caption stays until its video goes: {}", blob, failure);
    }
  }
}
