package slipway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Builds the chains of Netty's handlers for both protocols, with the few pieces they share. */
final class HttpPipelines {

  private static final int MOST_STREAMS = 128;

  private static final long INFORM_MILLIS = 1000;

  private HttpPipelines() {}

  /** Events for the handlers of a connection. */
  enum Event {
    /** The server stops: a connection without a request ends. */
    STOP,
    /** The client is too slow with a header block: the connection ends. */
    LATE
  }

  static void http1(ChannelPipeline pipeline, Service service) {
    HttpSettings.Limits limits = service.settings().limits();
    var config =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.headerLine())
            .setMaxHeaderSize(limits.headerBlock())
            .setMaxChunkSize(Integer.MAX_VALUE)
            .setStrictLineParsing(true)
            .setAllowDuplicateContentLengths(false)
            // Of both lengths the chunked one counts, and the connection is not used again
            // (TUS-205);
            // other codings are refused by RequestReader.
            .setUseRfc9112TransferEncoding(false);
    var peer = (InetSocketAddress) pipeline.channel().remoteAddress();
    var decoder = new HeadDecoder(config, service.reader().isProxy(peer));
    var connection = new Http1Connection(service, pipeline.channel(), decoder::isInHead);
    var undemanded = new Undemanded(service.undemanded(), connection);
    pipeline.addLast(undemanded, decoder, new Encoder(), connection);
  }

  static void http2(ChannelPipeline pipeline, Service service) {
    HttpSettings settings = service.settings();
    int window = service.windows().take(/* expected= */ 0, /* has= */ 0);
    Http2Settings told =
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(MOST_STREAMS)
            // Netty's own refusal is nothing a browser may read; RequestReader keeps the limit.
            .maxHeaderListSize(2L * settings.limits().headerBlock());
    if (window == Windows.HEAD_START) {
      // Half of it, so that a stream that nobody reads yet leaves some for others. Netty opens the
      // connection's window in the same manner.
      told.initialWindowSize(window / 2);
    }
    Http2FrameCodec codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(told)
            .gracefulShutdownTimeoutMillis(settings.timeouts().shutdownGrace().toMillis())
            .build();
    var backlog = new FrameBacklog(pipeline.channel());
    pipeline.addLast(
        new Undemanded(service.undemanded(), backlog),
        new HeaderDeadline(settings.timeouts().header()),
        codec,
        backlog.entry());
    var ahead = new ConnectionWindow(service.windows(), pipeline.channel(), codec, window);
    var streams =
        new Http2MultiplexHandler(
            new ChannelInitializer<Http2StreamChannel>() {
              @Override
              protected void initChannel(Http2StreamChannel stream) {
                stream.config().setAutoRead(false);
                stream
                    .pipeline()
                    .addLast(
                        backlog.exit(stream.stream().id()),
                        new Http2Messages(),
                        new Http2Stream(service, stream, ahead));
              }
            });
    pipeline.addLast(streams, new Http2Connection(codec, settings.timeouts().keepAlive()));
    pipeline.channel().config().setAutoRead(true);
  }

  /** Says whether a head has begun that is not there as a whole; stricter with proxies. */
  private static final class HeadDecoder extends HttpRequestDecoder {
    private final boolean isProxy;
    private boolean tookSome;

    HeadDecoder(HttpDecoderConfig config, boolean isProxy) {
      super(config);
      this.isProxy = isProxy;
    }

    /** A proxy that goes by the other length takes the next request for another (TUS-205). */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
      super.handleTransferEncodingChunkedWithContentLength(message);
      if (isProxy) {
        message.setDecoderResult(
            DecoderResult.failure(new IllegalArgumentException("two lengths from a proxy")));
      }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
        throws Exception {
      int before = in.readableBytes();
      int known = out.size();
      super.decode(context, in, out);
      tookSome = out.size() == known && (tookSome || in.readableBytes() < before);
    }

    /** To be asked between two messages. */
    boolean isInHead() {
      return tookSome || actualReadableBytes() > 0;
    }
  }

  /** Leaves the fields alone: Livepeer's 204 carries a Content-Length (LP-28). */
  private static final class Encoder extends HttpResponseEncoder {
    @Override
    protected void sanitizeHeadersBeforeEncode(HttpResponse response, boolean isAlwaysEmpty) {}
  }

  static RequestReader.Connection connection(Channel channel, boolean isHttp2) {
    boolean tls = channel.pipeline().get(SslHandler.class) != null;
    return new RequestReader.Connection(
        tls ? "https" : "http",
        (InetSocketAddress) channel.localAddress(),
        (InetSocketAddress) channel.remoteAddress(),
        isHttp2);
  }

  /** An exchange whose answer is known; the connection is not used again. */
  static Exchange refusal(Service service, RequestReader.Head.Bad bad, Wire wire) {
    var none = service.body(OptionalLong.of(0), /* clientWaits= */ false, wire);
    Optional<CorsPolicy> cors = service.handler().corsOfRefusals();
    Handler handler =
        request -> {
          Response response = Response.text(bad.status(), bad.reason() + "\n");
          return cors.map(policy -> policy.applyToRefusal(request, response)).orElse(response);
        };
    return new Exchange(service, handler, bad.request().body(none).build(), none, wire, false);
  }

  static Headers trailers(LastHttpContent last) {
    var fields = new ArrayList<Headers.Field>();
    for (Map.Entry<String, String> entry : last.trailingHeaders()) {
      fields.add(new Headers.Field(entry.getKey(), entry.getValue()));
    }
    return Headers.of(fields);
  }

  static FullHttpResponse interim(int status, Headers headers) {
    var message =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.EMPTY_BUFFER);
    headers.fields().forEach(field -> message.headers().add(field.name(), field.value()));
    return message;
  }

  /**
   * Sends an interim answer and waits until it has left, which may be never: some clients read
   * nothing until their whole body is out.
   */
  static void inform(Channel channel, int status, Headers headers) throws IOException {
    ChannelFuture sent = channel.writeAndFlush(interim(status, headers));
    if (!sent.awaitUninterruptibly(INFORM_MILLIS)) {
      throw new IOException("the client takes no interim answers");
    }
    if (!sent.isSuccess()) {
      throw new IOException("the interim answer could not be sent", sent.cause());
    }
  }
}
