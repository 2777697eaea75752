package slipway.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request, complete but for its body, which is pulled through {@link #body()}. Belongs to the
 * virtual thread that handles it.
 */
public final class Request {

  /** The id of the request that the current thread handles; bound while a handler runs. */
  public static final ScopedValue<String> CURRENT_ID = ScopedValue.newInstance();

  /** Sends an interim answer. */
  @FunctionalInterface
  public interface Informer {
    void inform(int status, Headers headers) throws IOException;
  }

  private final Builder parts;
  private final String method;
  private final Match match;
  private final Map<Attribute<?>, Object> attributes;

  /** What the router found: the template and the values it cut out of the path. */
  record Match(String template, Map<String, String> parameters) {
    static final Match NONE = new Match("", Map.of());

    Match {
      parameters = Map.copyOf(parameters);
    }
  }

  private Request(Builder parts, String method, Match match, Map<Attribute<?>, Object> attributes) {
    this.parts = parts;
    this.method = method;
    this.match = match;
    this.attributes = attributes;
  }

  /**
   * Starts a request without a socket, for tests and for requests the house makes to itself.
   *
   * @param target path and query, for example {@code /files/7?x=y}
   */
  public static Builder to(String method, String target) {
    return new Builder(method, target);
  }

  /** The id of this request, at most 36 printable characters: the client's or ours (TUS-59). */
  public String id() {
    return parts.id;
  }

  /** The method in effect, after any override (TUS-22); methods are case-sensitive. */
  public String method() {
    return method;
  }

  /** The path, split and decoded once. */
  public RequestPath path() {
    return parts.path;
  }

  /** The decoded query. */
  public Query query() {
    return parts.query;
  }

  /** The header fields as sent; HTTP/2's {@code :authority} appears as {@code host}. */
  public Headers headers() {
    return parts.headers;
  }

  /**
   * The value of a parameter of the route's template.
   *
   * @throws IllegalArgumentException when the template has no such parameter
   */
  public String parameter(String name) {
    String value = match.parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "no parameter " + name + " in the route " + match.template);
    }
    return value;
  }

  /** The template of the route that matched, with its area's prefix; empty before routing. */
  public String route() {
    return match.template;
  }

  /** The other end of the socket; a proxy when there is one in front. */
  public InetSocketAddress peer() {
    return parts.peer;
  }

  /** The client's address as far as trusted proxies tell it, else the peer's. */
  public InetAddress client() {
    InetAddress client = parts.client;
    return client == null ? parts.peer.getAddress() : client;
  }

  /** The scheme, host and prefix under which the client sees this server (TUS-192). */
  public Origin origin() {
    return parts.origin;
  }

  /**
   * What {@code Location} says about a path of ours: its absolute URL as this client sees us, or
   * the path alone, with any prefix, where the settings want it so (TUS-190, TUS-191, TUS-197).
   */
  public String location(String path) {
    return parts.pathsOnly ? parts.origin.prefix() + path : parts.origin.url(path);
  }

  /** The protocol of the connection. */
  public Protocol protocol() {
    return parts.protocol;
  }

  /** The body; present also when it is empty. */
  public Body body() {
    return parts.body;
  }

  /**
   * Sends an interim answer such as {@code 104} at once. Silently nothing over HTTP/1.0.
   *
   * @param status 102 to 199 without 101
   * @throws IOException when the connection is gone, or the client takes nothing for a second
   */
  public void inform(int status, Headers headers) throws IOException {
    if (status < 102 || status > 199) {
      throw new IllegalArgumentException("not an interim status: " + status);
    }
    if (parts.protocol != Protocol.HTTP_1_0) {
      parts.informer.inform(status, headers);
    }
  }

  /** What was put under that attribute for this request. */
  public <T> Optional<T> get(Attribute<T> attribute) {
    return Optional.ofNullable(attributes.get(attribute)).map(attribute.type()::cast);
  }

  /** Keeps a value with this request; the last one wins. */
  public <T> void put(Attribute<T> attribute, T value) {
    attributes.put(attribute, value);
  }

  /** This request under another method; attributes are shared. */
  Request withMethod(String other) {
    return new Request(parts, other, match, attributes);
  }

  /** This request as a route sees it; attributes are shared. */
  Request matched(Match found) {
    put(ROUTE, found.template);
    return new Request(parts, method, found, attributes);
  }

  /** Lets the server name the route in its access report. */
  static final Attribute<String> ROUTE = new Attribute<>(String.class);

  /**
   * For messages and logs: no query, as it may hold tokens, and of long segments only the
   * beginning, as they may be all that somebody needs to go on with an upload (TUS-286).
   */
  @Override
  public String toString() {
    return method + " " + LONG_SEGMENT.matcher(parts.path.raw()).replaceAll("$1\u2026");
  }

  private static final Pattern LONG_SEGMENT = Pattern.compile("([^/]{8})[^/]{8,}");

  /** Collects what a request is made of. Every part but method and target has a default. */
  public static final class Builder {
    private final String method;
    private final RequestPath path;
    private final Query query;
    private final Map<Attribute<?>, Object> attributes = new HashMap<>();
    private Headers headers = Headers.EMPTY;
    private String id = "request";
    private InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private @Nullable InetAddress client;
    private Origin origin = new Origin("http", "localhost", "");
    private boolean pathsOnly;
    private Protocol protocol = Protocol.HTTP_1_1;
    private Body body = Body.of(new byte[0]);
    private Informer informer = (status, interim) -> {};

    private Builder(String method, String target) {
      int mark = target.indexOf('?');
      this.method = method;
      this.path = RequestPath.parse(mark < 0 ? target : target.substring(0, mark));
      this.query = mark < 0 ? Query.EMPTY : Query.parse(target.substring(mark + 1));
    }

    public Builder headers(Headers value) {
      headers = value;
      return this;
    }

    public Builder header(String name, String value) {
      headers = headers.plus(name, value);
      return this;
    }

    public Builder id(String value) {
      id = value;
      return this;
    }

    public Builder peer(InetSocketAddress value) {
      peer = value;
      return this;
    }

    public Builder client(InetAddress value) {
      client = value;
      return this;
    }

    public Builder origin(Origin value) {
      origin = value;
      return this;
    }

    /** Whether {@link Request#location} gives paths instead of URLs. */
    public Builder pathsOnly(boolean value) {
      pathsOnly = value;
      return this;
    }

    public Builder protocol(Protocol value) {
      protocol = value;
      return this;
    }

    public Builder body(Body value) {
      body = value;
      return this;
    }

    public Builder body(byte[] value) {
      return body(Body.of(value));
    }

    public Builder informer(Informer value) {
      informer = value;
      return this;
    }

    /** The request; the builder must not be used afterwards. */
    public Request build() {
      return new Request(this, method, Match.NONE, attributes);
    }
  }
}
