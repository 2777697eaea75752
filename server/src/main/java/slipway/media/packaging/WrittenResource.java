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
    var bytes = new ByteArrayOutputStream(1 << 16);
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(MARK);
      out.writeUTF(resource.contentType());
      List<String> files = resource.body().stream().map(FileRange::file).distinct().toList();
      out.writeInt(files.size());
      for (String file : files) {
        out.writeUTF(file);
      }
      out.writeInt(resource.body().size());
      for (FileRange range : resource.body()) {
        out.writeInt(files.indexOf(range.file()));
        out.writeLong(range.position());
        out.writeLong(range.length());
      }
      ByteBuffer head = resource.head();
      byte[] first = new byte[head.remaining()];
      head.get(first);
      out.writeInt(first.length);
      out.write(first);
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
      List<FileRange> body = new ArrayList<>();
      for (int left = bounded(in.readInt(), in.available() / BYTES_PER_RANGE); left > 0; left--) {
        String file = files.get(bounded(in.readInt(), files.size() - 1));
        body.add(new FileRange(file, in.readLong(), in.readLong()));
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
