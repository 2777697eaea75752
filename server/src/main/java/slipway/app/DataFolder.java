package slipway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder in which everything lies that outlives the process. */
final class DataFolder {
  private DataFolder() {}

  /**
   * Makes it where it is not there yet.
   *
   * @throws IOException with a sentence for the operator
   */
  static Path make(Path data) throws IOException {
    try {
      return Files.createDirectories(data);
    } catch (IOException failure) {
      throw new IOException(
          "the data folder "
              + data
              + " cannot be made; check that nothing else has this name and that the user who runs"
              + " the server may write beside it",
          failure);
    }
  }
}
