package slipway.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the repository's root from whatever folder the tests run in. */
public final class Repository {
  private Repository() {}

  /** The nearest folder above the working directory that holds {@code server/pom.xml}. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    for (Path at = folder; at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("server").resolve("pom.xml"))) {
        return at;
      }
    }
    throw new IllegalStateException("not inside the repository: " + folder);
  }
}
