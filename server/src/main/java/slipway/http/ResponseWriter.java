package slipway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes one final answer to the wire, on the thread of the exchange. */
final class ResponseWriter {

  /** RFC 9110 section 5.6.7. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /**
   * Buffers for what is sent. The channel's own allocator serves its event loop well, but to the
   * threads of exchanges it gives fresh memory for each.
   */
  static final ByteBufAllocator ALLOCATOR =
      new PooledByteBufAllocator(
          /* preferDirect= */ true,
          /* nHeapArena= */ 0,
          /* nDirectArena= */ 2,
          /* pageSize= */ 8 << 10,
          /* maxOrder= */ 7,
          /* smallCacheSize= */ 0,
          /* normalCacheSize= */ 0,
          /* useCacheForAllThreads= */ false);

  /** Up to this many bytes an answer leaves as one piece. */
  private static final int ONE_PIECE = 256 << 10;

  /**
   * Up to this many bytes an answer from files leaves by itself, too: about what a socket may hold.
   * Of a longer one the exchange waits for the end, so that it is reported when it was sent.
   */
  private static final int SHORT = 4 << 20;

  /** The date that was written last; answers of one second share it. */
  private static volatile Stamp stamp = new Stamp(Long.MIN_VALUE, "");

  private final Wire wire;
  private final InstantSource clock;
  private final Outlet.Departure departure;
  private final Outlet outlet;
  private boolean started;
  private boolean leaving;

  /** Whether the answer, which leaves by itself, has taken its holdings along. */
  private boolean carried;

  private long written;

  private record Stamp(long second, String text) {}

  /** What became of an answer. */
  enum Sent {
    /** It has reached the socket, which may be used again. */
    KEEP,
    /** It has reached the socket, which may not. */
    CLOSE,
    /** It leaves by itself, and the {@link Outlet.Departure} will be told. Then keep the socket. */
    LEAVING
  }

  /**
   * @param departure is told of answers that leave by themselves
   */
  ResponseWriter(Wire wire, InstantSource clock, Duration idle, Outlet.Departure departure) {
    this.wire = wire;
    this.clock = clock;
    this.departure = departure;
    this.outlet = new Outlet(wire.channel(), idle);
  }

  /** Whether something of the final answer has left, so that no other can be given. */
  boolean hasStarted() {
    return started;
  }

  /** Whether the answer leaves by itself, whatever becomes of the exchange. */
  boolean isLeaving() {
    return leaving;
  }

  /** Content bytes handed to the wire. */
  long written() {
    return written;
  }

  /**
   * Writes the answer and waits until it has reached the socket, or lets it leave by itself where
   * it is short and the connection is kept.
   *
   * @param reusable whether the connection may be kept, as far as the request is concerned
   */
  Sent write(Request request, Response response, boolean reusable) throws IOException {
    boolean isHead = request.method().equals("HEAD");
    boolean isBare = isHead || response.status() == 204 || response.status() == 304;
    boolean keep = reusable && !response.headers().list("Connection").contains("close");
    switch (response.content()) {
      case Content.Parts parts -> {
        Holdings holdings = Holdings.of(parts);
        try {
          HttpResponse head = head(request, response);
          if (!response.headers().has("Content-Length")
              && (isHead || !isBare)
              && response.status() != 304) {
            head.headers().set("Content-Length", parts.length());
          }
          finishHead(head, request, keep);
          if (isBare || parts.length() == 0) {
            return sendWhole(head, Unpooled.EMPTY_BUFFER, keep);
          }
          return sendParts(head, parts, holdings, keep);
        } finally {
          if (!carried) {
            holdings.giveBack();
          }
        }
      }
      case Content.Stream stream -> {
        try {
          return writeStream(request, response, stream, isBare, keep);
        } finally {
          stream.release().run();
        }
      }
    }
  }

  private Sent writeStream(
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
      return sendWhole(head, Unpooled.EMPTY_BUFFER, keep);
    }
    outlet.queue(head, 0);
    started = true;
    var out = new StreamedContent(outlet, ALLOCATOR, stream.length());
    try (out) {
      stream.writer().writeTo(out);
      out.end();
    } finally {
      written = out.written();
    }
    outlet.awaitAll();
    return sent(keep);
  }

  private static Sent sent(boolean keep) {
    return keep ? Sent.KEEP : Sent.CLOSE;
  }

  private Sent sendWhole(HttpResponse head, ByteBuf content, boolean keep) throws IOException {
    int size = content.readableBytes();
    var whole =
        new DefaultFullHttpResponse(
            head.protocolVersion(),
            head.status(),
            content,
            head.headers(),
            LastHttpContent.EMPTY_LAST_CONTENT.trailingHeaders());
    Sent sent = end(whole, size, keep);
    written += size;
    return sent;
  }

  private Sent sendParts(HttpResponse head, Content.Parts parts, Holdings holdings, boolean keep)
      throws IOException {
    var pieces = new Pieces(parts.parts(), holdings.files(), ALLOCATOR, wire.carriesFiles());
    try (pieces) {
      Pieces.Piece first = pieces.next();
      if (first != null
          && first.length() == parts.length()
          && parts.length() <= ONE_PIECE
          && first.message() instanceof ByteBuf all) {
        return sendWhole(head, all, keep);
      }
      queueHead(head, first);
      boolean ownMemory = true;
      for (Pieces.Piece piece = first; piece != null; piece = pieces.next()) {
        if (piece.message() instanceof ByteBuf bytes) {
          outlet.queue(new DefaultHttpContent(bytes), piece.memory());
        } else {
          ownMemory = false;
          outlet.queue(piece.message(), piece.memory());
        }
        written += piece.length();
      }
      if (ownMemory || !keep || written > SHORT) {
        return end(LastHttpContent.EMPTY_LAST_CONTENT, 0, keep && ownMemory, keep);
      }
      outlet.leave(LastHttpContent.EMPTY_LAST_CONTENT, 0, holdings.before(departure));
      carried = true;
      leaving = true;
      return Sent.LEAVING;
    } catch (IOException failure) {
      outlet.abort();
      throw failure;
    }
  }

  /**
   * Sends the head before a piece that is made already.
   *
   * @throws IOException the client is gone; the piece is given back
   */
  private void queueHead(HttpResponse head, Pieces.@Nullable Piece first) throws IOException {
    try {
      outlet.queue(head, 0);
    } catch (IOException | RuntimeException failure) {
      if (first != null) {
        ReferenceCountUtil.release(first.message());
      }
      throw failure;
    }
    started = true;
  }

  private Sent end(Object last, long size, boolean keep) throws IOException {
    return end(last, size, /* byItself= */ keep, keep);
  }

  /**
   * @param byItself whether it may leave by itself
   */
  private Sent end(Object last, long size, boolean byItself, boolean keep) throws IOException {
    if (byItself) {
      outlet.leave(last, size, departure);
      leaving = true;
      started = true;
      return Sent.LEAVING;
    }
    outlet.send(last, size);
    started = true;
    outlet.awaitAll();
    return sent(keep);
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
    fields.set("Date", date());
    return head;
  }

  private String date() {
    Instant now = clock.instant();
    Stamp last = stamp;
    if (last.second() != now.getEpochSecond()) {
      last = new Stamp(now.getEpochSecond(), DATE.format(now));
      stamp = last;
    }
    return last.text();
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
