package slipway.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** REL-64: every way in which the other side can misbehave comes to an end. */
@Timeout(30)
final class BadAnswersTest {
  private static final Limits SHORT = new Limits(Duration.ofMillis(700), 1 << 20);

  @Test
  @DisplayName("REL-64: silence in the head ends at the idle limit")
  void silent() throws Exception {
    fails(
        OutgoingHouse.impatient(),
        OutgoingHouse.LIMITS,
        OutgoingException.TimedOut.class,
        (_, _) -> LockSupport.park());
  }

  @Test
  @DisplayName("REL-64: time that is over at any moment of a call ends it in words of our own")
  void overAtAnyMoment() throws Exception {
    Limits none = new Limits(Duration.ofNanos(1), 1 << 20);
    try (StrangeServer server = new StrangeServer((_, _) -> LockSupport.park());
        OutgoingHouse house = at(server, OutgoingHouse.impatient())) {
      for (int i = 0; i < 300; i++) {
        assertThatThrownBy(() -> house.outgoing.send(Call.get("http://a.example/", none)))
            .isInstanceOf(OutgoingException.TimedOut.class);
      }
    }
  }

  @Test
  @DisplayName("REL-64: silence in the body ends at the idle limit")
  void silentBody() throws Exception {
    fails(
        OutgoingHouse.impatient(),
        OutgoingHouse.LIMITS,
        OutgoingException.TimedOut.class,
        (_, out) -> {
          StrangeServer.say(out, "HTTP/1.1 200 OK\nContent-Length: 10", "abc");
          LockSupport.park();
        });
  }

  @Test
  @DisplayName("REL-64: a byte of the body now and then ends at the limit over all")
  void drippingBody() throws Exception {
    fails(
        OutgoingHouse.impatient(),
        SHORT,
        OutgoingException.TimedOut.class,
        (_, out) -> {
          StrangeServer.say(out, "HTTP/1.1 200 OK", "");
          drip(out);
        });
  }

  @Test
  @DisplayName("REL-64: a byte of the head now and then ends at the limit over all")
  void drippingHead() throws Exception {
    fails(
        OutgoingHouse.impatient(),
        SHORT,
        OutgoingException.TimedOut.class,
        (_, out) -> {
          out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
          drip(out);
        });
  }

  @Test
  @DisplayName("REL-64: interim answers for ever end at the limit over all")
  void interimForEver() throws Exception {
    fails(
        OutgoingHouse.impatient(),
        SHORT,
        OutgoingException.TimedOut.class,
        (_, out) -> {
          while (true) {
            StrangeServer.say(out, "HTTP/1.1 103 Early Hints", "");
          }
        });
  }

  @Test
  @DisplayName("REL-64: redirects that take their time end at the limit over all")
  void slowRedirects() throws Exception {
    fails(
        OutgoingHouse.impatient(),
        SHORT,
        OutgoingException.TimedOut.class,
        (_, out) -> {
          LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
          StrangeServer.say(out, "HTTP/1.1 302 Found\nLocation: /\nContent-Length: 0", "");
        });
  }

  @Test
  @DisplayName("REL-64: chunked for ever ends at the byte limit")
  void chunkedForEver() throws Exception {
    fails(
        OutgoingHouse.strict(),
        OutgoingHouse.LIMITS,
        OutgoingException.TooLarge.class,
        (_, out) -> {
          StrangeServer.say(out, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "");
          while (true) {
            StrangeServer.say(out, "1000", "x".repeat(4094) + "\r\n");
            out.flush();
          }
        });
  }

  @Test
  @DisplayName("REL-64: an announced size above the limit is not even begun")
  void announcedTooLarge() throws Exception {
    fails(
        OutgoingHouse.strict(),
        OutgoingHouse.LIMITS,
        OutgoingException.TooLarge.class,
        (_, out) -> StrangeServer.say(out, "HTTP/1.1 200 OK\nContent-Length: 1048577", "x"));
  }

  @Test
  @DisplayName("REL-64: a body shorter than announced is no success")
  void tooShort() throws Exception {
    fails(
        OutgoingHouse.strict(),
        OutgoingHouse.LIMITS,
        OutgoingException.Unreachable.class,
        (_, out) -> StrangeServer.say(out, "HTTP/1.1 200 OK\nContent-Length: 10", "abc"));
  }

  @Test
  @DisplayName("REL-64: a chunked body without its end is no success")
  void chunkedWithoutEnd() throws Exception {
    fails(
        OutgoingHouse.strict(),
        OutgoingHouse.LIMITS,
        OutgoingException.Unreachable.class,
        (_, out) ->
            StrangeServer.say(out, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "3\r\nabc\r\n"));
  }

  @Test
  @DisplayName("REL-64: what is packed without having been asked for is not unpacked")
  void gzipBomb() throws Exception {
    fails(
        OutgoingHouse.strict(),
        OutgoingHouse.LIMITS,
        OutgoingException.BadAnswer.class,
        (head, out) -> {
          assertThat(head).contains("Accept-Encoding: identity");
          StrangeServer.say(
              out, "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 3", "abc");
        });
  }

  @Test
  @DisplayName("REL-64: endless headers, and no HTTP at all")
  void noHttp() throws Exception {
    fails(
        OutgoingHouse.strict(),
        SHORT,
        OutgoingException.class,
        (_, out) -> {
          out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write("A: b\r\n".getBytes(StandardCharsets.US_ASCII));
          }
        });
    fails(
        OutgoingHouse.strict(),
        SHORT,
        OutgoingException.class,
        (_, out) -> {
          while (true) {
            out.write("SSH-2.0-x".getBytes(StandardCharsets.US_ASCII));
          }
        });
  }

  @Test
  @DisplayName("REL-64: the huge body of a refusal is never read")
  void hugeRefusal() throws Exception {
    try (StrangeServer server =
            new StrangeServer((_, out) -> {
              StrangeServer.say(out, "HTTP/1.1 401 Unauthorized\nContent-Length: 99999999999", "");
              while (true) {
                StrangeServer.say(out, "x".repeat(1000), "");
              }
            });
        OutgoingHouse house = at(server, OutgoingHouse.strict())) {
      try (Answer answer = house.get("http://a.example/")) {
        assertThat(answer.status()).isEqualTo(401);
      }
      assertThat(server.isDeserted()).isTrue();
    }
  }

  @Test
  @DisplayName("nobody there")
  void nobody() throws Exception {
    StrangeServer gone = StrangeServer.saying("HTTP/1.1 200 OK", "");
    gone.close();
    try (OutgoingHouse house = at(gone, OutgoingHouse.strict())) {
      assertThatThrownBy(() -> house.get("http://a.example/"))
          .isInstanceOf(OutgoingException.Unreachable.class)
          .message()
          .doesNotContain(OutgoingHouse.PUBLIC)
          .doesNotContain("127.0.0.1");
      assertThatThrownBy(() -> house.get("http://unknown.example/"))
          .isInstanceOf(OutgoingException.Unreachable.class);
    }
  }

  @Test
  @DisplayName("REL-64: TLS is checked against the name, whatever address was connected to")
  void tlsWithWrongName(@TempDir Path folder) throws Exception {
    KeyStore keys = keyPair(folder, "right.example");
    SSLContext tls = context(keys);
    try (StrangeServer server =
            new StrangeServer(
                tls.getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                (_, out) -> StrangeServer.say(out, "HTTP/1.1 200 OK\nContent-Length: 2", "ok"));
        OutgoingHouse house =
            new OutgoingHouse(OutgoingHouse.strict(), () -> tls)
                .name("right.example", OutgoingHouse.PUBLIC)
                .name("wrong.example", OutgoingHouse.PUBLIC)
                .serve(443, server);
        OutgoingHouse suspicious =
            new OutgoingHouse(OutgoingHouse.strict())
                .name("right.example", OutgoingHouse.PUBLIC)
                .serve(443, server)) {
      try (Answer answer = house.get("https://right.example/")) {
        assertThat(OutgoingHouse.text(answer)).isEqualTo("ok");
      }
      assertThatThrownBy(() -> house.get("https://wrong.example/"))
          .isInstanceOf(OutgoingException.BadAnswer.class);
      assertThatThrownBy(() -> suspicious.get("https://right.example/"))
          .as("signed by nobody we trust")
          .isInstanceOf(OutgoingException.BadAnswer.class);
    }
  }

  private static void drip(java.io.OutputStream out) throws IOException {
    while (true) {
      out.write('a');
      out.flush();
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static OutgoingHouse at(StrangeServer server, OutgoingSettings settings) {
    return new OutgoingHouse(settings).name("a.example", OutgoingHouse.PUBLIC).serve(80, server);
  }

  private static void fails(
      OutgoingSettings settings,
      Limits limits,
      Class<? extends OutgoingException> how,
      StrangeServer.Manners manners)
      throws Exception {
    try (StrangeServer server = new StrangeServer(manners);
        OutgoingHouse house = at(server, settings)) {
      assertThatThrownBy(
              () -> {
                try (Answer answer = house.outgoing.send(Call.get("http://a.example/", limits))) {
                  byte[] buffer = new byte[8192];
                  while (answer.read(buffer) >= 0) {
                    // to its end
                  }
                }
              })
          .isInstanceOf(how);
      assertThat(server.isDeserted()).as("the connection is closed").isTrue();
    }
  }

  private static KeyStore keyPair(Path folder, String name) throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, "changeit".toCharArray());
    }
    return keys;
  }

  /** Shows the key pair and trusts it. */
  private static SSLContext context(KeyStore keys) throws Exception {
    var shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    shown.init(keys, "changeit".toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
