package slipway.playback;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import slipway.http.Part;
import slipway.media.packaging.FileRange;
import slipway.media.packaging.Resource;

/**
 * Some bytes of a resource, of which no more is made than is asked for, and no more at a time than
 * is needed: a long file whose picture and sound take turns frame by frame lies in hundreds of
 * thousands of places, and whoever fetches it may take hours.
 *
 * @param opened the parts of files that a range stands for
 * @param intact fails when parts are not what was stored (REL-16)
 */
record Stretch(
    Resource resource,
    long from,
    long count,
    Function<FileRange, List<Part>> opened,
    Consumer<List<Part>> intact) {
  /** So many parts may wait in memory for a client: about half a megabyte. */
  private static final int MOST = 16_384;

  private static final int AT_ONCE = 256;

  @FunctionalInterface
  private interface Taker<T> {
    void take(T one) throws IOException;
  }

  /** Whether there are so many places that it is better written than told. */
  boolean isLong() throws IOException {
    int[] places = {0};
    eachRange(_ -> places[0]++);
    return places[0] > MOST;
  }

  /** All of it, memory first, then slices of open files. */
  List<Part> parts() throws IOException {
    List<Part> parts = head();
    eachRange(range -> parts.addAll(opened.apply(range)));
    return parts;
  }

  /** Writes all of it. */
  void writeTo(OutputStream out) throws IOException {
    List<Part> next = head();
    eachRange(range -> {
      next.addAll(opened.apply(range));
      if (next.size() >= AT_ONCE) {
        send(next, out);
        next.clear();
      }
    });
    send(next, out);
  }

  private void send(List<Part> parts, OutputStream out) throws IOException {
    intact.accept(parts);
    Making.copy(parts, out);
  }

  private List<Part> head() {
    List<Part> parts = new ArrayList<>();
    Part.Memory head = new Part.Memory(resource.head());
    if (from < head.length() && count > 0) {
      parts.add(head.slice(from, Math.min(count, head.length() - from)));
    }
    return parts;
  }

  private void eachRange(Taker<FileRange> taker) throws IOException {
    long begins = resource.head().remaining();
    long end = from + count;
    for (FileRange range : resource.body()) {
      if (begins >= end) {
        return;
      }
      long first = Math.max(from, begins);
      long behind = Math.min(end, begins + range.length());
      if (first < behind) {
        long position = range.position() + first - begins;
        taker.take(new FileRange(range.file(), position, behind - first));
      }
      begins += range.length();
    }
  }
}
