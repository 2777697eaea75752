package slipway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Map;
import java.util.OptionalLong;

/** Builds the chains of Netty's handlers for both protocols, with the few pieces they share. */
final class HttpPipelines {

  private static final int MOST_STREAMS = 128;

  /** A window is opened again when less than this part of it is left. */
  private static final float ENOUGH_LEFT = 0.9f;

  private HttpPipelines() {}

  /** Events for the handlers of a connection. */
  enum Event {
    /** The server stops: a connection without a request ends. */
    STOP
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
    pipeline.addLast(new HttpRequestDecoder(config), new Encoder());
    pipeline.addLast(new Http1Connection(service, pipeline.channel()));
  }

  static void http2(ChannelPipeline pipeline, Service service) {
    HttpSettings settings = service.settings();
    Windows windows = service.windows(pipeline.channel());
    var codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .initialWindowSize(windows.stream())
                    .maxConcurrentStreams(MOST_STREAMS)
                    .maxHeaderListSize(settings.limits().headerBlock()))
            .gracefulShutdownTimeoutMillis(settings.timeouts().shutdownGrace().toMillis())
            .build();
    var streams =
        new Http2MultiplexHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel stream) {
                stream.config().setAutoRead(false);
                stream
                    .pipeline()
                    .addLast(
                        new Http2StreamFrameToHttpObjectCodec(true, true),
                        new Http2Stream(service, stream));
              }
            });
    pipeline.addLast(codec, streams, new Http2Connection());
    openEarly(codec);
    pipeline.channel().config().setAutoRead(true);
    var _ = pipeline.write(new DefaultHttp2WindowUpdateFrame(windows.connection() - 65_535));
  }

  /**
   * Gives a client more of a window as soon as a little of it is used up. Netty waits until half
   * is: a client far away would stand still for as long as that news needs to reach it (TUS-213).
   */
  private static void openEarly(Http2FrameCodec codec) {
    var connection = codec.connection();
    if (connection.local().flowController() instanceof DefaultHttp2LocalFlowController flow) {
      flow.windowUpdateRatio(ENOUGH_LEFT); // of the streams to come
      try {
        flow.windowUpdateRatio(connection.connectionStream(), ENOUGH_LEFT);
      } catch (Http2Exception impossible) {
        throw new IllegalStateException("a new connection has a window", impossible);
      }
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
    var none =
        new PulledBody(
            OptionalLong.of(0),
            false,
            service.settings().limits(),
            service.settings().timeouts().bodyIdle(),
            wire);
    Handler handler = _ -> Response.text(bad.status(), bad.reason() + "\n");
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

  /** Sends an interim answer and waits until it has left. */
  static void inform(Channel channel, int status, Headers headers) throws IOException {
    ChannelFuture sent = channel.writeAndFlush(interim(status, headers));
    sent.awaitUninterruptibly();
    if (!sent.isSuccess()) {
      throw new IOException("the interim answer could not be sent", sent.cause());
    }
  }
}
