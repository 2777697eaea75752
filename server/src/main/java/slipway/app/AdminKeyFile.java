package slipway.app;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import slipway.config.Secret;
import slipway.core.Ids;

/** The operator's key in the data folder, readable by nobody else. */
final class AdminKeyFile {
  private AdminKeyFile() {}

  /**
   * The key.
   *
   * @param made whether it was made just now, so that it is shown this once
   */
  record Found(String key, boolean made) {}

  /** The chosen key, or the one in the folder, or a new one that is put there. */
  static Found in(Path data, Optional<Secret> chosen, Ids ids) throws IOException {
    if (chosen.isPresent()) {
      return new Found(chosen.get().reveal(), /* made= */ false);
    }
    Path file = data.resolve("admin-key");
    if (Files.exists(file)) {
      return new Found(Files.readString(file).strip(), /* made= */ false);
    }
    String key = ids.secret(24);
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      return new Found(Files.readString(file).strip(), /* made= */ false);
    }
    Files.writeString(file, key + "\n", StandardOpenOption.WRITE);
    return new Found(key, /* made= */ true);
  }
}
