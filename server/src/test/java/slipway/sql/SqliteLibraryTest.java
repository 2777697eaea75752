package slipway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLibraryTest {
  @TempDir Path folder;

  @Test
  void it_is_unpacked_once_and_its_owner_s_alone() throws IOException {
    Path library = SqliteLibrary.keep(folder.resolve("native"));
    assertThat(library).isNotEmptyFile().hasParent(folder.resolve("native"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library)))
        .isEqualTo("rw-------");
    Object which = Files.getAttribute(library, "unix:ino");
    assertThat(SqliteLibrary.keep(folder.resolve("native"))).isEqualTo(library);
    assertThat(Files.getAttribute(library, "unix:ino")).isEqualTo(which);
  }

  @Test
  void what_is_not_the_library_of_this_build_is_replaced() throws IOException {
    Path library = SqliteLibrary.keep(folder);
    byte[] ours = Files.readAllBytes(library);

    byte[] changed = ours.clone();
    changed[ours.length / 2] ^= 1;
    Files.write(library, changed);
    assertThat(SqliteLibrary.keep(folder)).hasBinaryContent(ours);

    Files.write(library, Arrays.copyOf(ours, ours.length / 2));
    assertThat(SqliteLibrary.keep(folder)).hasBinaryContent(ours);
  }

  /** Of earlier versions, which unpacked it under a new name each time, and of starts cut short. */
  @Test
  void what_killed_processes_left_is_taken_away() throws IOException {
    Files.writeString(folder.resolve("sqlite-unknown-8f77-libsqlitejdbc.so"), "left");
    Files.writeString(folder.resolve("unpacking123"), "left");
    Path library = SqliteLibrary.keep(folder);
    assertThat(folder).isDirectoryContaining(library::equals);
    assertThat(folder.toFile().list()).hasSize(1);
  }
}
