package slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the repository that is made from the code. A test compares the two; with {@code
 * -Dslipway.rewrite=true} it writes the file instead.
 */
public final class GeneratedFile {
  private GeneratedFile() {}

  /** Fails when the committed file says something else than the code does. */
  public static void assertUpToDate(String pathInRepository, String content) throws IOException {
    Path file = Repository.root().resolve(pathInRepository);
    if (Boolean.getBoolean("slipway.rewrite")) {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, content);
    }
    assertThat(file)
        .as("%s is stale; run the test with -Dslipway.rewrite=true", pathInRepository)
        .exists()
        .hasContent(content);
  }
}
