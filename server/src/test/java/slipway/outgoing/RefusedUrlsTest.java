package slipway.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** REL-60: everything that was ever written to make a server talk to itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusedUrlsTest {
  private StrangeServer canary;
  private OutgoingHouse house;

  @BeforeAll
  void open() throws Exception {
    canary = StrangeServer.saying("HTTP/1.1 200 OK\nContent-Length: 2", "no");
    house =
        new OutgoingHouse(OutgoingHouse.strict())
            .name("rebound.example", "127.0.0.1")
            .name("metadata.example", "169.254.169.254")
            .name("lan.example", "192.168.1.1")
            .name("six.example", "::1")
            .name("mapped.example", "::ffff:10.0.0.1")
            .name("mixed.example", OutgoingHouse.PUBLIC, "10.0.0.1")
            .name("mixed6.example", OutgoingHouse.PUBLIC, "fd00::1");
  }

  @AfterAll
  void close() throws Exception {
    house.close();
    canary.close();
  }

  static Stream<String> refusedAtOnce() {
    return """
    http://127.0.0.1/
    http://127.0.0.1:{port}/
    https://127.0.0.1:{port}/
    http://127.1/
    http://127.0.1/
    http://127.1:{port}/
    http://2130706433/
    http://2130706433:{port}/
    http://017700000001/
    http://0177.0.0.1/
    http://0177.0.0.01/
    http://127.0.0.01/
    http://127.00.0.1/
    http://0x7f000001/
    http://0x7F000001:{port}/
    http://0x7f.0.0.1/
    http://0x7f.0x0.0x0.0x1/
    http://0x7f.1/
    http://127.0x1/
    http://0177.1/
    http://127.0.0.0x1/
    http://0x/
    http://1.2.3.0x/
    http://3232235777/
    http://00000000177.0.0.1/
    http://127.0.0.1./
    http://127.0.0.1.:{port}/
    http://256.0.0.1/
    http://127.0.0.256/
    http://1.2.3.4.5/
    http://127.0.0.1.5/
    http://0/
    http://0.0.0.0/
    http://0.0.0.0:{port}/
    http://0.0.0.1/
    http://10.0.0.1/
    http://10.255.255.255/
    http://100.64.0.1/
    http://100.100.100.200/latest/meta-data/
    http://127.255.255.254/
    http://169.254.169.254/latest/meta-data/
    http://172.16.0.1/
    http://172.31.255.255/
    http://192.0.0.1/
    http://192.0.0.192/
    http://192.0.2.1/
    http://192.168.0.1/
    http://198.18.0.1/
    http://198.51.100.1/
    http://203.0.113.1/
    http://224.0.0.1/
    http://240.0.0.1/
    http://255.255.255.255/
    http://[::]/
    http://[::]:{port}/
    http://[::1]/
    http://[::1]:{port}/
    http://[0:0:0:0:0:0:0:1]/
    http://[0000:0000:0000:0000:0000:0000:0000:0001]:{port}/
    http://[::127.0.0.1]/
    http://[::7f00:1]:{port}/
    http://[::ffff:127.0.0.1]:{port}/
    http://[::ffff:7f00:1]:{port}/
    http://[::FFFF:127.0.0.1]/
    http://[0:0:0:0:0:ffff:127.0.0.1]/
    http://[::ffff:0:127.0.0.1]/
    http://[::ffff:169.254.169.254]/
    http://[64:ff9b::7f00:1]/
    http://[64:ff9b::127.0.0.1]:{port}/
    http://[64:ff9b::a9fe:a9fe]/
    http://[64:ff9b:1::7f00:1]/
    http://[2002:7f00:1::]/
    http://[2002:a9fe:a9fe::1]/
    http://[2001::1]/
    http://[2001:db8::1]/
    http://[fc00::1]/
    http://[fd00:ec2::254]/
    http://[fe80::1]/
    http://[fe80::1%25eth0]/
    http://[fe80::1%eth0]/
    http://[::1%25lo]:{port}/
    http://[ff02::1]/
    http://[::1
    http://[::1]x/
    http://[127.0.0.1]/
    http://[]/
    http://localhost/
    http://localhost:{port}/
    http://LOCALHOST:{port}/
    http://LocalHost./
    http://localhost.:{port}/
    http://a.localhost:{port}/
    http://printer.local/
    http://metadata.google.internal/
    http://example.com./
    http://user@127.0.0.1/
    http://user:secret@example.com/
    http://example.com@127.0.0.1/
    http://example.com:80@127.0.0.1:{port}/
    http://127.0.0.1:{port}@example.com/
    http://example.com%40127.0.0.1/
    http://example.com\\@127.0.0.1/
    http://127.0.0.1\\@example.com/
    http:\\\\127.0.0.1\\
    http:/\\127.0.0.1/
    http://127.0.0.1%2f.example.com/
    http://127.0.0.1%2Fexample.com/
    http://127.0.0.1%00.example.com/
    http://127.0.0.1%23.example.com/
    http://%31%32%37.0.0.1/
    http://%6cocalhost/
    http://127.0.0.1#@example.com/
    http://127.0.0.1:{port}?@example.com/
    http://127.0.0.1;example.com/
    http://127。0。0。1/
    http://①②⑦.⓪.⓪.①/
    http://１２７.0.0.1/
    http://١٢٧.0.0.1/
    http://ⓛocalhost/
    http://exämple.com/
    http://example.com:0/
    http://example.com:65536/
    http://example.com:99999999999/
    http://example.com:-80/
    http://example.com:80:80/
    http://exa mple.com/
    http:// 127.0.0.1/
    http://example.com/a b
    http://example.com/\u0001
    http://-example.com/
    http://my_bucket.example.com/
    http://example..com/
    http://.example.com/
    http://example.com,127.0.0.1/
    http:///127.0.0.1/
    http:////127.0.0.1/
    http:127.0.0.1
    http:
    http://
    https://
    //127.0.0.1/
    /etc/passwd
    127.0.0.1
    localhost:{port}
    file:///etc/passwd
    file://localhost/etc/passwd
    FILE:///etc/passwd
    jar:file:///a.jar!/b
    jar:http://127.0.0.1:{port}/a.jar!/b
    ftp://127.0.0.1/
    ftp://example.com/
    gopher://127.0.0.1:{port}/_x
    dict://127.0.0.1:11211/
    ldap://127.0.0.1/
    ws://127.0.0.1/
    data:text/plain,x
    javascript:1
    mailto:a@example.com
    url:http://127.0.0.1/
    netdoc:/etc/passwd
    ipfs://bafy
    """
        .lines();
  }

  @ParameterizedTest
  @DisplayName("REL-60: refused with a reason, by the look of it alone")
  @MethodSource
  void refusedAtOnce(String pattern) {
    String url = pattern.replace("{port}", Integer.toString(canary.port()));

    assertThat(house.outgoing.whyNot(url)).as(url).get().asString().endsWith(".");
    assertThatThrownBy(() -> house.get(url)).isInstanceOf(OutgoingException.Refused.class);
  }

  @Test
  @DisplayName("REL-60, CF-72: of 8 KB at most, to the character")
  void longest() {
    String start = "https://video.example/";

    assertThat(house.outgoing.whyNot(start + "a".repeat(8192 - start.length()))).isEmpty();
    assertThat(house.outgoing.whyNot(start + "a".repeat(8193 - start.length())))
        .contains("The URL is longer than 8192 characters.");
  }

  static Stream<String> refusedWhenResolved() {
    return Stream.of(
        "http://rebound.example:{port}/",
        "http://REBOUND.example:{port}/",
        "https://metadata.example/latest/meta-data/",
        "http://lan.example/",
        "http://six.example:{port}/",
        "http://mapped.example/",
        "http://mixed.example:{port}/",
        "http://mixed6.example:{port}/");
  }

  @ParameterizedTest
  @DisplayName("REL-60, REL-62: a name is refused when any of its addresses is not public")
  @MethodSource
  void refusedWhenResolved(String pattern) {
    String url = pattern.replace("{port}", Integer.toString(canary.port()));

    assertThat(house.outgoing.whyNot(url)).isEmpty();
    assertThatThrownBy(() -> house.get(url)).isInstanceOf(OutgoingException.Refused.class);
  }

  @Test
  @DisplayName("REL-60: the table is long enough, and nobody ever knocked at the canary")
  void nobodyKnocked() {
    assertThat(refusedAtOnce()).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    refusedAtOnce().forEach(this::refusedAtOnce);
    refusedWhenResolved().forEach(this::refusedWhenResolved);
    assertThat(house.connected).isEmpty();
    assertThat(canary.connections()).isZero();
  }

  @ParameterizedTest
  @DisplayName("REL-60: what is right is not refused")
  @MethodSource
  void accepted(String url) {
    assertThat(house.outgoing.whyNot(url)).isEmpty();
  }

  static Stream<String> accepted() {
    return Stream.of(
        "http://example.com",
        "https://example.com/",
        "HTTPS://EXAMPLE.com:8443/a/b.mp4?x=1&y=%20#fragment",
        "https://example.com#@127.0.0.1/",
        "https://example.com/?u=http://127.0.0.1/",
        "http://8.8.8.8/",
        "http://[2600::1]:81/",
        "http://xn--exmple-cua.com/");
  }
}
