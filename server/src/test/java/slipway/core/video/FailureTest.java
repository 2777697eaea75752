package slipway.core.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FailureTest {

  @ParameterizedTest
  @EnumSource
  @DisplayName("Every kind of failure has a cure, and says it behind its cause")
  void cures(Failure.Kind kind) {
    assertThat(kind.cure()).matches("[A-Z].{9,}[a-zA-Z0-9]\\.");
    assertThat(Failure.of(kind, "It broke.").sentence()).isEqualTo("It broke. " + kind.cure());
  }

  @Test
  @DisplayName("A cause that knows better what helps says that instead")
  void ownCure() {
    assertThat(Failure.of(Failure.Kind.INTERNAL, "Is it broken?", "Mend it."))
        .isEqualTo(new Failure(Failure.Kind.INTERNAL, "Is it broken? Mend it."));
    assertThat(Failure.of(Failure.Kind.INTERNAL, "no sentence", "Mend it.").sentence())
        .isEqualTo("no sentence. Mend it.");
    assertThat(Failure.of(Failure.Kind.INTERNAL, "It broke.").seen(Failure.There.FORBADE).there())
        .isEqualTo(Failure.There.FORBADE);
  }

  static List<Failure> ready() {
    return List.of(
        Failure.tooLong(Duration.ofSeconds(5)),
        Failure.tooShort(Duration.ofMillis(500)),
        Failure.overMinutes(Duration.ofMinutes(61), Duration.ofMinutes(60)),
        Failure.partBeyondEnd(),
        Failure.fileGone());
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("Those with words of their own name cause and cure, too")
  void ready(Failure failure) {
    assertThat(failure.sentence()).matches("[A-Z].+\\. [A-Z].+\\.");
  }
}
