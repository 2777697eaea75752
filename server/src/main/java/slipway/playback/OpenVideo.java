package slipway.playback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.http.Content;
import slipway.http.Part;
import slipway.media.container.ByteRange;
import slipway.media.container.ByteSource;
import slipway.media.container.JoinedTrack;
import slipway.media.container.TrackKind;
import slipway.media.packaging.FileRange;
import slipway.media.packaging.Presentation;
import slipway.media.packaging.Resource;
import slipway.storage.Blob;

/**
 * A video with its index in memory and its files open. Stays open while anybody holds it: the cache
 * that made it, and every answer that is being sent from it. Safe for any thread.
 */
final class OpenVideo {
  private final Presentation presentation;
  private final Map<String, Blob> files;
  private final Map<String, String> names;
  private final int weight;
  private final List<Joined> joined;
  private final Holders holders;

  /** Who holds the files open. */
  private static final class Holders {
    private final List<Blob> files;
    private int count = 1;

    private Holders(List<Blob> files) {
      this.files = files;
    }

    private synchronized boolean hold() {
      if (count == 0) {
        return false;
      }
      count++;
      return true;
    }

    private synchronized void release() {
      count--;
      if (count == 0) {
        files.forEach(OpenFiles::close);
      }
    }
  }

  /**
   * A file that is made of others, one behind the other.
   *
   * @param name by which the presentation knows it
   */
  record Joined(String name, JoinedTrack track, List<Piece> parts) {
    /**
     * @param file name of an open file
     * @param length of its track
     */
    record Piece(String file, Duration length) {}

    Joined {
      parts = List.copyOf(parts);
    }

    private List<FileRange> where(FileRange range) {
      return track.where(new ByteRange(range.position(), range.length())).stream()
          .map(piece ->
              new FileRange(
                  parts.get(piece.part()).file(), piece.range().position(), piece.range().length()))
          .toList();
    }
  }

  /**
   * Opens with one holder, who made it.
   *
   * @param files open blobs by the names that the presentation knows them by
   * @param names these names by the keys of the blobs
   * @param weight bytes of memory, roughly
   */
  OpenVideo(
      Presentation presentation, Map<String, Blob> files, Map<String, String> names, int weight) {
    this(presentation, files, names, weight, List.of());
  }

  /** The same where some of the files are still made of others. */
  OpenVideo(
      Presentation presentation,
      Map<String, Blob> files,
      Map<String, String> names,
      int weight,
      List<Joined> joined) {
    this.joined = List.copyOf(joined);
    this.presentation = presentation;
    this.files = Map.copyOf(files);
    this.holders = new Holders(List.copyOf(files.values()));
    this.names = Map.copyOf(names);
    this.weight = weight;
  }

  Presentation presentation() {
    return presentation;
  }

  /** Whether only its beginning is there, which nobody may keep: it may still be made otherwise. */
  boolean isGrowing() {
    return !joined.isEmpty();
  }

  int weight() {
    return weight;
  }

  /** One more holder, who will {@link #release}; false when it is closed already. */
  boolean hold() {
    return holders.hold();
  }

  /** One holder less; the last one closes the files. */
  void release() {
    holders.release();
  }

  /** Some bytes of a resource, that hold this video open until they were sent. */
  Content content(Resource resource, long from, long count) throws IOException {
    return content(resource, from, count, () -> {});
  }

  /**
   * The same with something more to give back then.
   *
   * @param also run once, also when this fails
   * @throws UncheckedIOException when what would be sent is not what was stored (REL-16)
   */
  Content content(Resource resource, long from, long count, Runnable also) throws IOException {
    boolean given = false;
    try {
      Stretch stretch = stretch(resource, from, count);
      boolean isLong = stretch.isLong();
      List<Part> parts = isLong ? List.of() : stretch.parts();
      requireIntact(parts);
      if (!hold()) {
        throw new IllegalStateException("closed while a request holds it");
      }
      given = true;
      // Parts hold the files and not the index, which may take megabytes while a client is slow.
      Holders open = holders;
      Runnable release =
          () -> {
            open.release();
            also.run();
          };
      return isLong
          ? new Content.Stream(stretch::writeTo, count, release)
          : new Content.Parts(parts, release);
    } finally {
      if (!given) {
        also.run();
      }
    }
  }

  /** The same for who holds this video anyway. */
  Stretch stretch(Resource resource, long from, long count) {
    return new Stretch(resource, from, count, this::opened, this::requireIntact);
  }

  private List<Part> opened(FileRange range) {
    List<Part> parts = new ArrayList<>();
    for (FileRange real : where(range)) {
      parts.add(new Part.ChannelSlice(channel(real.file()), real.position(), real.length()));
    }
    return parts;
  }

  private List<FileRange> where(FileRange range) {
    return joined(range.file()).map(file -> file.where(range)).orElse(List.of(range));
  }

  private Optional<Joined> joined(String name) {
    return joined.stream().filter(file -> file.name().equals(name)).findFirst();
  }

  /**
   * A file with pictures that are shown from a time on.
   *
   * @param number of it among all, from 0
   */
  record Shown(int number, Blob blob, Duration start, Duration length) {}

  /**
   * Where a picture of a growing video lies that is shown at a time; what is not there yet is in
   * the last file.
   */
  Optional<Shown> pictureAt(Duration time) {
    Optional<Joined> picture =
        joined.stream().filter(file -> file.track().track().kind() == TrackKind.VIDEO).findFirst();
    @Nullable Shown found = null;
    Duration start = Duration.ZERO;
    for (Joined.Piece part : picture.map(Joined::parts).orElse(List.of())) {
      if (found != null && time.compareTo(start) < 0) {
        break;
      }
      int number = found == null ? 0 : found.number() + 1;
      found = new Shown(number, blob(part.file()), start, part.length());
      start = start.plus(part.length());
    }
    return Optional.ofNullable(found);
  }

  private void requireIntact(List<Part> parts) {
    // Of all of it together: a download lies in thousands of places, each of them short.
    long left = Intact.MOST;
    try {
      for (Part part : parts) {
        if (part instanceof Part.ChannelSlice(FileChannel channel, long position, long length)) {
          if (left <= 0) {
            return;
          }
          for (Blob file : files.values()) {
            if (file instanceof Intact looked) {
              looked.requireIn(channel, position, Math.min(length, left));
            }
          }
          left -= length;
        }
      }
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  /** Content that is made while it is sent and holds this video open for so long. */
  Content content(Content.Writer writer, long length) {
    if (!hold()) {
      throw new IllegalStateException("closed while a request holds it");
    }
    return new Content.Stream(writer, length, this::release);
  }

  /**
   * A resource that was written down, over the files of this video.
   *
   * @throws IOException when they are not those that it was written over
   */
  Resource over(Resource written) throws IOException {
    for (FileRange range : written.body()) {
      String name = names.get(range.file());
      if (name == null || range.position() + range.length() > blob(name).size()) {
        throw new IOException("the file " + range.file() + " is not the one that was signed");
      }
    }
    return written.named(file -> names.getOrDefault(file, file));
  }

  /** The bytes of an open file, while somebody holds this video. */
  ByteSource source(String name) {
    return joined(name)
        .<ByteSource>map(JoinedSource::new)
        .orElseGet(() -> new BlobSource(blob(name)));
  }

  /** The bytes of samples, wherever they lie. */
  private final class JoinedSource implements ByteSource {
    private final Joined file;

    private JoinedSource(Joined file) {
      this.file = file;
    }

    @Override
    public long size() {
      return file.track().end();
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      long length = Math.min(into.remaining(), size() - position);
      if (length <= 0) {
        return -1;
      }
      FileRange first = file.where(new FileRange(file.name(), position, length)).getFirst();
      int limit = into.limit();
      into.limit(into.position() + (int) first.length());
      try {
        return blob(first.file()).read(into, first.position());
      } finally {
        into.limit(limit);
      }
    }
  }

  private FileChannel channel(String name) {
    return blob(name).channel().orElseThrow();
  }

  private Blob blob(String name) {
    Blob blob = files.get(name);
    if (blob == null) {
      throw new IllegalArgumentException("no such file in this video: " + name);
    }
    return blob;
  }
}
