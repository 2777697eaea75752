package slipway.http;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the head that Netty decoded into a {@link Request}, or says why it is refused. Framing that
 * two parties could read differently is refused here, before anything is routed (REL-90, TUS-206).
 */
final class RequestReader {

  private static final Logger log = LoggerFactory.getLogger(RequestReader.class);

  private static final int LONGEST_ID = 36; // characters; a UUID

  /** What a header line has besides name and value: colon, space, and its end. */
  private static final int FRAMING = 4;

  private final HttpSettings settings;
  private final Supplier<String> requestIds;
  private final ClientView view;

  RequestReader(HttpSettings settings, Supplier<String> requestIds) {
    this.settings = settings;
    this.requestIds = requestIds;
    this.view =
        new ClientView(
            settings.publicUrl(), settings.trustedProxies(), settings.locations(), log::warn);
  }

  /** A head that may be handled, or one that is refused with the given status. */
  sealed interface Head {
    /** Lacks nothing but the body. */
    record Good(Request.Builder request, OptionalLong bodyLength, boolean expectsContinue)
        implements Head {}

    /** Answered without routing; nothing after it is read from the connection. */
    record Bad(Request.Builder request, int status, String reason) implements Head {}
  }

  /** The connection a head came over. */
  record Connection(
      String scheme, InetSocketAddress local, InetSocketAddress peer, boolean isHttp2) {}

  /** Whether requests of this peer come through one of our own proxies. */
  boolean isProxy(InetSocketAddress peer) {
    return view.isProxy(peer);
  }

  Head read(HttpRequest head, Connection connection) {
    DecoderResult result = head.decoderResult();
    if (result.isFailure()) {
      Throwable cause = result.cause();
      if (cause instanceof TooLongHttpLineException) {
        return refuse(head, connection, 414, "the request line is too long");
      }
      return cause instanceof TooLongFrameException
          ? refuse(head, connection, 431, "the header block is too large")
          : refuse(head, connection, 400, "the request is malformed");
    }
    Headers headers;
    try {
      headers = headers(head);
    } catch (IllegalArgumentException malformed) {
      return refuse(head, connection, 400, "a header field is malformed");
    }
    long block = 0;
    for (Headers.Field field : headers.fields()) {
      int line = field.name().length() + field.value().length();
      if (line > settings.limits().headerLine()) {
        return refuse(head, connection, 431, "a header line is too long");
      }
      block += line + FRAMING;
    }
    return connection.isHttp2() && block > settings.limits().headerBlock()
        ? refuse(head, connection, 431, "the header block is too large")
        : accept(head, headers, connection);
  }

  private Head accept(HttpRequest head, Headers fields, Connection connection) {
    Protocol protocol = protocol(head, connection);
    Headers headers = fields;
    String target = head.uri();
    int authorityAt = target.indexOf("://");
    if (authorityAt > 0 && !target.startsWith("/")) {
      // Absolute form (RFC 9112 section 3.2.2): its authority outranks Host.
      int path = target.indexOf('/', authorityAt + 3);
      String authority = target.substring(authorityAt + 3, path < 0 ? target.length() : path);
      headers = headers.with("host", authority);
      target = path < 0 ? "/" : target.substring(path);
    }
    String fault = fault(head, headers, target, protocol);
    if (!fault.isEmpty()) {
      return refuse(head, connection, 400, fault);
    }
    Origin origin = view.origin(headers, connection);
    var request =
        Request.to(head.method().name(), target)
            .headers(headers)
            .protocol(protocol)
            .id(id(headers))
            .peer(connection.peer())
            .client(view.client(headers, connection.peer().getAddress()))
            .origin(origin)
            .pathsOnly(view.tellsPathsOnly(origin));
    String expect = headers.first("Expect").orElse("");
    if (!expect.isEmpty() && !expect.equalsIgnoreCase("100-continue")) {
      return new Head.Bad(request, 417, "this expectation cannot be met");
    }
    boolean expectsContinue = !expect.isEmpty() && protocol != Protocol.HTTP_1_0;
    return new Head.Good(request, bodyLength(headers, connection), expectsContinue);
  }

  private static Protocol protocol(HttpRequest head, Connection connection) {
    if (connection.isHttp2()) {
      return Protocol.HTTP_2;
    }
    return head.protocolVersion().equals(HttpVersion.HTTP_1_0)
        ? Protocol.HTTP_1_0
        : Protocol.HTTP_1_1;
  }

  /** What is wrong with the framing; empty when nothing is. */
  private static String fault(HttpRequest head, Headers headers, String target, Protocol protocol) {
    if (head.protocolVersion().majorVersion() != 1) {
      return "this protocol version is not spoken here";
    }
    boolean clean = Characters.all(target, c -> c > ' ' && c != 0x7F && c != '#');
    if (!clean || (!target.startsWith("/") && !target.equals("*"))) {
      return "the request target is malformed";
    }
    List<String> hosts = headers.all("Host");
    if (hosts.size() > 1 || (hosts.isEmpty() && protocol == Protocol.HTTP_1_1)) {
      return "exactly one Host is needed";
    }
    if (!hosts.isEmpty() && !hosts.getFirst().isEmpty() && !ClientView.isHost(hosts.getFirst())) {
      return "Host is malformed";
    }
    List<String> codings = headers.all("Transfer-Encoding");
    if (protocol != Protocol.HTTP_2 && !codings.isEmpty()) {
      boolean plain = codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
      if (!plain || protocol == Protocol.HTTP_1_0) {
        return "only the transfer coding chunked is understood";
      }
    }
    List<String> lengths = headers.all("Content-Length");
    boolean good = lengths.isEmpty() || (lengths.size() == 1 && isLength(lengths.getFirst()));
    return good ? "" : "Content-Length is malformed";
  }

  private static boolean isLength(String text) {
    boolean digits =
        !text.isEmpty() && text.length() <= 19 && Characters.all(text, Characters::isDigit);
    if (!digits) {
      return false;
    }
    try {
      return Long.parseLong(text) >= 0;
    } catch (NumberFormatException tooLarge) {
      return false;
    }
  }

  private static OptionalLong bodyLength(Headers headers, Connection connection) {
    var declared = headers.first("Content-Length");
    if (declared.isPresent()) {
      return OptionalLong.of(Long.parseLong(declared.get()));
    }
    // HTTP/2 frames its bodies; the stream itself says whether there is one.
    boolean open = connection.isHttp2() || headers.has("Transfer-Encoding");
    return open ? OptionalLong.empty() : OptionalLong.of(0);
  }

  private static Headers headers(HttpRequest head) {
    var fields = new ArrayList<Headers.Field>();
    for (Map.Entry<String, String> entry : head.headers()) {
      // Netty's notes about HTTP/2 streams travel as fields of this prefix.
      if (!entry.getKey().startsWith("x-http2-")) {
        fields.add(new Headers.Field(entry.getKey(), entry.getValue()));
      }
    }
    return Headers.of(fields);
  }

  /** The client's id, cut to 36 printable characters, or a new one (TUS-59). */
  private String id(Headers headers) {
    String sent = headers.first("X-Request-ID").orElse("");
    var kept = new StringBuilder();
    for (int i = 0; i < sent.length() && kept.length() < LONGEST_ID; i++) {
      char c = sent.charAt(i);
      if (c > ' ' && c < 0x7F) {
        kept.append(c);
      }
    }
    return kept.isEmpty() ? requestIds.get() : kept.toString();
  }

  private Head refuse(HttpRequest head, Connection connection, int status, String reason) {
    var nothing =
        Request.to("-", "/")
            .id(requestIds.get())
            .headers(origin(head))
            .peer(connection.peer())
            .protocol(connection.isHttp2() ? Protocol.HTTP_2 : Protocol.HTTP_1_1);
    return new Head.Bad(nothing, status, reason);
  }

  /** The page that asks, where so much could be read (TUS-56). */
  private static Headers origin(HttpRequest head) {
    String origin = head.headers().get("Origin", "");
    return !origin.isEmpty() && Characters.all(origin, c -> c > ' ' && c < 0x7F)
        ? Headers.of("Origin", origin)
        : Headers.EMPTY;
  }
}
