package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testing.Clips;

/** The data folder as a crash would leave it at this moment: copied from under a running house. */
final class CrashImageTest {
  private static final String KEY = "a-key-for-crashes";

  @TempDir Path folder;

  private static RunningHouse.Answer head(RunningHouse house, String path) {
    return house.send(
        house.to(path).header("Tus-Resumable", "1.0.0").method("HEAD", BodyPublishers.noBody()));
  }

  private Path image(Path data, String name) throws IOException {
    Path image = folder.resolve(name);
    List<Path> all;
    try (Stream<Path> found = Files.walk(data)) {
      all = found.toList();
    }
    for (Path from : all) {
      Path to = image.resolve(data.relativize(from).toString());
      if (Files.isDirectory(from)) {
        Files.createDirectories(to);
      } else {
        Files.copy(from, to);
      }
    }
    return image;
  }

  private static Path source(Path data) throws IOException {
    try (Stream<Path> found = Files.walk(data.resolve("blobs"))) {
      return found.filter(file -> file.endsWith("source")).findFirst().orElse(data);
    }
  }

  @Test
  @DisplayName(
      "TUS-67, TUS-166, TUS-183, TUS-184, TUS-188: what was answered is there, nothing is"
          + " locked, and the file is finished where it lies")
  void crash() throws Exception {
    byte[] clip = Files.readAllBytes(Clips.clip("sample.mp4"));
    Path data = folder.resolve("data");
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      RunningHouse.Answer created =
          house.send(
              house
                  .to("/files/")
                  .header("Authorization", "Bearer " + KEY)
                  .header("Tus-Resumable", "1.0.0")
                  .header("Upload-Defer-Length", "1")
                  .header("Upload-Metadata", "filename Y2xpcC5tcDQ=,empty")
                  .POST(BodyPublishers.noBody()));
      assertThat(created.status()).isEqualTo(201);
      String path = URI.create(created.header("location")).getPath();

      try (RunningHouse after = RunningHouse.on(image(data, "after-creation"))) {
        RunningHouse.Answer head = head(after, path);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("upload-offset")).isEqualTo("0");
        assertThat(head.header("upload-defer-length")).isEqualTo("1");
        assertThat(head.header("upload-metadata")).isEqualTo("filename Y2xpcC5tcDQ=,empty");
      }

      try (Socket writer = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
        String sent =
            "PATCH %s HTTP/1.1\r\nHost: a\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                    .formatted(path)
                + "Upload-Length: %d\r\nContent-Length: %d\r\n".formatted(clip.length, clip.length)
                + "Content-Type: application/offset+octet-stream\r\n\r\n";
        writer.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
        writer.getOutputStream().write(clip, 0, 1000);
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> Files.isRegularFile(source(data)) && Files.size(source(data)) == 1000);
        Path image = image(data, "while-writing");
        try (RunningHouse after = RunningHouse.on(image)) {
          RunningHouse.Answer head = head(after, path);
          assertThat(head.header("upload-offset"))
              .as("bytes that nobody was told of do not count")
              .isEqualTo("0");
          assertThat(head.header("upload-length")).isEqualTo(Integer.toString(clip.length));
          Object inode = Files.readAttributes(source(image), BasicFileAttributes.class).fileKey();
          RunningHouse.Answer patched =
              after.send(
                  after
                      .to(path)
                      .header("Tus-Resumable", "1.0.0")
                      .header("Upload-Offset", "0")
                      .header("Content-Type", "application/offset+octet-stream")
                      .method("PATCH", BodyPublishers.ofByteArray(clip)));
          assertThat(patched.status()).isEqualTo(204);
          assertThat(source(image)).hasBinaryContent(clip);
          assertThat(Files.readAttributes(source(image), BasicFileAttributes.class).fileKey())
              .isEqualTo(inode);
          assertThat(head(after, path).header("upload-offset"))
              .isEqualTo(Integer.toString(clip.length));
        }
      }
    }
  }
}
