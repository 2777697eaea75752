package slipway.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the server listens and what it lets a client do.
 *
 * @param host address to listen on
 * @param port 0 takes any free one
 * @param publicUrl origin and path prefix in every URL handed out; null derives it from requests
 * @param trustedProxies peers whose {@code Forwarded} and {@code X-Forwarded-*} fields count
 * @param locations how addresses of new things are told
 * @param tls certificate and key; null speaks without TLS
 */
public record HttpSettings(
    String host,
    int port,
    @Nullable URI publicUrl,
    List<AddressRange> trustedProxies,
    Limits limits,
    Timeouts timeouts,
    Locations locations,
    @Nullable TlsFiles tls) {

  public HttpSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535");
    }
    trustedProxies = List.copyOf(trustedProxies);
  }

  /**
   * How addresses of new things are told in {@code Location}.
   *
   * @param relative only their path, always (TUS-191)
   * @param hosts names under which clients come; to one who comes under another name only the path
   *     is told (TUS-197). Empty takes every name
   */
  public record Locations(boolean relative, List<String> hosts) {
    public Locations {
      hosts = List.copyOf(hosts);
    }

    /** Absolute, whatever the name. */
    public static Locations defaults() {
      return new Locations(/* relative= */ false, List.of());
    }
  }

  /**
   * Sizes in bytes.
   *
   * @param headerBlock whole header block; more is 431 (TUS-207)
   * @param headerLine one header line (more is 431) or the request line (more is 414)
   * @param bodies memory for the bodies of all requests that are read whole
   * @param gather most bytes in one {@link Chunk}
   * @param window body bytes held for one request before the socket is no longer read
   * @param drain unread body thrown away after an early answer (TUS-57)
   * @param connections open at once; beyond that the stillest one is closed (TUS-290)
   */
  public record Limits(
      int headerBlock,
      int headerLine,
      long bodies,
      int gather,
      int window,
      long drain,
      int connections) {

    /**
     * 64 KiB, 32 KiB, an eighth of the heap (what handlers make of a body takes several times as
     * much), 256 KiB, 512 KiB, 1 MiB, 10,000 connections.
     */
    public static Limits defaults() {
      long bodies = Runtime.getRuntime().maxMemory() / 8;
      return new Limits(64 << 10, 32 << 10, bodies, 256 << 10, 512 << 10, 1 << 20, 10_000);
    }

    /** These limits with another number of connections. */
    public Limits withConnections(int other) {
      return new Limits(headerBlock, headerLine, bodies, gather, window, drain, other);
    }

    /** These limits with another memory for whole bodies. */
    public Limits withBodies(long other) {
      return new Limits(headerBlock, headerLine, other, gather, window, drain, connections);
    }
  }

  /**
   * Times.
   *
   * @param header from opening the connection to the end of the first header block, and from the
   *     first byte of any other one to its end (TUS-175)
   * @param keepAlive between an answer and the first byte of the next request
   * @param bodyIdle without any byte while a handler waits for the body (TUS-173)
   * @param writeIdle without any byte taken by the client while an answer is sent
   * @param drain for the client to read an early answer before the connection ends (TUS-57)
   * @param shutdownGrace for running requests to end (TUS-176)
   */
  public record Timeouts(
      Duration header,
      Duration keepAlive,
      Duration bodyIdle,
      Duration writeIdle,
      Duration drain,
      Duration shutdownGrace) {

    /** 30 s, 75 s, 60 s, 60 s, 2 s, 7 s. */
    public static Timeouts defaults() {
      return new Timeouts(
          Duration.ofSeconds(30),
          Duration.ofSeconds(75),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          Duration.ofSeconds(7));
    }
  }

  /** 127.0.0.1:8080, no public URL, no trusted proxy, no TLS, all limits as they come. */
  public static HttpSettings defaults() {
    return new HttpSettings(
        "127.0.0.1",
        8080,
        null,
        List.of(),
        Limits.defaults(),
        Timeouts.defaults(),
        Locations.defaults(),
        null);
  }

  /** These settings with another address to listen on. */
  public HttpSettings listeningOn(String otherHost, int otherPort) {
    return new HttpSettings(
        otherHost, otherPort, publicUrl, trustedProxies, limits, timeouts, locations, tls);
  }

  /** These settings with another public URL. */
  public HttpSettings withPublicUrl(@Nullable URI url) {
    return new HttpSettings(host, port, url, trustedProxies, limits, timeouts, locations, tls);
  }

  /** These settings with other trusted proxies. */
  public HttpSettings trusting(List<AddressRange> proxies) {
    return new HttpSettings(host, port, publicUrl, proxies, limits, timeouts, locations, tls);
  }

  /** These settings with other limits. */
  public HttpSettings withLimits(Limits other) {
    return new HttpSettings(host, port, publicUrl, trustedProxies, other, timeouts, locations, tls);
  }

  /** These settings with other times. */
  public HttpSettings withTimeouts(Timeouts other) {
    return new HttpSettings(host, port, publicUrl, trustedProxies, limits, other, locations, tls);
  }

  /** These settings with addresses told in another way. */
  public HttpSettings withLocations(Locations other) {
    return new HttpSettings(host, port, publicUrl, trustedProxies, limits, timeouts, other, tls);
  }

  /** These settings with TLS. */
  public HttpSettings withTls(TlsFiles files) {
    return new HttpSettings(
        host, port, publicUrl, trustedProxies, limits, timeouts, locations, files);
  }
}
