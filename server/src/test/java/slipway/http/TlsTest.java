package slipway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.certificates.SelfSigned;

/** TLS, with the JDK's own client on the other side. */
class TlsTest {
  @TempDir static Path folder;
  private static TlsFiles files = TlsFiles.selfMade(Path.of("none"));

  @BeforeAll
  static void makeOnce() throws IOException {
    files = TlsFiles.selfMade(folder.resolve("tls"));
    SelfSigned.ensure(
        files.certificate(), files.key(), List.of("video.example", "10.1.2.3"), Instant.now());
  }

  private static LiveServer serving(Handler handler) throws IOException {
    return new LiveServer(HttpSettings.defaults().withTls(files), handler);
  }

  private static X509Certificate certificate(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static SSLContext trusting(Path certificate) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("server", certificate(certificate));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static SSLSocket connect(int port) throws Exception {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    plain.setSoTimeout(60_000);
    SSLSocket socket =
        (SSLSocket)
            trusting(files.certificate())
                .getSocketFactory()
                .createSocket(plain, "localhost", port, /* autoClose= */ true);
    socket.startHandshake();
    return socket;
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  @DisplayName("TUS-212: large bodies and files both ways, over either protocol chosen by ALPN")
  void bothProtocols(HttpClient.Version version) throws Exception {
    byte[] bytes = new byte[3_000_000];
    new Random(7).nextBytes(bytes);
    Path file = Files.write(folder.resolve("file-" + version), bytes);
    Handler handler =
        request -> {
          byte[] body = request.body().readAll(bytes.length);
          return request.method().equals("PUT")
              ? Response.text(
                  Arrays.equals(body, bytes) ? 200 : 400,
                  request.protocol() + " " + request.origin())
              : Response.of(200)
                  .withContent(Content.of(List.of(new Part.FileSlice(file, 0, bytes.length))));
        };
    try (LiveServer server = serving(handler);
        HttpClient client =
            HttpClient.newBuilder()
                .version(version)
                .sslContext(trusting(files.certificate()))
                .build()) {
      URI uri = URI.create("https://localhost:" + server.port() + "/x");
      HttpResponse<String> put =
          client.send(
              HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofByteArray(bytes)).build(),
              BodyHandlers.ofString());
      assertThat(put.statusCode()).isEqualTo(200);
      assertThat(put.body()).isEqualTo(version + " https://localhost:" + server.port());
      HttpResponse<byte[]> got =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
      assertThat(got.version()).isEqualTo(version);
      assertThat(Arrays.equals(got.body(), bytes)).isTrue();
    }
  }

  @Test
  @DisplayName("TUS-57: over TLS, too, an early answer can be read by a client still sending")
  void earlyAnswer() throws Exception {
    try (LiveServer server = serving(_ -> Response.text(409, "no\n"));
        SSLSocket socket = connect(server.port())) {
      byte[] head =
          "PATCH / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n".getBytes(ISO_8859_1);
      socket.getOutputStream().write(head);
      socket.getOutputStream().write(new byte[500_000]);
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 409 ").containsIgnoringCase("connection: close");
      assertThat(answer).endsWith("no\n");
    }
  }

  @Test
  @DisplayName("TUS-170: the line ends without a word of TLS; every byte before is handed out")
  void endsWithoutNotify() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Handler handler =
        request -> {
          long bytes = 0;
          try {
            while (true) {
              try (Chunk chunk = request.body().next()) {
                if (chunk == null) {
                  break;
                }
                bytes += chunk.length();
              }
            }
            seen.add("whole");
          } catch (BodyException.ClientGone gone) {
            seen.add("gone after " + bytes);
          }
          return Response.of(204);
        };
    try (LiveServer server = serving(handler);
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      SSLSocket socket =
          (SSLSocket)
              trusting(files.certificate())
                  .getSocketFactory()
                  .createSocket(plain, "localhost", server.port(), /* autoClose= */ false);
      byte[] head =
          "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n".getBytes(ISO_8859_1);
      socket.getOutputStream().write(head);
      socket.getOutputStream().write(new byte[70_000]);
      socket.getOutputStream().flush();
      plain.shutdownOutput();
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("gone after 70000");
    }
  }

  @Test
  @DisplayName("a client that speaks no TLS gets nothing, one that never speaks is cut off")
  void noTls() throws Exception {
    HttpSettings.Timeouts t = HttpSettings.Timeouts.defaults();
    HttpSettings settings =
        HttpSettings.defaults()
            .withTls(files)
            .withTimeouts(
                new HttpSettings.Timeouts(
                    Duration.ofMillis(300),
                    t.keepAlive(),
                    t.bodyIdle(),
                    t.writeIdle(),
                    t.drain(),
                    t.shutdownGrace()));
    try (LiveServer server = new LiveServer(settings, _ -> Response.of(204));
        RawClient silent = server.connect();
        RawClient plain = server.connect()) {
      plain.head("GET / HTTP/1.1", "Host: a");
      plain.socket().getInputStream().readAllBytes();
      assertThat(silent.isEnded()).isTrue();
    }
  }

  @Test
  @DisplayName("a made certificate names the hosts, its key is nobody else's, and it is kept")
  void selfSigned() throws Exception {
    X509Certificate made = certificate(files.certificate());
    assertThat(
            made.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList())
        .contains("localhost", "127.0.0.1", "video.example", "10.1.2.3");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
        .isEqualTo("rw-------");
    SelfSigned.ensure(files.certificate(), files.key(), List.of(), Instant.now());
    assertThat(certificate(files.certificate())).isEqualTo(made);
    try (var inFolder = Files.list(folder.resolve("tls"))) {
      assertThat(inFolder).hasSize(2);
    }
  }

  @Test
  @DisplayName("a renewed certificate is shown to new connections; an unusable one changes nothing")
  void renewed() throws Exception {
    TlsFiles kept = TlsFiles.of(folder.resolve("kept-cert.pem"), folder.resolve("kept-key.pem"));
    Files.copy(files.certificate(), kept.certificate());
    Files.copy(files.key(), kept.key());
    TlsFiles other = TlsFiles.selfMade(folder.resolve("other"));
    SelfSigned.ensure(other.certificate(), other.key(), List.of(), Instant.now());
    try (LiveServer server =
        new LiveServer(HttpSettings.defaults().withTls(kept), _ -> Response.of(204))) {
      Files.copy(other.certificate(), kept.certificate(), StandardCopyOption.REPLACE_EXISTING);
      touch(kept.certificate());
      server.server().renewCertificate();
      assertThat(shown(server.port(), files.certificate()))
          .as("a certificate without its key is not used")
          .isEqualTo(certificate(files.certificate()));
      Files.copy(other.key(), kept.key(), StandardCopyOption.REPLACE_EXISTING);
      touch(kept.key());
      server.server().renewCertificate();
      assertThat(shown(server.port(), other.certificate()))
          .isEqualTo(certificate(other.certificate()));
    }
  }

  private static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(
        file, FileTime.from(Files.getLastModifiedTime(file).toInstant().plusSeconds(5)));
  }

  private static X509Certificate shown(int port, Path trusted) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            trusting(trusted)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  @DisplayName("files that cannot be used are said in a sentence at start")
  void unusable() throws IOException {
    Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
    assertThatThrownBy(() ->
            new LiveServer(
                HttpSettings.defaults().withTls(TlsFiles.of(text, files.key())),
                _ -> Response.of(204)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(text.toString())
        .hasMessageContaining("PKCS#8");
  }
}
