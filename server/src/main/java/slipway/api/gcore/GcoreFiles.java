package slipway.api.gcore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import slipway.core.rendition.Rendition;

/** What files of a video are called for viewers; the playback room knows, since it serves them. */
public interface GcoreFiles {

  /** The MP4 file of a rendition, planned or done (GC-136). */
  String mp4(Rendition rendition);

  /** Screenshots of a video of that length (GC-145). */
  List<String> screenshots(Duration length);

  /** The picture that an owner sent, by its key in the storage. */
  String poster(String key);

  /** The same, made smaller. */
  String posterThumb(String key);

  /** The sheet of small pictures (GC-146). */
  String sprite(String slug);

  /** Whether there is one; costs nothing, unlike its index. */
  boolean hasSprite(List<Rendition> renditions);

  /** Its index (GC-147), which may be long; empty while nothing is known of any picture. */
  Optional<String> spriteText(String slug, List<Rendition> renditions);
}
