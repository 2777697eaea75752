package slipway.migration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.migration.Destination.State;

/** What became of each video of a library. */
public final class MigrationReport {
  private final List<Row> rows = new ArrayList<>();
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

  /** The ways in which a video ends. */
  public enum Outcome {
    /** It came now. */
    IMPORTED,
    /** It came in an earlier run. */
    HERE_ALREADY,
    /** It was tried, and is no video here; the reason says why. */
    FAILED,
    /** There was nothing to take; the reason says why. */
    SKIPPED
  }

  /**
   * A video.
   *
   * @param id what it is called there
   * @param video its id here
   * @param phase where it stands here
   * @param taken which file was taken
   */
  public record Row(
      String id,
      String name,
      Outcome outcome,
      @Nullable String video,
      @Nullable String phase,
      @Nullable String taken,
      @Nullable String reason) {

    /** Whether there is nothing to look after. */
    public boolean isGood() {
      return reason == null && (outcome == Outcome.IMPORTED || outcome == Outcome.HERE_ALREADY);
    }
  }

  /** It is there; {@code missing} says what of it is not, if anything. */
  void there(ForeignVideo video, State state, Outcome outcome, @Nullable String missing) {
    add(
        new Row(
            video.id(),
            video.name(),
            outcome,
            state.video(),
            state.phase(),
            state.taken(),
            missing));
  }

  void failed(ForeignVideo video, @Nullable String ours, String taken, String reason) {
    add(
        new Row(
            video.id(),
            video.name(),
            Outcome.FAILED,
            ours,
            ours == null ? null : "Failed",
            taken,
            reason));
  }

  void skipped(ForeignVideo video, String reason) {
    add(new Row(video.id(), video.name(), Outcome.SKIPPED, null, null, null, reason));
  }

  private void add(Row row) {
    rows.add(row);
    counts.merge(row.outcome(), 1, Integer::sum);
  }

  /** How many videos it tells of. */
  public int size() {
    return rows.size();
  }

  /** How many ended so. */
  public int count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  /** All rows, in the order in which they ended. */
  public List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }
}
