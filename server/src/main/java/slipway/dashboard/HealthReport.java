package slipway.dashboard;

import java.util.List;

/**
 * How the server is.
 *
 * @param ready whether it can take requests at all
 * @param problems sentences about what is missing although it runs
 * @param facts sentences about what it runs with
 */
public record HealthReport(boolean ready, List<String> problems, List<String> facts) {

  public HealthReport {
    problems = List.copyOf(problems);
    facts = List.copyOf(facts);
  }

  /** {@code ok}, {@code degraded} when something is missing, {@code down}. */
  public String status() {
    return !ready ? "down" : problems.isEmpty() ? "ok" : "degraded";
  }
}
