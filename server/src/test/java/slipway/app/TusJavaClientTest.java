package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testing.Clips;

/**
 * Maven's tus-java-client 0.5.1 as it comes, on this JVM, whose HttpURLConnection knows no PATCH:
 * it sends {@code POST} with {@code X-HTTP-Method-Override}, chunked, and waits for {@code 100}.
 */
final class TusJavaClientTest {
  private static final int SIZE = 25_000_000;
  private static final int REQUEST = 10 << 20;
  private static final String KEY = "1$tus-java-client";

  private final byte[] file = new byte[SIZE];
  @TempDir Path data;
  private RunningHouse house;

  @BeforeEach
  void start() throws IOException {
    new Random(305).nextBytes(file);
    byte[] clip = Files.readAllBytes(Clips.clip("sample.mp4"));
    ByteBuffer.wrap(file)
        .put(clip)
        .putInt(SIZE - clip.length) // a box that readers skip (ISO/IEC 14496-12, 8.1.2)
        .put("free".getBytes(StandardCharsets.US_ASCII));
    house = RunningHouse.on(data, "--api.key=" + KEY);
  }

  @AfterEach
  void stop() {
    if (house != null) { // where there are no clips
      house.close();
    }
  }

  private TusClient client(String endpoint) throws IOException {
    var client = new TusClient();
    client.setUploadCreationURL(url(endpoint));
    client.setHeaders(Map.of("Authorization", "Bearer " + KEY));
    return client;
  }

  private static URL url(String text) throws IOException {
    return URI.create(text).toURL();
  }

  private TusUpload upload() {
    var upload = new TusUpload();
    upload.setInputStream(new ByteArrayInputStream(file));
    upload.setSize(SIZE);
    upload.setFingerprint("file");
    upload.setMetadata(Map.of("filename", "from Java"));
    return upload;
  }

  private static void send(TusUploader uploader, int most) throws IOException, ProtocolException {
    uploader.setChunkSize(64 << 10);
    uploader.setRequestPayloadSize(REQUEST);
    int sent = 0;
    while (sent < most) {
      int more = uploader.uploadChunk();
      if (more < 0) {
        break;
      }
      sent += more;
    }
    uploader.finish();
  }

  private byte[] stored() throws IOException {
    try (var files = Files.walk(data.resolve("blobs"))) {
      Path source = files.filter(path -> path.endsWith("source")).findFirst().orElseThrow();
      return Files.readAllBytes(source);
    }
  }

  @Test
  @DisplayName("TUS-305: tus-java-client sends 25 MB in requests of 10 MiB")
  void whole() throws Exception {
    send(client(house.base() + "/files/").createUpload(upload()), SIZE);

    assertThat(stored()).isEqualTo(file);
  }

  @Test
  @DisplayName("TUS-305: tus-java-client resumes what it left")
  void resumed() throws Exception {
    TusClient client = client(house.base() + "/files/");
    client.enableResuming(new TusURLMemoryStore());
    send(client.createUpload(upload()), 12_000_000);

    TusUploader rest = client.resumeUpload(upload());
    assertThat(rest.getOffset()).isBetween(12_000_000L, SIZE - 1L);
    send(rest, SIZE);

    assertThat(stored()).isEqualTo(file);
  }

  @Test
  @DisplayName("TUS-305, TUS-291: tus-java-client at Livepeer's address")
  void livepeer() throws Exception {
    String endpoint = RunningHouse.text(house.ticket("from Java"), "upload", "tusEndpoint");

    send(client(endpoint).createUpload(upload()), SIZE);

    assertThat(stored()).isEqualTo(file);
  }

  @Test
  @DisplayName("TUS-305: tus-java-client starts anew when the upload is gone")
  void gone() throws Exception {
    TusClient client = client(house.base() + "/files/");
    var urls = new TusURLMemoryStore();
    urls.set("file", url(house.base() + "/files/00000000000000000000000000"));
    client.enableResuming(urls);

    assertThatThrownBy(() -> client.resumeUpload(upload())).isInstanceOf(ProtocolException.class);
    send(client.resumeOrCreateUpload(upload()), SIZE);

    assertThat(stored()).isEqualTo(file);
  }
}
