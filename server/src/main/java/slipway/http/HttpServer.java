package slipway.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The running server. Made by {@link #start}; ends with {@link #close()}, which lets running
 * requests end within the grace of the settings (TUS-176).
 */
public final class HttpServer implements AutoCloseable {

  /** For what was written to leave, once nothing is waited for any more. */
  private static final int LAST_WORDS_MILLIS = 500;

  private final Service service;
  private final EventLoopGroup loops;
  private final ChannelGroup connections;
  private final Channel listener;
  private final @Nullable ServerCertificate certificate;

  private HttpServer(
      Service service,
      EventLoopGroup loops,
      ChannelGroup connections,
      Channel listener,
      @Nullable ServerCertificate certificate) {
    this.service = service;
    this.certificate = certificate;
    this.loops = loops;
    this.connections = connections;
    this.listener = listener;
  }

  /**
   * Opens the port and serves.
   *
   * @param requestIds makes the id of a request that brings none
   * @throws IOException when the address cannot be listened on or the certificate not be used
   */
  public static HttpServer start(
      HttpSettings settings,
      Handler handler,
      InstantSource clock,
      Supplier<String> requestIds,
      AccessListener access)
      throws IOException {
    var service =
        new Service(settings, handler, new RequestReader(settings, requestIds), clock, access);
    TlsFiles tls = settings.tls();
    ServerCertificate certificate =
        tls == null ? null : new ServerCertificate(tls, names(settings), clock);
    IoHandlerFactory handlers =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    Class<? extends ServerChannel> listenerType =
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    var loops = new MultiThreadIoEventLoopGroup(Math.max(2, cores()), handlers);
    var connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    var crowd = new Crowd(connections, settings.limits().connections());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(listenerType)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, burst())
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    crowd.enter(connection);
                    if (certificate == null) {
                      connection.pipeline().addLast(new ProtocolChoice(service));
                    } else {
                      connection
                          .pipeline()
                          .addLast(
                              certificate.handler(connection.alloc(), settings.timeouts().header()),
                              new TlsProtocolChoice(service));
                    }
                  }
                })
            .bind(settings.host(), settings.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      var _ = loops.shutdownGracefully(0, 0, MILLISECONDS);
      throw new IOException(
          "cannot listen on " + settings.host() + ":" + settings.port() + ": " + why(bound.cause()),
          bound.cause());
    }
    return new HttpServer(service, loops, connections, bound.channel(), certificate);
  }

  /** Under which names clients come, as far as the settings say so. */
  private static List<String> names(HttpSettings settings) {
    var names = new ArrayList<>(settings.locations().hosts());
    names.add(settings.host());
    URI url = settings.publicUrl();
    if (url != null && url.getHost() != null) {
      names.add(url.getHost());
    }
    return names;
  }

  /** Looks whether the files of the certificate are other ones now; cheap, to be called often. */
  public void renewCertificate() {
    if (certificate != null) {
      certificate.renew();
    }
  }

  /**
   * At most half a mebibyte in one go: with the window of a body that keeps an upload within the
   * mebibyte it may hold (TUS-177), and is large enough for few, large writes.
   */
  private static RecvByteBufAllocator burst() {
    return new AdaptiveRecvByteBufAllocator(2 << 10, 16 << 10, 128 << 10).maxMessagesPerRead(4);
  }

  private static String why(Throwable cause) {
    return cause instanceof UnresolvedAddressException
        ? "this machine does not know the host"
        : String.valueOf(cause.getMessage());
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** The port listened on. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Bytes that the clients of HTTP/2 may send ahead all together. */
  long windowsTaken() {
    return service.windows().taken();
  }

  /** Bytes that clients sent before they ended their side, and nobody wants yet. */
  long undemanded() {
    return service.undemanded().kept();
  }

  /** Bytes of bodies that handlers hold whole. */
  long bodiesHeld() {
    return service.bodiesHeld();
  }

  /**
   * Takes no more connections, tells running bodies that the server stops, waits for the exchanges
   * to end, at most the grace of the settings, and closes what is left. A second call does nothing.
   */
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    service.stop();
    connections.forEach(connection ->
        connection
            .eventLoop()
            .execute(() -> connection.pipeline().fireUserEventTriggered(HttpPipelines.Event.STOP)));
    service.awaitIdle(service.settings().timeouts().shutdownGrace());
    // HTTP/2 would let its streams have that time once more; the end of the loops does not.
    connections.close().awaitUninterruptibly(LAST_WORDS_MILLIS);
    loops.shutdownGracefully(0, LAST_WORDS_MILLIS, MILLISECONDS).awaitUninterruptibly(1000);
  }
}
