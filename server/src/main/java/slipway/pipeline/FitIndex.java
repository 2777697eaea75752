package slipway.pipeline;

import java.util.List;
import slipway.media.packaging.CheckedTrack;
import slipway.storage.Blob;

/**
 * Somebody who will need the index of a source that was just read and found fit to be watched as it
 * is, and is spared reading it again.
 */
@FunctionalInterface
public interface FitIndex {

  /** Called before the source is published; the same one may come again. */
  void read(Blob source, List<CheckedTrack> tracks);
}
