package slipway.http;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the parts of an answer need until they were sent: the files opened for it, and what {@link
 * Content.Parts#release()} gives back. Whoever is last with the answer gives it back, once: the
 * exchange, or the departure of an answer that leaves by itself.
 */
final class Holdings {
  private static final Logger log = LoggerFactory.getLogger(Holdings.class);

  private final OpenFiles files;
  private final Runnable release;

  private Holdings(OpenFiles files, Runnable release) {
    this.files = files;
    this.release = release;
  }

  /**
   * Opens the files.
   *
   * @throws IOException when one cannot be; then nothing is held any more
   */
  static Holdings of(Content.Parts parts) throws IOException {
    try {
      return new Holdings(new OpenFiles(parts.parts()), parts.release());
    } catch (IOException | RuntimeException failure) {
      parts.release().run();
      throw failure;
    }
  }

  OpenFiles files() {
    return files;
  }

  /** Nothing of the answer is in use any more, whether it was sent or given up. */
  void giveBack() {
    try {
      files.close();
    } catch (IOException failure) {
      log.warn("a file of an answer could not be closed", failure);
    } finally {
      release.run();
    }
  }

  /** Gives everything back before it tells the other departure. */
  Outlet.Departure before(Outlet.Departure next) {
    return new Outlet.Departure() {
      @Override
      public void left() {
        try {
          giveBack();
        } finally {
          next.left();
        }
      }

      @Override
      public void lost() {
        try {
          giveBack();
        } finally {
          next.lost();
        }
      }
    };
  }
}
