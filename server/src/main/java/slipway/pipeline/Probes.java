package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.probe.Container;
import slipway.media.probe.IndexedLengths;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;
import slipway.media.probe.Sniffed;
import slipway.media.probe.Sniffer;
import slipway.storage.Blob;

/**
 * Looks into stored files with ffprobe, and remembers what it found in the last few: each stage of
 * a video needs to know, and while somebody waits for its first picture a process for each of them
 * would be most of the waiting. Known by the identity of the bytes, so that none is ever taken for
 * another. Safe for any thread; two who ask at once may both look.
 */
public final class Probes {
  private static final int MOST = 256;

  private final Map<String, ProbeResult.Probed> known =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ProbeResult.Probed> eldest) {
          return size() > MOST;
        }
      };

  /** What is in a file; one whose first bytes are of no kind that we know is not opened. */
  ProbeResult of(Ffmpeg ffmpeg, Blob blob) throws IOException {
    byte[] head = Heads.of(blob, Sniffer.ENOUGH);
    boolean complete = blob.size() <= Sniffer.ENOUGH;
    return Sniffer.look(head, complete) instanceof Sniffed.Media(Container container)
        ? of(ffmpeg, blob, container)
        : new ProbeResult.Unreadable("This is not recognised as a video or audio file.");
  }

  /** The same where the first bytes have been looked at. */
  ProbeResult of(Ffmpeg ffmpeg, Blob blob, Container container) {
    return of(ffmpeg, blob, container, Optional.empty());
  }

  /** The same where its index has been read, too. */
  ProbeResult of(Ffmpeg ffmpeg, Blob blob, Container container, Optional<IndexedLengths> index) {
    // Another FFmpeg may see it otherwise; tests have several.
    String key = blob.identity() + " " + container + " " + ffmpeg.folder();
    synchronized (known) {
      ProbeResult.Probed before = known.get(key);
      if (before != null) {
        return before;
      }
    }
    Path file = blob.file().orElseThrow();
    ProbeResult found = new Prober(ffmpeg).probe(file, container, index);
    // What went wrong may go better the next time.
    if (found instanceof ProbeResult.Probed probed) {
      synchronized (known) {
        known.put(key, probed);
      }
    }
    return found;
  }
}
