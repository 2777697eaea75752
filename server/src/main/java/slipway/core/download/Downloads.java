package slipway.core.download;

import java.util.List;
import java.util.UUID;

/** All offers of downloads. */
public interface Downloads {

  /** Adds one that is not there yet. */
  void add(Download download);

  /** Those of a video, by kind. */
  List<Download> of(UUID video);

  /** Takes one back. */
  void remove(UUID video, Download.Kind kind);
}
