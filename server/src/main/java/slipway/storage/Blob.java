package slipway.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** A blob open for reading; any number of threads may read at once. */
public interface Blob extends Closeable {

  /** Bytes. */
  long size();

  /**
   * Stands for these very bytes: no other blob has the same, and neither has this one after it was
   * replaced or grew.
   */
  String identity();

  /**
   * Reads at a position, as {@link FileChannel#read(ByteBuffer, long)}.
   *
   * @return how many bytes were read, -1 at the end
   */
  int read(ByteBuffer into, long position) throws IOException;

  /** The blob as a local file, for sending without copying and for child processes. */
  Optional<Path> file();

  /** The open file behind the blob, where there is one; closed with the blob. */
  Optional<FileChannel> channel();
}
