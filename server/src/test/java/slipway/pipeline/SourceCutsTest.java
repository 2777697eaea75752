package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.media.packaging.PackagingSettings;

final class SourceCutsTest {
  @Test
  @DisplayName("MD-57: of some cuts all are kept")
  void all() {
    List<Double> cuts = seconds(7_000);
    assertThat(SourceCuts.fewEnough(cuts, PackagingSettings.DEFAULT)).isEqualTo(cuts);
  }

  @Test
  @DisplayName("MD-57, REL-53: of very many those are kept at which segments begin")
  void ofSegments() {
    List<Double> kept = SourceCuts.fewEnough(seconds(3 * 3600), PackagingSettings.DEFAULT);
    double first = PackagingSettings.DEFAULT.firstSegment().toSeconds();
    double next = PackagingSettings.DEFAULT.segment().toSeconds();
    assertThat(kept).startsWith(0.0, first, first + next, first + 2 * next);
    assertThat(kept).hasSizeBetween(1_700, 1_900);
  }

  @Test
  @DisplayName("REL-53: and of two days of these only as many as an encoder can be told of")
  void some() {
    assertThat(SourceCuts.fewEnough(seconds(48 * 3600), PackagingSettings.DEFAULT))
        .hasSizeBetween(3_500, 7_000)
        .startsWith(0.0)
        .isSorted();
  }

  private static List<Double> seconds(int count) {
    return Stream.iterate(0.0, time -> time + 1).limit(count).toList();
  }
}
