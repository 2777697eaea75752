package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What two public suites ask of servers, played without a socket: all 123 files of {@code
 * sagikazarmark/tus-conformance-tests} for tus, and all 51 tests of {@code
 * scripts/rufh_conformity_test.py} in {@code tomdesair/tus-java-server} for the IETF's dialect.
 * Besides, 22 files that the first one got later, as {@code sagikazarmark/tus-compliance-tests}.
 *
 * <p>The tables say in our words what they send and expect, and often more than that: where a file
 * of the first suite only describes what cannot be sent from there (time that passes, lines that
 * break, a full disk), it is done here. 17 of its files were known by what its catalogue says of
 * them, not by their requests: {@code opt-meta-004}, {@code opt-url-002}, {@code opt-partial-001}
 * and {@code -003}, {@code opt-conc-002} and {@code -003}, {@code opt-comp-002}, {@code
 * opt-time-002}, {@code opt-csum-001} to {@code -003}, {@code opt-exp-001} and {@code -003}, {@code
 * scn-basic-001} to {@code -003}, {@code scn-resume-004}.
 *
 * <p>Where our contract wants another answer than a suite, the table names the row. Both suites
 * send text; the house here takes anything for media that does not begin with that word, while the
 * real one refuses texts as soon as it has seen that they are.
 */
final class TusSuitesTest {
  private static final List<String> TUS =
      List.of(
          "core",
          "creation",
          "creation-optional",
          "creation-with-upload",
          "creation-defer-length",
          "checksum",
          "termination",
          "concatenation",
          "expiration");

  private static Stream<SuiteScenario> tus() {
    return TUS.stream().flatMap(table -> SuiteScenario.table(table).stream());
  }

  private static Stream<SuiteScenario> later() {
    return SuiteScenario.table("later").stream();
  }

  private static Stream<SuiteScenario> ietf() {
    return Stream.of("ietf", "ietf-append").flatMap(table -> SuiteScenario.table(table).stream());
  }

  @ParameterizedTest
  @MethodSource({"tus", "later", "ietf"})
  @DisplayName("TUS-308: what the public suites send, with our answers")
  void scenario(SuiteScenario scenario) throws Exception {
    try (SuiteStage stage = new SuiteStage(scenario.speaksTus())) {
      stage.play(scenario);
    }
  }

  @Test
  @DisplayName("TUS-308: every test of both suites is here, once")
  void all() {
    assertThat(tus().map(SuiteScenario::name)).hasSize(123).doesNotHaveDuplicates();
    assertThat(later().map(SuiteScenario::name)).hasSize(22).doesNotHaveDuplicates();
    assertThat(ietf().map(SuiteScenario::name)).hasSize(51).doesNotHaveDuplicates();
    assertThat(Stream.of(tus(), later(), ietf()).flatMap(played -> played))
        .noneMatch(played -> played.lines().isEmpty());
  }
}
