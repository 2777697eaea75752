package slipway.api.gcore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Body;
import slipway.http.BodyException;

/**
 * A body that is too large for the memory, in a file that is gone with whoever reads it. A client
 * may take its time to send it, and nobody else waits for that.
 */
final class GcoreSpool implements AutoCloseable {
  private final FileChannel file;

  private GcoreSpool(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes the whole body.
   *
   * @throws BodyException when it does not come, or is larger than {@code longest}
   * @throws ProblemException {@link Problem.NoSpace}
   * @throws IOException when the disk does not work
   */
  static GcoreSpool of(Body body, GcoreScratch scratch, long longest) throws IOException {
    try {
      Files.createDirectories(scratch.folder());
      GcoreSpool spool = new GcoreSpool(open(Files.createTempFile(scratch.folder(), "batch", "")));
      boolean whole = false;
      try {
        body.copyTo(spool.file, longest);
        whole = true;
        return spool;
      } finally {
        if (!whole) {
          spool.close();
        }
      }
    } catch (BodyException failure) {
      throw failure;
    } catch (IOException failure) {
      if (scratch.isFull().test(failure)) {
        throw new ProblemException(new Problem.NoSpace(), failure);
      }
      throw failure;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(
          file,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          // Where a file without a name may be open it has none from here on.
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException failure) {
      Files.deleteIfExists(file);
      throw failure;
    }
  }

  /** From its beginning; read it once. */
  InputStream read() throws IOException {
    file.position(0);
    return Channels.newInputStream(file);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
