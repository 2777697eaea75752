package slipway.media.packaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import slipway.media.container.ByteSource;

/**
 * A resource written down, for those whose bytes must never change again: what is signed would be
 * worthless if a later release laid it out another way. The samples stay where they are.
 *
 * <p>A mark, the media type, the names of the files, the ranges (number of the file, position,
 * length), and the bytes that come first.
 */
public final class WrittenResource {
  /** "SWR" and a version. */
  private static final int MARK = 0x53575201;

  /** More than any index can be (MD-51). */
  private static final int LARGEST = 512 << 20;

  private static final int BYTES_PER_RANGE = Integer.BYTES + 2 * Long.BYTES;

  private WrittenResource() {}

  /** All of it. */
  public static byte[] of(Resource resource) {
    List<String> files = resource.body().stream().map(FileRange::file).distinct().toList();
    byte[] names = names(resource, files);
    ByteBuffer head = resource.head();
    // Of exactly that length: a long index is not in memory twice.
    long length =
        names.length
            + (long) BYTES_PER_RANGE * resource.body().size()
            + Integer.BYTES
            + head.remaining();
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(length)).put(names);
    for (FileRange range : resource.body()) {
      out.putInt(files.indexOf(range.file())).putLong(range.position()).putLong(range.length());
    }
    return out.putInt(head.remaining()).put(head).array();
  }

  /** What comes before the ranges. */
  private static byte[] names(Resource resource, List<String> files) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(MARK);
      out.writeUTF(resource.contentType());
      out.writeInt(files.size());
      for (String file : files) {
        out.writeUTF(file);
      }
      out.writeInt(resource.body().size());
    } catch (IOException impossible) {
      throw new IllegalStateException("memory cannot fail", impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads one.
   *
   * @throws IOException also when it is something else, or not whole
   */
  public static Resource read(ByteSource source) throws IOException {
    if (source.size() > LARGEST) {
      throw new IOException("too long for a written resource");
    }
    ByteBuffer all = ByteBuffer.allocate((int) source.size());
    source.readFully(0, all);
    try (var in = new DataInputStream(new ByteArrayInputStream(all.array()))) {
      if (in.readInt() != MARK) {
        throw new IOException("not a written resource");
      }
      String contentType = in.readUTF();
      List<String> files = new ArrayList<>();
      for (int left = bounded(in.readInt(), in.available()); left > 0; left--) {
        files.add(in.readUTF());
      }
      FileRanges body = new FileRanges();
      for (int left = bounded(in.readInt(), in.available() / BYTES_PER_RANGE); left > 0; left--) {
        String file = files.get(bounded(in.readInt(), files.size() - 1));
        body.add(file, in.readLong(), in.readLong());
      }
      byte[] head = new byte[bounded(in.readInt(), in.available())];
      in.readFully(head);
      return Resource.segment(contentType, head, body);
    }
  }

  private static int bounded(int number, int most) throws IOException {
    if (number < 0 || number > most) {
      throw new IOException("not a written resource: " + number + " of at most " + most);
    }
    return number;
  }
}
