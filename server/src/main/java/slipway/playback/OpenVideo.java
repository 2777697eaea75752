package slipway.playback;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slipway.http.Content;
import slipway.http.Part;
import slipway.media.container.ByteSource;
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
  private int holders = 1;

  /**
   * Opens with one holder, who made it.
   *
   * @param files open blobs by the names that the presentation knows them by
   * @param names these names by the keys of the blobs
   * @param weight bytes of memory, roughly
   */
  OpenVideo(
      Presentation presentation, Map<String, Blob> files, Map<String, String> names, int weight) {
    this.presentation = presentation;
    this.files = Map.copyOf(files);
    this.names = Map.copyOf(names);
    this.weight = weight;
  }

  Presentation presentation() {
    return presentation;
  }

  int weight() {
    return weight;
  }

  /** One more holder, who will {@link #release}; false when it is closed already. */
  synchronized boolean hold() {
    if (holders == 0) {
      return false;
    }
    holders++;
    return true;
  }

  /** One holder less; the last one closes the files. */
  synchronized void release() {
    holders--;
    if (holders == 0) {
      files.values().forEach(OpenFiles::close);
    }
  }

  /** The parts of a resource, memory first, then slices of open files. */
  List<Part> parts(Resource resource) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Memory(resource.head()));
    for (FileRange range : resource.body()) {
      parts.add(new Part.ChannelSlice(channel(range.file()), range.position(), range.length()));
    }
    return parts;
  }

  /** Content that holds this video open until it was sent. */
  Content content(List<Part> parts) {
    if (!hold()) {
      throw new IllegalStateException("closed while a request holds it");
    }
    return new Content.Parts(parts, this::release);
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
    return new BlobSource(blob(name));
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
