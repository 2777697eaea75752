package slipway.playback;

import java.util.ArrayList;
import java.util.List;
import slipway.http.Part;

/** Cuts a run of bytes out of parts laid end to end. */
final class Slices {
  private Slices() {}

  /** The parts that hold {@code count} bytes from {@code from} on. */
  static List<Part> of(List<Part> parts, long from, long count) {
    List<Part> slices = new ArrayList<>();
    long skip = from;
    long left = count;
    for (Part part : parts) {
      if (left == 0) {
        break;
      }
      if (skip >= part.length()) {
        skip -= part.length();
        continue;
      }
      long take = Math.min(left, part.length() - skip);
      slices.add(part.slice(skip, take));
      skip = 0;
      left -= take;
    }
    return slices;
  }
}
