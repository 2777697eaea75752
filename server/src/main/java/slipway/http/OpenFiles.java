package slipway.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of one answer, each opened once however many slices of it are sent, and all before the
 * first byte leaves: a missing file then still becomes a proper error.
 */
final class OpenFiles implements AutoCloseable {

  private final Map<Path, FileChannel> channels = new HashMap<>();

  OpenFiles(List<Part> parts) throws IOException {
    try {
      for (Part part : parts) {
        if (part instanceof Part.FileSlice slice && !channels.containsKey(slice.file())) {
          channels.put(slice.file(), FileChannel.open(slice.file(), StandardOpenOption.READ));
        }
      }
    } catch (IOException failure) {
      close();
      throw failure;
    }
  }

  /** The open file of a slice. */
  FileChannel of(Part.FileSlice slice) {
    FileChannel channel = channels.get(slice.file());
    if (channel == null) {
      throw new IllegalArgumentException("not a slice of this answer");
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    for (FileChannel channel : channels.values()) {
      try {
        channel.close();
      } catch (IOException failure) {
        first = failure;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
