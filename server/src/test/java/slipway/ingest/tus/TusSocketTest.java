package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.Upload;
import slipway.http.Http2Client;
import slipway.http.HttpServer;
import slipway.testing.IngestHouse;

/** What only a socket can show: waiting clients, dead lines, chunks, HTTP/2. */
final class TusSocketTest {
  private static final String PATCH_FIELDS =
      "Host: localhost\r\nTus-Resumable: 1.0.0\r\n"
          + "Content-Type: application/offset+octet-stream\r\n";

  private final IngestHouse house = new IngestHouse();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = FilesServer.start(house);
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private Upload created(long length) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri("/files/?ticket=" + house.ticket().ticket()))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Long.toString(length))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(201);
    String location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith("http://127.0.0.1:" + server.port() + "/files/");
    return house.upload(location.substring(location.lastIndexOf('/') + 1));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private HttpResponse<Void> head(Upload upload) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri("/files/" + upload.id()))
            .header("Tus-Resumable", "1.0.0")
            .HEAD()
            .build(),
        HttpResponse.BodyHandlers.discarding());
  }

  private static String offset(HttpResponse<?> response) {
    return response.headers().firstValue("Upload-Offset").orElse("none");
  }

  /** Sends bytes on a line of their own. */
  private Socket line(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /**
   * The next head on the line: status line and fields. Read byte by byte: a reader of characters
   * takes more than it was asked for, and would swallow an answer that came in the same packet.
   */
  private static List<String> answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    List<String> lines = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
    }
    return lines;
  }

  /** One line without its end; empty at the end of the stream. */
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static String patch(Upload upload, long offset, String more) {
    return "PATCH /files/"
        + upload.id()
        + " HTTP/1.1\r\n"
        + PATCH_FIELDS
        + "Upload-Offset: "
        + offset
        + "\r\n"
        + more
        + "\r\n";
  }

  @Test
  @DisplayName("TUS-153, TUS-155, TUS-158, REL-06: HEAD on a new line ends a stalled writer")
  void headEndsStalledWriter() throws Exception {
    Upload upload = created(8);
    try (Socket stalled = line(patch(upload, 0, "Content-Length: 8\r\n") + "012")) {
      await()
          .until(() -> house.writers.reach(upload.id()).filter(r -> r.received() == 3).isPresent());

      HttpResponse<Void> head = head(upload);

      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(offset(head)).isEqualTo("3");
      assertThat(answer(stalled)).first().asString().startsWith("HTTP/1.1 423");
    }
  }

  @Test
  @DisplayName("TUS-170, REL-05: the line is reset in mid-body; what came is kept")
  void resetLine() throws Exception {
    Upload upload = created(8);
    Socket broken = line(patch(upload, 0, "Content-Length: 8\r\n") + "0123");
    await()
        .until(() -> house.writers.reach(upload.id()).filter(r -> r.received() == 4).isPresent());
    broken.setSoLinger(true, 0);
    broken.close();

    await().until(() -> house.writers.active() == 0);
    assertThat(offset(head(upload))).isEqualTo("4");
  }

  @Test
  @DisplayName("TUS-171: chunks, cut inside of one")
  void cutInsideChunk() throws Exception {
    Upload upload = created(8);
    Socket cut = line(patch(upload, 0, "Transfer-Encoding: chunked\r\n") + "3\r\n012\r\n5\r\n34");
    await()
        .until(() -> house.writers.reach(upload.id()).filter(r -> r.received() == 5).isPresent());
    cut.shutdownOutput();

    await().until(() -> house.writers.active() == 0);
    assertThat(offset(head(upload))).isEqualTo("5");
    cut.close();
  }

  @Test
  @DisplayName("TUS-22, TUS-200, TUS-201, TUS-305: POST with override, chunks and a waiting client")
  void asTheJavaClient() throws Exception {
    Upload upload = created(3);
    String request =
        patch(
                upload,
                0,
                "X-HTTP-Method-Override: PATCH\r\nExpect: 100-continue\r\n"
                    + "Transfer-Encoding: chunked\r\n")
            .replace("PATCH /", "POST /");
    try (Socket line = line(request)) {
      assertThat(answer(line)).first().asString().startsWith("HTTP/1.1 100");
      line.getOutputStream().write("3\r\n012\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(answer(line)).first().asString().startsWith("HTTP/1.1 204");
    }
    assertThat(house.stored(upload)).isEqualTo("012");
  }

  @Test
  @DisplayName("TUS-77, TUS-202: a waiting client that is refused gets no 100")
  void refusedWithoutContinue() throws Exception {
    Upload upload = created(3);
    try (Socket line = line(patch(upload, 2, "Expect: 100-continue\r\nContent-Length: 1\r\n"))) {
      assertThat(answer(line)).first().asString().startsWith("HTTP/1.1 409");
    }
  }

  @Test
  @DisplayName("TUS-77: nor does one whose creation is refused, for whatever reason")
  void refusedCreationWithoutContinue() throws Exception {
    String good = "POST /files/?ticket=" + house.ticket().ticket();
    String bytes = "Content-Type: application/offset+octet-stream\r\n";
    for (List<String> refused :
        List.of(
            List.of("403", "POST /files/?ticket=unknown", "Upload-Length: 5\r\n" + bytes),
            List.of("413", good, "Upload-Length: 1001\r\n" + bytes),
            List.of("413", good, "Upload-Length: 2\r\n" + bytes),
            List.of("400", good, "Upload-Length: +5\r\n" + bytes),
            List.of("415", good, "Upload-Length: 5\r\n"),
            List.of("400", good, "Upload-Length: 5\r\nUpload-Metadata: name %%%\r\n" + bytes),
            List.of("400", good, "Upload-Length: 5\r\nUpload-Checksum: x\r\n" + bytes))) {
      String head = refused.get(1) + " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\n";
      String more = "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n";
      try (Socket line = line(head + refused.get(2) + more)) {
        assertThat(answer(line))
            .as(refused.get(2))
            .first()
            .asString()
            .startsWith("HTTP/1.1 " + refused.getFirst());
      }
    }
    assertThat(house.ports.uploads().countOpen(1)).isZero();
  }

  @Test
  @DisplayName("TUS-77: one that is not refused is asked for its bytes then")
  void creationWithContinue() throws Exception {
    String head = "POST /files/?ticket=" + house.ticket().ticket() + " HTTP/1.1\r\n";
    String fields = "Upload-Length: 3\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
    try (Socket line = line(head + PATCH_FIELDS + fields)) {
      assertThat(answer(line)).first().isEqualTo("HTTP/1.1 100 Continue");
      line.getOutputStream().write("012".getBytes(StandardCharsets.ISO_8859_1));
      assertThat(answer(line)).first().asString().startsWith("HTTP/1.1 201");
    }
  }

  @Test
  @DisplayName("TUS-60: a creation without any word of its length, and an answer with one")
  void creationWithoutLength() throws Exception {
    String head =
        "POST /files/?ticket=%s HTTP/1.1\r\nHost: a.example\r\nTus-Resumable: 1.0.0\r\n"
            .formatted(house.ticket().ticket());
    try (Socket line = line(head + "Upload-Length: 5\r\nUpload-Extension: creation\r\n\r\n")) {
      List<String> answer = answer(line);
      assertThat(answer).first().asString().startsWith("HTTP/1.1 201");
      assertThat(answer).contains("Content-Length: 0", "Upload-Offset: 0", "Tus-Resumable: 1.0.0");
    }
  }

  @Test
  @DisplayName("TUS-208: hundreds of PATCHes on one line")
  void manyOnOneLine() throws Exception {
    Upload upload = created(300);
    try (Socket line = line("")) {
      for (int i = 0; i < 300; i++) {
        line.getOutputStream()
            .write(
                (patch(upload, i, "Content-Length: 1\r\n") + "x")
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(answer(line)).contains("Upload-Offset: " + (i + 1));
      }
    }
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.FINISHED);
  }

  @Test
  @DisplayName("TUS-231, TUS-198: 104 with the address, before a byte of the body has come")
  void interimAnswer() throws Exception {
    house.account(1, "anna");
    String request =
        "POST /files/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer anna\r\n"
            + "Upload-Draft-Interop-Version: 6\r\nUpload-Complete: ?1\r\nContent-Length: 3\r\n\r\n";
    try (Socket line = line(request)) {
      List<String> interim = answer(line);
      assertThat(interim).first().asString().startsWith("HTTP/1.1 104");
      assertThat(interim).contains("Upload-Draft-Interop-Version: 6");
      String location =
          interim.stream()
              .filter(field -> field.startsWith("Location: "))
              .findFirst()
              .orElseThrow();

      line.getOutputStream().write("012".getBytes(StandardCharsets.US_ASCII));

      List<String> last = answer(line);
      assertThat(last).first().asString().startsWith("HTTP/1.1 201");
      assertThat(last).contains(location, "Upload-Complete: ?1", "Upload-Offset: 3");
    }
  }

  @Test
  @DisplayName("TUS-232: a client that waits gets its 100 besides the 104")
  void interimAndContinue() throws Exception {
    house.account(1, "anna");
    String request =
        "POST /files/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer anna\r\n"
            + "Upload-Draft-Interop-Version: 6\r\nUpload-Complete: ?1\r\n"
            + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    try (Socket line = line(request)) {
      assertThat(answer(line)).first().asString().startsWith("HTTP/1.1 104");
      assertThat(answer(line)).first().asString().startsWith("HTTP/1.1 100");
      line.getOutputStream().write("012".getBytes(StandardCharsets.US_ASCII));
      assertThat(answer(line)).first().asString().startsWith("HTTP/1.1 201");
    }
  }

  @Test
  @DisplayName("TUS-142: a whole of two hundred absolute addresses")
  void manyParts() throws Exception {
    house.account(1, "anna");
    String head =
        "POST /files/ HTTP/1.1\r\nHost: a.example\r\nTus-Resumable: 1.0.0\r\n"
            + "Authorization: Bearer anna\r\n";
    try (Socket line = line(head + "Upload-Concat: partial\r\nUpload-Length: 0\r\n\r\n")) {
      String part =
          answer(line).stream()
              .filter(field -> field.startsWith("Location: "))
              .findFirst()
              .orElseThrow()
              .substring("Location: ".length());
      String whole = head + "Upload-Concat: final;" + (part + " ").repeat(200) + "\r\n\r\n";
      line.getOutputStream().write(whole.getBytes(StandardCharsets.US_ASCII));
      assertThat(answer(line)).first().asString().startsWith("HTTP/1.1 201");
    }
  }

  @Test
  @DisplayName("TUS-111: the checksum comes behind the chunks")
  void trailer() throws Exception {
    Upload upload = created(6);
    String fields = "Transfer-Encoding: chunked\r\nTrailer: Upload-Checksum\r\n";
    String body = "3\r\n012\r\n0\r\nUpload-Checksum: sha1 %s\r\n\r\n";
    try (Socket line =
        line(patch(upload, 0, fields) + body.formatted("xKLZm8KNI2CYoJUne36wcY1r4Gg="))) {
      assertThat(answer(line)).first().asString().startsWith("HTTP/1.1 204");
    }
    try (Socket line =
        line(patch(upload, 3, fields) + body.formatted("2jmj7l5rSw0yVb/vlWAYkK/YBwk="))) {
      assertThat(answer(line)).first().isEqualTo("HTTP/1.1 460 Checksum Mismatch");
    }
    assertThat(offset(head(upload))).isEqualTo("3");
  }

  @Test
  @DisplayName("TUS-111, TUS-218: over HTTP/2 it comes in a header block behind the body")
  void trailerOverHttp2() throws Exception {
    Upload upload = created(6);
    try (var client = new Http2Client(server.port())) {
      assertThat(trailed(client, upload, "0", "sha1 xKLZm8KNI2CYoJUne36wcY1r4Gg="))
          .startsWith("204");
      assertThat(trailed(client, upload, "3", "sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk="))
          .startsWith("460");
    }
    assertThat(offset(head(upload))).isEqualTo("3");
  }

  private static String trailed(Http2Client client, Upload upload, String offset, String checksum)
      throws InterruptedException {
    return client
        .open(
            /* isEnd= */ false,
            "PATCH",
            "/files/" + upload.id(),
            "tus-resumable",
            "1.0.0",
            "content-type",
            TusClient.BYTES,
            "upload-offset",
            offset,
            "trailer",
            "upload-checksum")
        .send("012", /* isEnd= */ false)
        .trailers("upload-checksum", checksum)
        .answer();
  }
}
