package slipway.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Arrays;
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
import slipway.media.captions.EmbeddedText;
import slipway.media.captions.WebVtt;
import slipway.storage.Blob;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

/**
 * Texts of captions as blobs in the folder of their video. They are read in turns and written as
 * they are made, so what all of them take of the memory is bounded (REL-53).
 */
public final class StoredCaptions implements CaptionFiles {
  private static final Logger log = LoggerFactory.getLogger(StoredCaptions.class);

  /** As large as callers may send them. */
  private static final long LARGEST = 10 << 20;

  private static final int PIECE = 64 << 10;

  private final BlobStore blobs;
  private final Ids ids;
  private final LooseFiles loose;
  private final InstantSource clock;
  private final CaptionTurns turns;

  public StoredCaptions(BlobStore blobs, Ids ids, LooseFiles loose, InstantSource clock) {
    this(blobs, ids, loose, clock, new CaptionTurns());
  }

  StoredCaptions(
      BlobStore blobs, Ids ids, LooseFiles loose, InstantSource clock, CaptionTurns turns) {
    this.blobs = blobs;
    this.ids = ids;
    this.loose = loose;
    this.clock = clock;
    this.turns = turns;
  }

  @Override
  public Kept keep(UUID video, byte[] text) {
    try (CaptionTurns.Turn _ = turns.next()) {
      return write(key(video), cues(CaptionReader.read(text)));
    }
  }

  @Override
  public Kept keepAhead(UUID video, byte[] text) {
    try (CaptionTurns.Turn _ = turns.next()) {
      List<Cue> cues = cues(CaptionReader.read(text));
      String blob = key(video);
      loose.add(blob, clock.instant());
      return write(blob, cues);
    }
  }

  @Override
  public void adopt(Kept kept) {
    if (!loose.remove(kept.blob())) {
      throw new IllegalStateException("a text was swept before its video was kept: " + kept.blob());
    }
  }

  /**
   * Keeps what was found in a source.
   *
   * @return empty when there is no cue in it
   * @throws ProblemException as {@link #keep(UUID, byte[])}
   */
  Optional<Kept> keep(UUID video, EmbeddedText text) throws IOException {
    if (Files.size(text.srt()) > LARGEST) {
      throw new ProblemException(
          new Problem.UnsupportedMedia("It is larger than " + LARGEST + " bytes."));
    }
    try (CaptionTurns.Turn _ = turns.next();
        InputStream srt = Files.newInputStream(text.srt())) {
      CaptionReading reading = CaptionReader.read(srt);
      // What FFmpeg wrote is SRT; if it does not look so, nothing was in it.
      return reading instanceof CaptionReading.Refused
          ? Optional.empty()
          : Optional.of(cues(reading))
              .filter(cues -> !cues.isEmpty())
              .map(cues -> write(key(video), cues));
    }
  }

  private static List<Cue> cues(CaptionReading reading) {
    return switch (reading) {
      case CaptionReading.Read(List<Cue> cues) -> cues;
      case CaptionReading.Refused(String sentence) -> throw refused(sentence);
      case CaptionReading.TooMuch(String sentence) -> throw refused(sentence);
    };
  }

  private static ProblemException refused(String sentence) {
    return new ProblemException(new Problem.UnsupportedMedia(sentence));
  }

  private String key(UUID video) {
    return BlobKeys.caption(video, ids.letters(12));
  }

  private Kept write(String blob, List<Cue> cues) {
    try (BlobAppender appender = blobs.append(blob, 0)) {
      // Not closed: whoever opened the appender closes it.
      var words = new BufferedWriter(new OutputStreamWriter(new Appending(appender), UTF_8), PIECE);
      WebVtt.write(cues, words);
      words.flush();
      appender.force();
      return new Kept(blob, appender.position());
    } catch (NoSpaceException full) {
      drop(blob);
      throw new ProblemException(new Problem.NoSpace(), full);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Whatever is written stands behind what is there. */
  private static final class Appending extends OutputStream {
    private final BlobAppender appender;

    Appending(BlobAppender appender) {
      this.appender = appender;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      appender.write(new ByteBuffer[] {ByteBuffer.wrap(bytes, from, count)});
    }
  }

  @Override
  public byte[] read(Caption caption) {
    try {
      Optional<Blob> found = blobs.open(caption.blob());
      try (Blob blob = found.orElse(null)) {
        if (blob == null) {
          return new byte[0];
        }
        ByteBuffer text = ByteBuffer.allocate(Math.toIntExact(blob.size()));
        new BlobSource(blob).readAvailable(0, text);
        return text.hasRemaining() ? Arrays.copyOf(text.array(), text.position()) : text.array();
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
