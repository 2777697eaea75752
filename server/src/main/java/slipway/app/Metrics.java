package slipway.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.access.Verdict;
import slipway.core.webhook.Backlog;
import slipway.core.webhook.Deliveries;
import slipway.http.AccessListener;
import slipway.http.Area;
import slipway.http.Response;
import slipway.http.Routes;
import slipway.ingest.Writers;
import slipway.jobs.Job;
import slipway.jobs.JobListener;
import slipway.jobs.JobView;
import slipway.playback.Authoriser;

/** Numbers for Prometheus: requests by route, jobs by kind and ending, the machine. */
final class Metrics implements AccessListener, JobListener, AutoCloseable {
  private static final Logger access = LoggerFactory.getLogger("slipway.access");
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();

  /** As many as there are routes and ways to answer them; found without building their names. */
  private final Map<Kind, Timer> requests = new ConcurrentHashMap<>();

  private final Counter bytesIn = registry.counter("slipway.http.bytes.in");
  private final Counter bytesOut = registry.counter("slipway.http.bytes.out");

  /** What a request is counted by. */
  private record Kind(String method, String route, int status) {}

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

  /** Also tells how much webhooks have yet to be told, and for how long that has waited. */
  void watch(Deliveries deliveries, InstantSource clock) {
    Gauge.builder("slipway.webhooks.waiting", deliveries, Deliveries::count)
        .description("Messages that webhooks have yet to be told")
        .register(registry);
    Gauge.builder(
            "slipway.webhooks.waiting.longest",
            () -> seconds(deliveries.backlogs().stream().map(Backlog::since), clock.instant()))
        .description("For how long the oldest of them has waited, in seconds")
        .baseUnit("seconds")
        .register(registry);
  }

  /** Also tells what is due and does not run yet. */
  void watch(Supplier<List<JobView>> jobs, InstantSource clock) {
    Gauge.builder("slipway.jobs.due", () -> due(jobs.get(), clock.instant()).count())
        .description("Jobs whose time has come and that wait for a worker; counted to 1000 a lane")
        .register(registry);
    Gauge.builder(
            "slipway.jobs.due.longest",
            () -> seconds(due(jobs.get(), clock.instant()).map(JobView::due), clock.instant()))
        .description("For how long the first of them has waited, in seconds")
        .baseUnit("seconds")
        .register(registry);
  }

  private static Stream<JobView> due(List<JobView> jobs, Instant now) {
    return jobs.stream().filter(job -> job.runningSince().isEmpty() && !job.due().isAfter(now));
  }

  private static double seconds(Stream<Instant> since, Instant now) {
    return since
        .min(Comparator.naturalOrder())
        .map(oldest -> Math.max(0, Duration.between(oldest, now).toMillis() / 1000.0))
        .orElse(0.0);
  }

  /** Also counts viewers who are kept out, by the reason; a player may ask many times. */
  Authoriser counting(Authoriser authoriser) {
    return (viewer, video, use) -> {
      Verdict verdict = authoriser.decide(viewer, video, use);
      if (verdict instanceof Verdict.Refused(Verdict.Why why)) {
        registry
            .counter("slipway.viewers.refused", "why", why.name().toLowerCase(Locale.ROOT))
            .increment();
      }
      return verdict;
    };
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
    requests
        .computeIfAbsent(new Kind(method(done.method()), route, done.status()), this::timer)
        .record(done.duration());
    bytesIn.increment((double) done.bytesIn());
    bytesOut.increment((double) done.bytesOut());
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

  private Timer timer(Kind kind) {
    return Timer.builder("slipway.http.requests")
        .tag("method", kind.method)
        .tag("route", kind.route)
        .tag("status", Integer.toString(kind.status))
        .register(registry);
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
