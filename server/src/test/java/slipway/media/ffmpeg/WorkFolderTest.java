package slipway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkFolderTest {
  @TempDir Path temporary;

  @Test
  @DisplayName("MD-20: deleted with all in it; links are not followed; closing twice is harmless")
  void close() throws IOException {
    Path precious =
        Files.writeString(Files.createDirectory(temporary.resolve("p")).resolve("f"), "x");
    WorkFolder folder = WorkFolder.in(temporary.resolve("scratch"));
    Files.writeString(Files.createDirectories(folder.path().resolve("a/b")).resolve("c"), "12345");
    Files.createSymbolicLink(folder.path().resolve("link"), temporary.resolve("p"));
    assertThat(folder.bytes()).isGreaterThanOrEqualTo(5);
    folder.close();
    folder.close();
    assertThat(folder.path()).doesNotExist();
    assertThat(folder.bytes()).isZero();
    assertThat(precious).hasContent("x");
  }

  @Test
  @DisplayName("MD-20: a sweep takes leftovers of ours and nothing else")
  void sweep() throws IOException {
    Path scratch = temporary.resolve("scratch");
    WorkFolder.sweep(scratch); // not there yet: fine
    WorkFolder left = WorkFolder.in(scratch);
    Path other = Files.writeString(scratch.resolve("keep.txt"), "x");
    WorkFolder.sweep(scratch);
    assertThat(left.path()).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  @DisplayName("MD-23, REL-55: the tail keeps the last 64 KiB and no control characters")
  void tail() {
    Tail tail = new Tail();
    byte[] many = new byte[Tail.BYTES + 10];
    Arrays.fill(many, (byte) 'a');
    tail.add(many, many.length);
    byte[] end = "\u0007\u001b[31m\rend\n".getBytes(StandardCharsets.UTF_8);
    tail.add(end, end.length);
    assertThat(tail.text()).hasSize(Tail.BYTES).startsWith("aaa").endsWith("??[31m?end\n");
  }
}
