package slipway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes one final answer to the wire, on the thread of the exchange. */
final class ResponseWriter {

  /** RFC 9110 section 5.6.7. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Up to this many bytes an answer leaves as one piece. */
  private static final int ONE_PIECE = 16 << 10;

  private final Wire wire;
  private final InstantSource clock;
  private final Outlet outlet;
  private boolean started;
  private long written;

  ResponseWriter(Wire wire, InstantSource clock, Duration idle) {
    this.wire = wire;
    this.clock = clock;
    this.outlet = new Outlet(wire.channel(), idle);
  }

  /** Whether something of the final answer has left, so that no other can be given. */
  boolean hasStarted() {
    return started;
  }

  /** Content bytes handed to the wire. */
  long written() {
    return written;
  }

  /**
   * Writes the answer and waits until it has reached the socket.
   *
   * @param reusable whether the connection may be kept, as far as the request is concerned
   * @return whether it really may
   */
  boolean write(Request request, Response response, boolean reusable) throws IOException {
    boolean isHead = request.method().equals("HEAD");
    boolean isBare = isHead || response.status() == 204 || response.status() == 304;
    boolean keep = reusable && !response.headers().list("Connection").contains("close");
    switch (response.content()) {
      case Content.Parts parts -> {
        try (var files = new OpenFiles(parts.parts())) {
          HttpResponse head = head(request, response);
          if (!response.headers().has("Content-Length")
              && (isHead || !isBare)
              && response.status() != 304) {
            head.headers().set("Content-Length", parts.length());
          }
          finishHead(head, request, keep);
          if (isBare || parts.length() == 0) {
            sendWhole(head, Unpooled.EMPTY_BUFFER);
          } else {
            sendParts(head, parts, files);
          }
        } finally {
          parts.release().run();
        }
      }
      case Content.Stream stream -> {
        try {
          keep = writeStream(request, response, stream, isBare, keep);
        } finally {
          stream.release().run();
        }
      }
    }
    return keep;
  }

  private boolean writeStream(
      Request request, Response response, Content.Stream stream, boolean isBare, boolean reusable)
      throws IOException {
    HttpResponse head = head(request, response);
    boolean keep = reusable;
    if (stream.length() != Content.Stream.UNKNOWN) {
      head.headers().set("Content-Length", stream.length());
    } else if (request.protocol() == Protocol.HTTP_1_0) {
      keep = false; // the end of the connection is the end of the content
    } else if (!isBare && wire.isHttp1()) {
      head.headers().set("Transfer-Encoding", "chunked");
    }
    finishHead(head, request, keep);
    if (isBare) {
      sendWhole(head, Unpooled.EMPTY_BUFFER);
      return keep;
    }
    outlet.queue(head, 0);
    started = true;
    var out = new StreamedContent(outlet, wire.channel().alloc(), stream.length());
    try (out) {
      stream.writer().writeTo(out);
      out.end();
    } finally {
      written = out.written();
    }
    outlet.awaitAll();
    return keep;
  }

  private void sendWhole(HttpResponse head, ByteBuf content) throws IOException {
    int size = content.readableBytes();
    outlet.send(
        new DefaultFullHttpResponse(
            head.protocolVersion(),
            head.status(),
            content,
            head.headers(),
            LastHttpContent.EMPTY_LAST_CONTENT.trailingHeaders()),
        size);
    started = true;
    written += size;
    outlet.awaitAll();
  }

  private void sendParts(HttpResponse head, Content.Parts parts, OpenFiles files)
      throws IOException {
    var pieces = new Pieces(parts.parts(), files, wire.channel().alloc(), wire.carriesFiles());
    try (pieces) {
      Pieces.Piece first = pieces.next();
      if (first != null
          && first.length() == parts.length()
          && parts.length() <= ONE_PIECE
          && first.message() instanceof ByteBuf all) {
        sendWhole(head, all);
        return;
      }
      outlet.queue(head, 0);
      started = true;
      for (Pieces.Piece piece = first; piece != null; piece = pieces.next()) {
        Object message =
            piece.message() instanceof ByteBuf bytes
                ? new DefaultHttpContent(bytes)
                : piece.message();
        outlet.queue(message, piece.memory());
        written += piece.length();
      }
      outlet.send(LastHttpContent.EMPTY_LAST_CONTENT, 0);
      outlet.awaitAll();
    } catch (IOException failure) {
      outlet.abort();
      throw failure;
    }
  }

  private HttpResponse head(Request request, Response response) {
    HttpResponseStatus status = HttpResponseStatus.valueOf(response.status());
    if (!response.reason().isEmpty()) {
      status = new HttpResponseStatus(response.status(), response.reason());
    }
    var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
    HttpHeaders fields = head.headers();
    response.headers().fields().forEach(field -> fields.add(field.name(), field.value()));
    fields.set("X-Content-Type-Options", "nosniff"); // TUS-14
    fields.set("X-Request-ID", request.id());
    fields.set("Date", DATE.format(clock.instant()));
    return head;
  }

  private void finishHead(HttpResponse head, Request request, boolean keep) {
    head.headers().remove("Connection");
    if (!wire.isHttp1()) {
      return;
    }
    if (!keep) {
      head.headers().set("Connection", "close");
    } else if (request.protocol() == Protocol.HTTP_1_0) {
      head.headers().set("Connection", "keep-alive");
    }
  }
}
