package slipway.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.Ids;
import slipway.records.SealedSecrets;

/** The file with the keys under which secrets lie in the database; made when it is not there. */
final class SecretsKeyFile {
  private static final Logger log = LoggerFactory.getLogger(SecretsKeyFile.class);
  private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Set<PosixFilePermission> OURS =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private SecretsKeyFile() {}

  /**
   * What is sealed and opened with the keys in the file.
   *
   * @throws IOException when there is something else in it; a sentence for the operator
   */
  static SealedSecrets in(Path file, Ids ids) throws IOException {
    try {
      return kept(file);
    } catch (NoSuchFileException e) {
      make(file, ids);
      return kept(file);
    }
  }

  private static void make(Path file, Ids ids) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("no file can be made at " + file);
    }
    Path whole =
        Files.createTempFile(
            folder, "secrets-key-", "", PosixFilePermissions.asFileAttribute(OURS));
    try {
      Files.writeString(whole, ids.secret(SealedSecrets.KEY_BYTES) + "\n");
      force(whole, StandardOpenOption.WRITE);
      // A link appears with its content or not at all, and only if nobody else was faster.
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException e) {
      // Another process made one a moment ago; that one counts.
    } finally {
      Files.delete(whole);
    }
    // Secrets are sealed under it next: it must not go with the power when they stay.
    force(folder, StandardOpenOption.READ);
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(/* metaData= */ true);
    }
  }

  private static SealedSecrets kept(Path file) throws IOException {
    List<String> lines =
        Files.readAllLines(file).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    if (lines.isEmpty() || !lines.stream().allMatch(line -> KEY.matcher(line).matches())) {
      throw new IOException(
          file
              + " must have 64 hexadecimal digits in each line; put the right file back, or take it"
              + " away and a new key is made");
    }
    keepToOwner(file);
    return new SealedSecrets(lines.stream().map(HexFormat.of()::parseHex).toList());
  }

  /**
   * Takes away what others may do with the file. Where that is not ours to change, as with a secret
   * that is mounted to be read only, it is said and left.
   */
  private static void keepToOwner(Path file) throws IOException {
    try {
      Set<PosixFilePermission> has = Files.getPosixFilePermissions(file);
      if (!OURS.containsAll(has)) {
        Set<PosixFilePermission> left = EnumSet.copyOf(OURS);
        left.retainAll(has);
        Files.setPosixFilePermissions(file, left);
      }
    } catch (UnsupportedOperationException unknown) {
      // A file system that knows no permissions.
    } catch (FileSystemException notOurs) {
      log.warn("others than its owner may read {}, which cannot be changed here", file);
    }
  }
}
