package slipway.media.thumbnail;

import java.time.Duration;
import slipway.media.captions.WebVtt;
import slipway.media.container.Size;

/**
 * Where on a contact sheet each moment of a video is found: cell k shows the picture at k times the
 * interval, from left to right and from top to bottom.
 *
 * @param duration of the video
 * @param interval between two cells
 * @param columns cells side by side
 * @param cell size of each
 */
public record SheetPlan(Duration duration, Duration interval, int columns, Size cell) {
  /** Longest side of a JPEG file, with room to spare (the format ends at 65,535). */
  private static final int LONGEST_SIDE = 32_768;

  /**
   * Pixels of all cells together (REL-53): 400 MB of memory while it is made. FFmpeg makes no
   * picture of four times as many.
   */
  private static final long MOST_PIXELS = 1L << 26;

  /** Rungs have a key frame every two seconds, and only those are looked at. */
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(2);

  private static final int MOST_COLUMNS = 20;
  private static final int WIDEST_CELL = 640;

  /**
   * The nearest plan that makes a file of sensible size.
   *
   * @param interval between cells; longer where there would be too many
   */
  public static SheetPlan of(
      Size display, Duration duration, Duration interval, int columns, int cellWidth) {
    int width = Math.clamp(cellWidth, 16, WIDEST_CELL) / 2 * 2;
    double height = (double) width * display.height() / display.width();
    Size cell = new Size(width, Math.clamp(Math.round(height / 2) * 2, 2, 4 * width));
    int across = Math.clamp(columns, 1, Math.min(MOST_COLUMNS, LONGEST_SIDE / cell.width()));
    long rowPixels = (long) across * cell.width() * cell.height();
    long rows = Math.min(LONGEST_SIDE / cell.height(), MOST_PIXELS / rowPixels);
    long most = across * rows;
    Duration step = interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval;
    while (cells(duration, step) > most) {
      step = step.multipliedBy(2);
    }
    return new SheetPlan(duration, step, across, cell);
  }

  /** How many cells show something. */
  public int cells() {
    return (int) cells(duration, interval);
  }

  private static long cells(Duration duration, Duration interval) {
    return Math.max(1, (duration.toMillis() + interval.toMillis() - 1) / interval.toMillis());
  }

  /** Cells one below the other; what is left over in the last row shows the last picture again. */
  public int rows() {
    return (cells() + columns - 1) / columns;
  }

  /**
   * The sheet's index as WebVTT.
   *
   * @param file address of the sheet, from where the index lies
   */
  public String webVtt(String file) {
    StringBuilder out = new StringBuilder("WEBVTT\n");
    for (int k = 0; k < cells(); k++) {
      boolean last = k == cells() - 1;
      out.append('\n')
          .append(WebVtt.time(interval.multipliedBy(k)))
          .append(" --> ")
          .append(WebVtt.time(last ? end() : interval.multipliedBy(k + 1L)))
          .append('\n')
          .append(file)
          .append("#xywh=")
          .append(k % columns * cell.width())
          .append(',')
          .append(k / columns * cell.height())
          .append(',')
          .append(cell.width())
          .append(',')
          .append(cell.height())
          .append('\n');
    }
    return out.toString();
  }

  private Duration end() {
    // A cue that ends when it begins is none.
    return duration.toMillis() > 0 ? duration : Duration.ofMillis(1);
  }
}
