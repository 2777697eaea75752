package slipway.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REL-61 and REL-62: where one is sent on to, and who answers to a name. */
final class RedirectsTest {
  private StrangeServer server;
  private StrangeServer other;
  private OutgoingHouse house;
  private volatile String location = "";
  private volatile int status = 302;

  @BeforeEach
  void open() throws Exception {
    server =
        new StrangeServer((head, out) -> {
          if (head.getFirst().startsWith("GET /end")) {
            StrangeServer.say(out, "HTTP/1.1 200 OK\nSet-Cookie: a=b\nContent-Length: 3", "end");
          } else {
            StrangeServer.say(
                out,
                "HTTP/1.1 %d Moved\nSet-Cookie: a=b\nLocation: %s\nContent-Length: 0"
                    .formatted(status, location),
                "");
          }
        });
    other = StrangeServer.saying("HTTP/1.1 200 OK\nContent-Length: 5", "other");
    house =
        new OutgoingHouse(OutgoingHouse.strict("store.example:9000"))
            .name("a.example", OutgoingHouse.PUBLIC)
            .name("b.example", "8.8.8.8")
            .name("store.example", "10.0.0.1")
            .serve(80, server)
            .serve(9000, other)
            .serve(8080, other);
  }

  @AfterEach
  void close() throws Exception {
    house.close();
    server.close();
    other.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  @DisplayName("REL-61: every kind of redirect is followed, each step being checked anew")
  void followed(int kind) throws Exception {
    status = kind;
    location = "http://b.example/end";
    try (Answer answer = house.get("http://a.example/")) {
      assertThat(OutgoingHouse.text(answer)).isEqualTo("end");
    }
    assertThat(house.connected)
        .extracting(at -> at.getAddress().getHostAddress())
        .containsExactly(OutgoingHouse.PUBLIC, "8.8.8.8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://127.0.0.1:8080/",
        "//127.0.0.1:8080/",
        "http://localhost:8080/",
        "http://store.example:8080/",
        "http://[::1]:8080/",
        "http://2130706433/",
        "http://a.example@127.0.0.1/",
        "file:///etc/passwd",
        "ftp://b.example/",
        "http://b.example\\@127.0.0.1/",
        "http:///"
      })
  @DisplayName("REL-61: a redirect to where we do not go is refused")
  void refused(String where) {
    for (int kind : List.of(301, 302, 303, 307, 308)) {
      status = kind;
      location = where;
      assertThatThrownBy(() -> house.get("http://a.example/"))
          .isInstanceOf(OutgoingException.Refused.class);
    }
    assertThat(other.connections()).isZero();
  }

  @Test
  @DisplayName("REL-61: a relative Location stays on its server")
  void relative() throws Exception {
    location = "../end?x=1";
    try (Answer answer = house.get("http://a.example/b/c")) {
      assertThat(OutgoingHouse.text(answer)).isEqualTo("end");
    }
    assertThat(server.requests.getLast()).contains("GET /end?x=1 HTTP/1.1", "Host: a.example");
  }

  @Test
  @DisplayName("REL-61: after five redirects it is enough")
  void tooMany() {
    location = "/again";
    assertThatThrownBy(() -> house.get("http://a.example/"))
        .isInstanceOf(OutgoingException.Refused.class)
        .hasMessageContaining("redirects");
    assertThat(server.requests).hasSize(6);
  }

  @Test
  @DisplayName("REL-61: from https nothing leads back to http")
  void downgrade() throws Exception {
    Target secure = Target.parse("https://a.example/");
    assertThatThrownBy(() -> secure.redirected("http://a.example/"))
        .isInstanceOf(OutgoingException.Refused.class);
    assertThat(Target.parse("http://a.example/").redirected("https://a.example/").scheme())
        .isEqualTo("https");
  }

  @Test
  @DisplayName("REL-61: a Refresh header leads nowhere")
  void refresh() throws Exception {
    house.serve(
        81,
        StrangeServer.saying(
            "HTTP/1.1 200 OK\nRefresh: 0; url=http://127.0.0.1/\nContent-Length: 2", "ok"));
    try (Answer answer = house.get("http://a.example:81/")) {
      assertThat(OutgoingHouse.text(answer)).isEqualTo("ok");
    }
    assertThat(house.connected).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://b.example/end", "http://a.example:8080/", "http://store.example:9000/"})
  @DisplayName("REL-61: neither credentials nor cookies go to another origin")
  void noCredentials(String elsewhere) throws Exception {
    location = elsewhere;
    Call call =
        Call.get("http://a.example/", OutgoingHouse.LIMITS)
            .with("Authorization", "Bearer secret")
            .with("X-Api-Key", "secret")
            .with("Cookie", "secret")
            .with("Range", "bytes=1-");
    house.outgoing.send(call).close();

    assertThat(server.requests.getFirst()).contains("Authorization: Bearer secret");
    StrangeServer last = other.requests.isEmpty() ? server : other;
    assertThat(last.requests.getLast()).contains("Range: bytes=1-");
    assertThat(last.requests.getLast())
        .noneMatch(line -> line.contains("secret"))
        .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("cookie"));
  }

  @Test
  @DisplayName("REL-61: the same origin may see them again, but no cookie is ever kept")
  void sameOrigin() throws Exception {
    location = "/end";
    house
        .outgoing
        .send(
            Call.get("http://a.example/", OutgoingHouse.LIMITS)
                .with("Authorization", "Bearer mine"))
        .close();
    assertThat(server.requests.getLast()).contains("Authorization: Bearer mine");
    assertThat(server.requests.getLast())
        .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("cookie"));
  }

  @Test
  @DisplayName("REL-62: a name that changes its mind is connected to where it was checked")
  void rebinding() throws Exception {
    house.name("turning.example", OutgoingHouse.PUBLIC).name("turning.example", "127.0.0.1");
    try (Answer answer = house.get("http://turning.example/end")) {
      assertThat(OutgoingHouse.text(answer)).isEqualTo("end");
    }
    assertThat(house.connected)
        .extracting(at -> at.getAddress().getHostAddress())
        .containsExactly(OutgoingHouse.PUBLIC);
    assertThat(server.requests.getFirst()).contains("Host: turning.example");

    assertThatThrownBy(() -> house.get("http://turning.example/end"))
        .isInstanceOf(OutgoingException.Refused.class);
  }

  @Test
  @DisplayName("REL-62: it may change its mind between a redirect and the next step, too")
  void rebindingWithinARedirect() {
    house.name("turning.example", OutgoingHouse.PUBLIC).name("turning.example", "127.0.0.1");
    location = "/end";
    assertThatThrownBy(() -> house.get("http://turning.example/"))
        .isInstanceOf(OutgoingException.Refused.class);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  @DisplayName("REL-63: an allowed host may be private, and nothing that looks like it")
  void allowList() throws Exception {
    house
        .name("evil.example", "10.0.0.1")
        .name("x.store.example", "10.0.0.1")
        .name("evilstore.example", "10.0.0.1")
        .name("store.example.evil.example", "10.0.0.1");
    for (String url : List.of("http://store.example:9000/", "http://STORE.example:9000/a?b=c")) {
      house.get(url).close();
    }
    for (String url :
        List.of(
            "http://evil.example/?x=http://store.example:9000",
            "http://evil.example/#store.example:9000",
            "http://x.store.example:9000/",
            "http://evilstore.example:9000/",
            "http://store.example.:9000/",
            "http://store.example.evil.example:9000/",
            "http://store.example:9000@evil.example/",
            "http://store.example/",
            "http://store.example:9001/",
            "https://store.example/")) {
      assertThatThrownBy(() -> house.get(url))
          .as(url)
          .isInstanceOf(OutgoingException.Refused.class);
    }
  }
}
