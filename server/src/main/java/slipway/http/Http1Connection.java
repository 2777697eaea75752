package slipway.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1 connection: takes requests one after the other, whatever was sent ahead waits its turn
 * (TUS-209). The socket is read only when a head is awaited or a body asks for more.
 *
 * <p>Everything here runs on the connection's event loop, except what {@link Wire} says.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter
    implements Wire, Undemanded.Reader {

  private static final Logger log = LoggerFactory.getLogger(Http1Connection.class);

  /** Bytes decoded at once while no body is open: a request takes twenty times its bytes. */
  private static final int HEADS = 16 << 10;

  private final Service service;
  private final Channel channel;
  private final BooleanSupplier isInHead;
  private final Queue<HttpObject> ahead = new ArrayDeque<>();
  private @Nullable Exchange current;
  private @Nullable Exchange prepared;
  private boolean bodyOpen;
  private boolean inputEnded;
  private boolean ending;
  private long drained;
  private @Nullable Future<?> deadline;

  /** Whether a part of the head that is awaited has come. */
  private boolean inHead;

  /**
   * One connection.
   *
   * @param isInHead says, between two messages, whether some of the next one's head is here
   */
  Http1Connection(Service service, Channel channel, BooleanSupplier isInHead) {
    this.service = service;
    this.channel = channel;
    this.isInHead = isInHead;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    inHead = true; // of the first one, the time runs from the beginning of the connection
    awaitHead(service.settings().timeouts().header());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof HttpObject object)) {
      ReferenceCountUtil.release(message);
    } else if (ending) {
      drain(object);
    } else if (current == null || (bodyOpen && ahead.isEmpty())) {
      take(object);
    } else {
      ahead.add(object);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    startPrepared();
    if (current == null && !ending && !inHead && isInHead.getAsBoolean()) {
      inHead = true;
      awaitHead(service.settings().timeouts().header());
      return;
    }
    boolean more =
        ending
            ? drained <= service.settings().limits().drain()
            : current == null || (current.body().burstEnded() && bodyOpen);
    if (more && !inputEnded) {
      context.read();
    }
  }

  @Override
  public int appetite() {
    if (ending) {
      return drained <= service.settings().limits().drain() ? Integer.MAX_VALUE : 0;
    }
    if (current == null) {
      return HEADS;
    }
    return bodyOpen && ahead.isEmpty() && current.body().hasRoom() ? Integer.MAX_VALUE : 0;
  }

  /** What came of a body is kept (REL-04, REL-05). */
  @Override
  public boolean keepsRest() {
    return bodyOpen && !ending;
  }

  private void take(HttpObject object) {
    if (object instanceof HttpRequest head) {
      begin(head);
    }
    if (object instanceof HttpContent content && current != null && bodyOpen) {
      receive(content, current.body());
    } else {
      ReferenceCountUtil.release(object);
    }
  }

  private void begin(HttpRequest head) {
    cancelDeadline();
    var read = service.reader().read(head, HttpPipelines.connection(channel, false));
    boolean keepAlive = HttpUtil.isKeepAlive(head);
    current =
        switch (read) {
          case RequestReader.Head.Good good -> {
            bodyOpen = true;
            var body = service.body(good.bodyLength(), good.expectsContinue(), this);
            Request request = good.request().body(body).informer(this::inform).build();
            yield new Exchange(service, service.handler(), request, body, this, keepAlive);
          }
          case RequestReader.Head.Bad bad -> {
            bodyOpen = false;
            yield HttpPipelines.refusal(service, bad, this);
          }
        };
    prepared = current;
  }

  private void receive(HttpContent content, PulledBody body) {
    if (content.decoderResult().isFailure()) {
      content.release();
      body.fail(new BodyException.Malformed());
      return;
    }
    body.put(content.content());
    if (content instanceof LastHttpContent last) {
      bodyOpen = false;
      body.end(HttpPipelines.trailers(last));
    }
  }

  /** Handlers start when the burst is over: a small body is then there with its head. */
  private void startPrepared() {
    Exchange ready = prepared;
    prepared = null;
    if (ready != null) {
      service.start(ready);
    }
  }

  private void next(boolean reusable) {
    current = null;
    if (!reusable || service.isStopping()) {
      end();
      return;
    }
    while (!ahead.isEmpty() && (current == null || bodyOpen)) {
      take(ahead.remove());
    }
    startPrepared();
    if (current == null) {
      if (inputEnded) {
        close();
      } else {
        inHead = isInHead.getAsBoolean();
        var times = service.settings().timeouts();
        awaitHead(inHead ? times.header() : times.keepAlive());
      }
    }
  }

  private void awaitHead(Duration most) {
    cancelDeadline();
    deadline =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (current == null) {
                    close();
                  }
                },
                most.toNanos(),
                NANOSECONDS);
    channel.read();
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  /**
   * Ends the connection so that the client can read the answer although it may still be sending: we
   * say that no more will come, throw away some of what arrives, and only then let go (TUS-57).
   */
  private void end() {
    if (ending || !channel.isActive()) {
      return;
    }
    ending = true;
    releaseAhead();
    if (inputEnded) {
      close();
      return;
    }
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      var _ = tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      var _ = duplex.shutdownOutput();
    }
    long most = service.settings().timeouts().drain().toNanos();
    deadline = channel.eventLoop().schedule(this::close, most, NANOSECONDS);
    channel.read();
  }

  private void drain(HttpObject object) {
    if (object instanceof HttpContent content) {
      drained += content.content().readableBytes();
    }
    ReferenceCountUtil.release(object);
  }

  private void releaseAhead() {
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event == SslCloseCompletionEvent.SUCCESS) {
      inputEnded = true;
      clientGone();
      if (ending || (current == null && ahead.isEmpty())) {
        close();
      }
    } else if (event == HttpPipelines.Event.STOP && current == null) {
      close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    startPrepared();
    clientGone();
    cancelDeadline();
    releaseAhead();
  }

  private void clientGone() {
    if (current != null) {
      current.body().fail(new BodyException.ClientGone());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      log.warn("closing a connection", cause);
    }
    close();
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public boolean carriesFiles() {
    return channel.pipeline().get(SslHandler.class) == null;
  }

  @Override
  public boolean isHttp1() {
    return true;
  }

  @Override
  public void readMore() {
    channel.read();
  }

  @Override
  public void sendContinue() {
    var _ = channel.writeAndFlush(HttpPipelines.interim(100, Headers.EMPTY));
  }

  private void inform(int status, Headers headers) throws IOException {
    HttpPipelines.inform(channel, status, headers);
  }

  @Override
  public void finished(boolean reusable) {
    EventLoop loop = channel.eventLoop();
    if (loop.inEventLoop()) {
      next(reusable);
    } else {
      loop.execute(() -> next(reusable));
    }
  }

  @Override
  public void hangUp() {
    close();
  }

  private void close() {
    var _ = channel.close();
  }
}
