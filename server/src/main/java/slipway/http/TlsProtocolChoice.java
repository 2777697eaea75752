package slipway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks over TLS what the client chose of HTTP/2 and HTTP/1.1 (ALPN, TUS-212). */
final class TlsProtocolChoice extends ApplicationProtocolNegotiationHandler {

  private static final Logger log = LoggerFactory.getLogger(TlsProtocolChoice.class);

  private final Service service;

  TlsProtocolChoice(Service service) {
    super(ApplicationProtocolNames.HTTP_1_1);
    this.service = service;
  }

  /** Nothing is read by itself; the handshake goes on alone once it has begun. */
  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    super.channelActive(context);
    context.read();
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext context, String protocol) {
    if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
      HttpPipelines.http2(context.pipeline(), service);
    } else {
      HttpPipelines.http1(context.pipeline(), service);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event == HttpPipelines.Event.STOP) {
      var _ = context.close();
    } else {
      super.userEventTriggered(context, event);
    }
  }

  /** Scanners and clients that do not trust us are no news. */
  @Override
  protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
    log.debug("no agreement on TLS", cause);
    var _ = context.close();
  }
}
