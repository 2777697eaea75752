package slipway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.util.List;

/**
 * Makes messages of the frames of one stream. Netty leaves out {@code Trailer}, for which HTTP/2
 * has no need; but it announces the fields behind a body as it does over HTTP/1.1 (RFC 9110, 6.6.2;
 * TUS-111, TUS-218).
 */
final class Http2Messages extends Http2StreamFrameToHttpObjectCodec {
  Http2Messages() {
    super(/* isServer= */ true, /* validateHeaders= */ true);
  }

  @Override
  protected void decode(ChannelHandlerContext context, Http2StreamFrame frame, List<Object> out)
      throws Exception {
    super.decode(context, frame, out);
    if (frame instanceof Http2HeadersFrame head
        && !out.isEmpty()
        && out.getLast() instanceof HttpRequest request) {
      request
          .headers()
          .set(HttpHeaderNames.TRAILER, head.headers().getAll(HttpHeaderNames.TRAILER));
    }
  }
}
