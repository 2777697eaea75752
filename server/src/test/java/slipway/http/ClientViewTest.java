package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose word about scheme, host and client counts. */
class ClientViewTest {

  private static final InetSocketAddress LOCAL = address("10.0.0.1");
  private final ClientView view = new ClientView(null, List.of(AddressRange.parse("10.0.0.0/8")));

  private static InetSocketAddress address(String literal) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), 8080);
  }

  private static RequestReader.Connection from(String peer) {
    return new RequestReader.Connection("http", LOCAL, address(peer), false);
  }

  /** Lines {@code Name: value}, separated by a bar. */
  private static Headers headers(String lines) {
    Headers headers = Headers.EMPTY;
    for (String line : lines.split("\\|", -1)) {
      int colon = line.indexOf(':');
      headers = headers.plus(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    return headers;
  }

  @ParameterizedTest
  @DisplayName("TUS-192 TUS-194 TUS-195 TUS-196: what a trusted proxy says")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "Host: a.example; http://a.example",
        "Host: a.example:80; http://a.example",
        "Host: a.example:8080; http://a.example:8080",
        "Host: [::1]:80; http://[::1]",
        "Host: a|X-Forwarded-Proto: https; https://a",
        "Host: a:443|X-Forwarded-Proto: https; https://a",
        "Host: a|X-Forwarded-Proto: https, http; https://a",
        "Host: a|X-Forwarded-Proto: ftp; http://a",
        "Host: a|X-Forwarded-Host: b.example, c.example; http://b.example",
        "Host: a|X-Forwarded-Host: b/c; http://a",
        "Host: a|X-Forwarded-Host: b@c; http://a",
        "Host: a|X-Forwarded-Host: b|X-Forwarded-Port: 8443; http://b:8443",
        "Host: a|X-Forwarded-Host: b:1|X-Forwarded-Port: 8443; http://b:1",
        "Host: a|X-Forwarded-Proto: https|X-Forwarded-Port: 443; https://a",
        "Host: a|X-Forwarded-Prefix: /media/; http://a/media",
        "Host: a|X-Forwarded-Prefix: //evil; http://a",
        "Host: a|X-Forwarded-Prefix: /a?b; http://a",
      })
  void origin_xForwarded(String lines, String expected) {
    assertThat(view.origin(headers(lines), from("10.1.2.3"))).hasToString(expected);
  }

  @Test
  @DisplayName("TUS-192 TUS-194: Forwarded outranks X-Forwarded, its first element counts")
  void origin_forwarded() {
    Headers headers =
        Headers.of(
            "Host", "a",
            "Forwarded", "for=1.2.3.4;proto=https;host=\"[2001:db8::1]:8443\", proto=http;host=b",
            "X-Forwarded-Host", "c",
            "X-Forwarded-Proto", "http");
    assertThat(view.origin(headers, from("10.1.2.3"))).hasToString("https://[2001:db8::1]:8443");
  }

  @ParameterizedTest
  @DisplayName("TUS-195: a header that names no scheme or no host is passed over as a whole")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "Host: a|Forwarded: proto=ftp|X-Forwarded-Proto: https; https://a",
        "Host: a|Forwarded: proto=ftp,proto=https; http://a",
        "Host: a|Forwarded: host=\"b/c\"|X-Forwarded-Host: d; http://d",
        "Host: a|Forwarded: proto=https,host=b|X-Forwarded-Host: d; https://d",
        "Host: a|Forwarded: host=\"b@c\"|X-Forwarded-Proto: HTTPS; https://a",
        "Host: a|X-Forwarded-Proto: javascript|X-Forwarded-Host: b; http://b",
      })
  void header_thatIsNone_isPassedOver(String lines, String expected) {
    assertThat(view.origin(headers(lines), from("10.1.2.3"))).hasToString(expected);
  }

  @Test
  @DisplayName("TUS-195: Forwarded is believed in all or in nothing")
  void forwarded_withABadHost_isNotBelieved() {
    Headers headers = Headers.of("Host", "a", "Forwarded", "proto=https;host=\"b<c\"");
    assertThat(view.origin(headers, from("10.1.2.3"))).hasToString("http://a");
  }

  @Test
  @DisplayName("TUS-193 REL-92: a peer that is not trusted says nothing")
  void origin_fromAStranger() {
    Headers headers =
        Headers.of("Host", "a", "X-Forwarded-Host", "evil", "Forwarded", "host=evil;proto=https");
    assertThat(view.origin(headers, from("192.0.2.1"))).hasToString("http://a");
  }

  @Test
  @DisplayName("TUS-192: a configured public URL outranks everything")
  void origin_configured() {
    var fixed =
        new ClientView(
            URI.create("https://video.example:443/base/"),
            List.of(AddressRange.parse("10.0.0.0/8")));
    Headers headers = Headers.of("Host", "a", "X-Forwarded-Host", "b");
    assertThat(fixed.origin(headers, from("10.1.2.3"))).hasToString("https://video.example/base");
  }

  @Test
  @DisplayName("TUS-191 TUS-197: paths only, always or to whoever comes under an unknown name")
  void pathsOnly() {
    ClientView relative = view(new HttpSettings.Locations(true, List.of()));
    assertThat(relative.tellsPathsOnly(origin(relative, "a"))).isTrue();
    ClientView known = view(new HttpSettings.Locations(false, List.of("a.example", "b:8443")));
    assertThat(known.tellsPathsOnly(origin(known, "A.example"))).isFalse();
    assertThat(known.tellsPathsOnly(origin(known, "a.example:8080"))).isFalse();
    assertThat(known.tellsPathsOnly(origin(known, "b:8443"))).isFalse();
    assertThat(known.tellsPathsOnly(origin(known, "b"))).isTrue();
    assertThat(known.tellsPathsOnly(origin(known, "evil.example"))).isTrue();
    assertThat(view.tellsPathsOnly(origin(view, "evil.example"))).isFalse();
  }

  private final List<String> warnings = new ArrayList<>();

  private ClientView view(HttpSettings.Locations locations) {
    return new ClientView(
        null, List.of(AddressRange.parse("10.0.0.0/8")), locations, warnings::add);
  }

  private static Origin origin(ClientView of, String host) {
    return of.origin(Headers.of("Host", host), from("192.0.2.1"));
  }

  @Test
  @DisplayName("TUS-199: a page on https that asks us over http is worth one warning")
  void mixedContent() {
    ClientView told = view(HttpSettings.Locations.defaults());
    Headers page = Headers.of("Host", "a.example", "Origin", "https://a.example");
    told.origin(page.with("Host", "localhost:8080"), from("127.0.0.1"));
    told.origin(page.with("Origin", "http://a.example"), from("192.0.2.1"));
    told.origin(page.with("X-Forwarded-Proto", "https"), from("10.0.0.1"));
    assertThat(warnings).isEmpty();
    told.origin(page, from("192.0.2.1"));
    told.origin(page, from("192.0.2.1"));
    assertThat(warnings).singleElement().asString().contains("public.url");
  }

  @Test
  void origin_withoutHost_isOurAddress() {
    assertThat(view.origin(Headers.EMPTY, from("192.0.2.1"))).hasToString("http://10.0.0.1:8080");
  }

  @ParameterizedTest
  @DisplayName("the client is the nearest hop that is not ours")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "10.0.0.2; X-Forwarded-For: 203.0.113.9; 203.0.113.9",
        "10.0.0.2; X-Forwarded-For: 1.1.1.1, 203.0.113.9, 10.0.0.3; 203.0.113.9",
        "10.0.0.2; X-Forwarded-For: [2001:db8::7]:99; 2001:db8:0:0:0:0:0:7",
        "10.0.0.2; X-Forwarded-For: unknown; 10.0.0.2",
        "10.0.0.2; Forwarded: for=\"203.0.113.9:1234\"; 203.0.113.9",
        "192.0.2.1; X-Forwarded-For: 203.0.113.9; 192.0.2.1",
      })
  void client(String peer, String lines, String expected) {
    InetAddress client = view.client(headers(lines), InetAddress.ofLiteral(peer));
    assertThat(client.getHostAddress()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, 10.0.0.2, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
  })
  void range(String range, String address, boolean inside) {
    assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
        .isEqualTo(inside);
  }

  @Test
  @DisplayName("REL-90: what is a host is what the grammar says")
  void isHost_asTheGrammar() {
    Pattern grammar = Pattern.compile("(?:[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");
    String letters = "aFz09.:[]-~_%/ \u00e9";
    Random random = new Random(90);
    int hosts = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "[" : "");
      for (int left = random.nextInt(9); left > 0; left--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      text.append(random.nextBoolean() ? "]" : "").append(random.nextBoolean() ? ":80" : "");
      boolean expected = grammar.matcher(text).matches();
      hosts += expected ? 1 : 0;
      assertThat(ClientView.isHost(text.toString())).as("%s", text).isEqualTo(expected);
    }
    assertThat(hosts).isGreaterThan(1000);
  }

  @Test
  @DisplayName("TUS-196, REL-53: a prefix of very many steps is one")
  void longPrefix_isOne() {
    String prefix = "/a".repeat(15_000);

    assertThat(view.origin(headers("Host: a|X-Forwarded-Prefix: " + prefix), from("10.1.2.3")))
        .hasToString("http://a" + prefix);
  }
}
