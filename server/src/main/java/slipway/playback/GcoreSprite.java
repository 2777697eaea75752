package slipway.playback;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.media.container.Size;
import slipway.media.thumbnail.SheetPlan;

/**
 * The sheet of small pictures as Gcore's players know it (GC-146): seven side by side, 100 pixels
 * wide, one for every five seconds. Planned from what is remembered of the renditions, so that
 * lists of many videos can tell of it without opening one.
 */
final class GcoreSprite {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int COLUMNS = 7;
  private static final int CELL = 100;

  private GcoreSprite() {}

  static Optional<SheetPlan> of(List<Rendition> renditions) {
    return largest(renditions)
        .map(traits ->
            SheetPlan.of(
                new Size(traits.width(), traits.height()),
                traits.duration(),
                INTERVAL,
                COLUMNS,
                CELL));
  }

  /** What is remembered of the largest picture; empty where that is not enough for a plan. */
  static Optional<Traits> largest(List<Rendition> renditions) {
    return renditions.stream()
        .filter(Rendition::isDone)
        .map(Rendition::traits)
        .filter(traits -> traits.width() > 0 && traits.height() > 0)
        .filter(traits -> !traits.duration().isZero())
        .max(Comparator.comparingInt(Traits::height));
  }

  /** The index as Gcore's answers have it (GC-147). */
  static String text(SheetPlan plan, String file) {
    StringBuilder out = new StringBuilder("WEBVTT\n");
    for (int cell = 0; cell < plan.cells(); cell++) {
      Duration start = plan.interval().multipliedBy(cell);
      Duration end = plan.interval().multipliedBy(cell + 1L);
      out.append('\n')
          .append(cell + 1)
          .append('\n')
          .append(time(start))
          .append(" --> ")
          .append(time(end))
          .append('\n')
          .append(file)
          .append("#xywh=")
          .append(cell % plan.columns() * plan.cell().width())
          .append(',')
          .append(cell / plan.columns() * plan.cell().height())
          .append(',')
          .append(plan.cell().width())
          .append(',')
          .append(plan.cell().height())
          .append('\n');
    }
    return out.toString();
  }

  /** The list of tiles (GC-133). */
  static String tiles(SheetPlan plan, String file) {
    long seconds = Math.max(1, plan.interval().toSeconds() * plan.cells());
    return """
    #EXTM3U
    #EXT-X-TARGETDURATION:%1$d
    #EXT-X-VERSION:7
    #EXT-X-MEDIA-SEQUENCE:0
    #EXT-X-PLAYLIST-TYPE:VOD
    #EXT-X-IMAGES-ONLY
    #EXTINF:%1$d.000,
    #EXT-X-TILES:RESOLUTION=%2$s,LAYOUT=%3$dx%4$d,DURATION=%5$d
    %6$s
    #EXT-X-ENDLIST
    """
        .formatted(
            seconds, plan.cell(), plan.columns(), plan.rows(), plan.interval().toSeconds(), file);
  }

  /** What a master playlist says of that list (GC-133). */
  static String announced(SheetPlan plan) {
    // A JPEG of this size takes about half a byte a pixel.
    long bits = 4L * plan.cell().width() * plan.cell().height();
    return "#EXT-X-IMAGE-STREAM-INF:BANDWIDTH=%d,RESOLUTION=%s,CODECS=\"jpeg\",URI=\"tiles.m3u8\"\n"
        .formatted(Math.max(1, bits / Math.max(1, plan.interval().toSeconds())), plan.cell());
  }

  private static String time(Duration time) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d,%03d",
        time.toHours(),
        time.toMinutesPart(),
        time.toSecondsPart(),
        time.toMillisPart());
  }
}
