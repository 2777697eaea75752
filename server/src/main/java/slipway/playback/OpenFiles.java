package slipway.playback;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.caption.Caption;
import slipway.media.packaging.TextInput;
import slipway.storage.Blob;
import slipway.storage.BlobStore;

/** Files that are being opened for one video: all of them, or none stays open. */
final class OpenFiles {
  private static final Logger log = LoggerFactory.getLogger(OpenFiles.class);

  /** The first line of a WebVTT file, which may go on behind the word. */
  private static final int LONGEST_FIRST_LINE = 1024;

  private final BlobStore blobs;
  private final Map<String, Blob> files = new HashMap<>();

  OpenFiles(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Open blobs by their identity. */
  Map<String, Blob> all() {
    return files;
  }

  Blob open(String key) throws IOException {
    Blob stored = blobs.open(key).orElseThrow(() -> new IOException("no blob " + key));
    return keep(new Intact(blobs, key, stored));
  }

  /** One without which the others can be played; empty when it is gone. */
  Optional<Blob> openIfThere(String key) throws IOException {
    Optional<Blob> stored = blobs.open(key).map(blob -> keep(new Intact(blobs, key, blob)));
    if (stored.isEmpty()) {
      log.warn("the file {} of a video is missing", key);
    }
    return stored;
  }

  private Blob keep(Blob blob) {
    Blob same = files.put(blob.identity(), blob);
    if (same != null) {
      close(same);
    }
    return blob;
  }

  /** A text; empty when its file is gone, for which nobody shall miss the pictures. */
  Optional<TextInput> text(Caption caption) throws IOException {
    Optional<Blob> stored = blobs.open(caption.blob());
    if (stored.isEmpty()) {
      log.warn("the file of caption {} is missing", caption.number());
      return Optional.empty();
    }
    Blob blob = keep(stored.get());
    return Optional.of(
        new TextInput(
            caption.name(),
            caption.label(),
            caption.language(),
            caption.kind() == Caption.Kind.CAPTIONS,
            blob.identity(),
            behindFirstLine(blob),
            blob.size()));
  }

  private static long behindFirstLine(Blob blob) throws IOException {
    ByteBuffer start = ByteBuffer.allocate((int) Math.min(LONGEST_FIRST_LINE, blob.size()));
    new BlobSource(blob).readAvailable(0, start);
    start.flip();
    while (start.hasRemaining()) {
      if (start.get() == '\n') {
        return start.position();
      }
    }
    return start.limit();
  }

  void closeAll() {
    files.values().forEach(OpenFiles::close);
  }

  /** Nobody can do anything about a file that does not close, least of all whoever was last. */
  static void close(Blob file) {
    try {
      file.close();
    } catch (IOException e) {
      log.warn("a file of a video could not be closed", e);
    }
  }
}
