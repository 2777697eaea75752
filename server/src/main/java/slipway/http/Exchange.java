package slipway.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One request and its answer, from the call of the handler to the end of the writing. */
final class Exchange implements Runnable, Outlet.Departure {

  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final String MDC_REQUEST = "request";

  private final Service service;
  private final Handler handler;
  private final Request request;
  private final PulledBody body;
  private final Wire wire;
  private final boolean keepAlive;
  private final long startedNanos = System.nanoTime();

  /** Of an answer that leaves by itself: its departure, and ours. The last one is the end. */
  private final AtomicInteger openEnds = new AtomicInteger(2);

  /**
   * Prepares an exchange.
   *
   * @param keepAlive whether the client and the framing allow another request after this one
   */
  Exchange(
      Service service,
      Handler handler,
      Request request,
      PulledBody body,
      Wire wire,
      boolean keepAlive) {
    this.service = service;
    this.handler = handler;
    this.request = request;
    this.body = body;
    this.wire = wire;
    this.keepAlive = keepAlive;
  }

  /** What arrives for this exchange goes here. */
  PulledBody body() {
    return body;
  }

  @Override
  public void run() {
    ScopedValue.where(Request.CURRENT_ID, request.id()).run(this::serve);
  }

  private void serve() {
    MDC.put(MDC_REQUEST, request.id());
    var writer =
        new ResponseWriter(wire, service.clock(), service.settings().timeouts().writeIdle(), this);
    int status = 0;
    ResponseWriter.@Nullable Sent sent = null;
    try {
      Response response = handle();
      status = response.status();
      sent = write(writer, response);
      body.abandon();
      if (sent != ResponseWriter.Sent.LEAVING) {
        wire.finished(sent == ResponseWriter.Sent.KEEP);
      }
    } catch (Hangup hangup) {
      log.debug("{}: {}", request, hangup.getMessage());
    } catch (IOException failure) {
      log.debug("{}: not answered", request, failure);
    } catch (Exception failure) {
      log.error("{}: not answered", request, failure);
    } finally {
      // What leaves by itself is on its way, whatever failed behind it.
      boolean leaving = writer.isLeaving();
      if (sent == null) {
        body.abandon();
        if (!leaving) {
          wire.hangUp();
        }
      }
      report(writer.hasStarted() ? status : 0, writer.written());
      if (!leaving || openEnds.decrementAndGet() == 0) {
        service.ended(this);
      }
      MDC.remove(MDC_REQUEST);
    }
  }

  @Override
  public void left() {
    wire.finished(/* reusable= */ true);
    departed();
  }

  @Override
  public void lost() {
    wire.hangUp();
    departed();
  }

  private void departed() {
    if (openEnds.decrementAndGet() == 0) {
      service.ended(this);
    }
  }

  private Response handle() {
    try {
      return handler.handle(request);
    } catch (Hangup hangup) {
      throw hangup;
    } catch (Exception failure) {
      return Area.fail(request, failure);
    } catch (StackOverflowError failure) {
      log.error("{} failed", request, failure);
      return Response.text(500, "internal error, request " + request.id() + "\n");
    } finally {
      body.letGo();
    }
  }

  private ResponseWriter.Sent write(ResponseWriter writer, Response response) throws IOException {
    // An unread rest of the body would be taken for the next request (TUS-57).
    boolean reusable = keepAlive && body.isComplete() && !service.isStopping();
    try {
      return writer.write(request, response, reusable);
    } catch (IOException failure) {
      if (writer.hasStarted() || !wire.channel().isActive()) {
        throw failure;
      }
      log.error("{}: the content cannot be read", request, failure);
      return writer.write(
          request, Response.text(500, "internal error, request " + request.id() + "\n"), reusable);
    }
  }

  private void report(int status, long bytesOut) {
    service
        .access()
        .finished(
            new AccessListener.Access(
                request.id(),
                request.client(),
                request.protocol(),
                request.method(),
                request.get(Request.ROUTE).orElse(""),
                request.path().raw(),
                status,
                body.received(),
                bytesOut,
                Duration.ofNanos(System.nanoTime() - startedNanos)));
  }
}
