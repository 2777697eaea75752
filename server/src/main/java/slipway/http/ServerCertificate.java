package slipway.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.certificates.PemPair;
import slipway.certificates.SelfSigned;

/**
 * What we show to clients over TLS. Connections that begin after {@link #renew} get what the files
 * say then, so a renewed certificate needs no restart. Safe for any thread.
 */
final class ServerCertificate {
  private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);

  private final TlsFiles files;
  private final List<String> hosts;
  private final InstantSource clock;
  private volatile Loaded loaded;

  /** What was read, and how old the files were. */
  private record Loaded(SslContext context, FileTime certificate, FileTime key) {}

  /**
   * Reads the files; those of our own making are made when needed.
   *
   * @param hosts names and addresses that one of our own making is for
   * @throws IOException with a sentence for the operator
   */
  ServerCertificate(TlsFiles files, List<String> hosts, InstantSource clock) throws IOException {
    this.files = files;
    this.hosts = List.copyOf(hosts);
    this.clock = clock;
    this.loaded = load();
  }

  /** Encrypts one connection; one that does not agree on how in this time is closed. */
  SslHandler handler(ByteBufAllocator allocator, Duration patience) {
    SslHandler handler = loaded.context().newHandler(allocator);
    handler.setHandshakeTimeout(patience.toMillis(), MILLISECONDS);
    return handler;
  }

  /** Reads the files again if they are other ones; what cannot be used leaves all as it is. */
  void renew() {
    try {
      if (files.selfMade()) {
        SelfSigned.ensure(files.certificate(), files.key(), hosts, clock.instant());
      }
      Loaded before = loaded;
      boolean same =
          before.certificate().equals(Files.getLastModifiedTime(files.certificate()))
              && before.key().equals(Files.getLastModifiedTime(files.key()));
      if (!same) {
        loaded = load();
        log.info("new connections get the renewed certificate {}", files.certificate());
      }
    } catch (IOException failure) {
      log.warn("the certificate cannot be renewed; the one before stays in use", failure);
    }
  }

  private Loaded load() throws IOException {
    if (files.selfMade()) {
      SelfSigned.ensure(files.certificate(), files.key(), hosts, clock.instant());
    }
    try {
      FileTime certificate = Files.getLastModifiedTime(files.certificate());
      FileTime key = Files.getLastModifiedTime(files.key());
      return new Loaded(context(), certificate, key);
    } catch (IOException | IllegalArgumentException failure) {
      throw new IOException(
          "TLS cannot be offered with "
              + files.certificate()
              + " and "
              + files.key()
              + "; both must be readable PEM files that belong together, the key as PKCS#8 without"
              + " a password (openssl pkcs8 -topk8 -nocrypt makes one of an older form)",
          failure);
    }
  }

  private SslContext context() throws IOException {
    PemPair pair = PemPair.read(files.certificate(), files.key());
    return SslContextBuilder.forServer(pair.key(), pair.chain())
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2")
        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2,
                ApplicationProtocolNames.HTTP_1_1))
        .build();
  }
}
