package slipway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whoever compares something with a secret does it in a time that tells nothing (REL-86). */
final class ConstantTimeTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("slipway");

  @Test
  @DisplayName("REL-86: the admin key, Gcore's tokens and signed paths are compared so")
  void compared() {
    for (String name :
        List.of(
            "slipway.dashboard.AdminKey",
            "slipway.api.gcore.GcoreTokens",
            "slipway.playback.GcoreSignatures",
            "slipway.config.Secret")) {
      assertThat(calls(HOUSE.get(name), MessageDigest.class, "isEqual")).as(name).isTrue();
    }
  }

  @Test
  @DisplayName("REL-86: who makes MACs or hashes of keys compares no bytes that stop at the first")
  void neverByteForByte() {
    List<String> hasty =
        HOUSE.stream()
            .filter(type ->
                type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(found ->
                        found.getTargetClass().isEquivalentTo(Mac.class)
                            || found
                                .getTargetClass()
                                .getName()
                                .equals("slipway.core.account.KeyText")))
            .filter(type ->
                calls(type, Arrays.class, "equals") || calls(type, Arrays.class, "mismatch"))
            .map(JavaClass::getName)
            .toList();
    assertThat(hasty).isEmpty();
  }

  @Test
  @DisplayName("REL-86: keys of accounts are looked up by their hash, so nothing is compared")
  void lookedUp() {
    JavaClass authenticate = HOUSE.get("slipway.core.account.Authenticate");
    assertThat(
            authenticate.getMethodCallsFromSelf().stream()
                .map(call -> call.getTargetOwner().getSimpleName() + "." + call.getName()))
        .contains("KeyText.hash", "Accounts.byKeyHash");
  }

  private static boolean calls(JavaClass type, Class<?> owner, String method) {
    return Stream.concat(
            type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream())
        .anyMatch(
            call -> call.getTargetOwner().isEquivalentTo(owner) && call.getName().equals(method));
  }
}
