package slipway.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
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
import slipway.core.video.LooseFiles;
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
  private final LooseFiles loose;
  private final InstantSource clock;

  public StoredCaptions(BlobStore blobs, Ids ids, LooseFiles loose, InstantSource clock) {
    this.blobs = blobs;
    this.ids = ids;
    this.loose = loose;
    this.clock = clock;
  }

  @Override
  public Kept keep(UUID video, byte[] text) {
    return keep(video, cues(text));
  }

  @Override
  public Kept keepAhead(UUID video, byte[] text) {
    byte[] words = words(cues(text));
    String blob = key(video);
    loose.add(blob, clock.instant());
    return write(blob, words);
  }

  @Override
  public void adopt(Kept kept) {
    if (!loose.remove(kept.blob())) {
      throw new IllegalStateException("a text was swept before its video was kept: " + kept.blob());
    }
  }

  /** Keeps what was read already. */
  Kept keep(UUID video, List<Cue> cues) {
    return write(key(video), words(cues));
  }

  private static List<Cue> cues(byte[] text) {
    return switch (CaptionReader.read(text)) {
      case CaptionReading.Read(var cues) -> cues;
      case CaptionReading.Refused(String sentence) ->
          throw new ProblemException(new Problem.UnsupportedMedia(sentence));
    };
  }

  private static byte[] words(List<Cue> cues) {
    return WebVtt.write(cues).getBytes(StandardCharsets.UTF_8);
  }

  private String key(UUID video) {
    return BlobKeys.caption(video, ids.letters(12));
  }

  private Kept write(String blob, byte[] text) {
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
