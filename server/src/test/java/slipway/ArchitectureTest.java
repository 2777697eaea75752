package slipway;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The walls of the house, see {@link HouseRules}. */
final class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("slipway");

  @TestFactory
  Stream<DynamicTest> walls() {
    return HouseRules.of("slipway").entrySet().stream()
        .map(rule ->
            dynamicTest(
                rule.getKey(),
                () -> {
                  assumeWired(rule.getKey());
                  rule.getValue().check(HOUSE);
                }));
  }

  /** Neighbours of a room are known only when somebody has wired them. */
  private static void assumeWired(String rule) {
    assumeTrue(
        !rule.equals("public_means_used_next_door") || HOUSE.contain("slipway.app.Server"),
        "the house is not wired yet");
  }
}
