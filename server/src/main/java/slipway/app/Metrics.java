package slipway.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.http.AccessListener;
import slipway.http.Area;
import slipway.http.Response;
import slipway.http.Routes;
import slipway.ingest.Writers;
import slipway.jobs.Job;
import slipway.jobs.JobListener;

/** Numbers for Prometheus: requests by route, jobs by kind and ending, the machine. */
final class Metrics implements AccessListener, JobListener, AutoCloseable {
  private static final Logger access = LoggerFactory.getLogger("slipway.access");
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();

  Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collector.bindTo(registry);
  }

  /** Also counts the uploads that are being written. */
  void watch(Writers writers) {
    Gauge.builder("slipway.uploads.active", writers, Writers::active)
        .description("Uploads that are being written now")
        .register(registry);
  }

  /** {@code /metrics}. */
  Area area() {
    Routes routes =
        new Routes()
            .get(
                "/",
                _ ->
                    Response.text(200, registry.scrape())
                        .with("Content-Type", TYPE)
                        .with("Cache-Control", "no-store"));
    return Area.at("/metrics", routes);
  }

  @Override
  public void finished(Access done) {
    String route = done.route().isEmpty() ? "none" : done.route();
    Timer.builder("slipway.http.requests")
        .tag("method", method(done.method()))
        .tag("route", route)
        .tag("status", Integer.toString(done.status()))
        .register(registry)
        .record(done.duration());
    registry.counter("slipway.http.bytes.in").increment((double) done.bytesIn());
    registry.counter("slipway.http.bytes.out").increment((double) done.bytesOut());
    access.info(
        "{} {} {} {} in {} out {} bytes {} ms request {}",
        done.client().getHostAddress(),
        done.method(),
        route,
        done.status(),
        done.bytesIn(),
        done.bytesOut(),
        done.duration().toMillis(),
        done.requestId());
  }

  @Override
  public void started(Job job) {
    registry.counter("slipway.jobs.started", "kind", job.kind()).increment();
  }

  @Override
  public void ended(Job job, Ending ending, Duration took) {
    Timer.builder("slipway.jobs")
        .tag("kind", job.kind())
        .tag("ending", ending.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .record(took);
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }

  /** A client may send any word as method; labels must stay few. */
  private static String method(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
      default -> "other";
    };
  }
}
