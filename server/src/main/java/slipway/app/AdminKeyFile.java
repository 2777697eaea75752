package slipway.app;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import slipway.config.Secret;
import slipway.core.Ids;

/** The operator's key in the data folder, readable by nobody else. */
final class AdminKeyFile {
  private static final Set<PosixFilePermission> OURS =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

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
      return new Found(kept(file), /* made= */ false);
    }
    String key = ids.secret(24);
    Path whole =
        Files.createTempFile(data, "admin-key-", "", PosixFilePermissions.asFileAttribute(OURS));
    try {
      Files.writeString(whole, key + "\n");
      // A link appears with its content or not at all, and only if nobody else was faster.
      Files.createLink(file, whole);
      return new Found(key, /* made= */ true);
    } catch (FileAlreadyExistsException e) {
      return new Found(kept(file), /* made= */ false);
    } finally {
      Files.delete(whole);
    }
  }

  /** The key in the file, which is closed to others if it was not. */
  private static String kept(Path file) throws IOException {
    String key = Files.readString(file).strip();
    if (key.isEmpty()) {
      throw new IOException(file + " is empty; delete it, and a new key is made");
    }
    if (!Files.getPosixFilePermissions(file).equals(OURS)) {
      Files.setPosixFilePermissions(file, OURS);
    }
    return key;
  }
}
