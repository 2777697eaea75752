package slipway.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The shared real clips: in the folder that the system property {@code slipway.clips} names, else
 * in {@code shared/media} beside the repository or above. Where they are missing, tests are skipped
 * with a reason, never passed.
 */
public final class Clips {
  private Clips() {}

  /** One clip. */
  public static Path clip(String name) {
    Path file = folder().resolve(name);
    assumeTrue(Files.isRegularFile(file), () -> "skipped: no clip " + file);
    return file;
  }

  private static Path folder() {
    String configured = System.getProperty("slipway.clips");
    if (configured != null) {
      return Path.of(configured).toAbsolutePath();
    }
    return Stream.iterate(Repository.root(), at -> at != null, Path::getParent)
        .map(at -> at.resolve("shared").resolve("media"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(Path.of("/no-shared-clips"));
  }
}
