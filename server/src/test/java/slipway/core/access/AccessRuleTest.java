package slipway.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("CF-111 rules: the first that matches decides, none means yes")
class AccessRuleTest {
  private static final AccessRule NOBODY =
      new AccessRule(AccessRule.Matches.ANYBODY, false, List.of(), List.of());
  private static final AccessRule EVERYBODY =
      new AccessRule(AccessRule.Matches.ANYBODY, true, List.of(), List.of());

  @Test
  void blockedCountries() {
    List<AccessRule> rules = List.of(countries(false, "US", "DE", "MX"));
    assertThat(AccessRule.allow(rules, viewer("US", "8.8.8.8"))).isFalse();
    assertThat(AccessRule.allow(rules, viewer("FR", "8.8.8.8"))).isTrue();
    assertThat(AccessRule.allow(rules, viewer(null, "8.8.8.8"))).isTrue();
  }

  @Test
  void allowedCountriesAndNetworks_elseNobody() {
    List<AccessRule> rules =
        List.of(
            countries(true, "US", "MX"),
            networks(true, "93.184.216.0/24", "2400:cb00::/32"),
            NOBODY);
    assertThat(AccessRule.allow(rules, viewer("US", "8.8.8.8"))).isTrue();
    assertThat(AccessRule.allow(rules, viewer("FR", "93.184.216.9"))).isTrue();
    assertThat(AccessRule.allow(rules, viewer("FR", "2400:cb00::1"))).isTrue();
    assertThat(AccessRule.allow(rules, viewer("FR", "8.8.8.8"))).isFalse();
    assertThat(AccessRule.allow(rules, viewer(null, "93.184.217.1"))).isFalse();
  }

  @Test
  void order_decides() {
    assertThat(AccessRule.allow(List.of(EVERYBODY, NOBODY), viewer("US", "8.8.8.8"))).isTrue();
    assertThat(AccessRule.allow(List.of(NOBODY, EVERYBODY), viewer("US", "8.8.8.8"))).isFalse();
  }

  @Test
  void anIpv4Network_neverHoldsAnIpv6Viewer() {
    List<AccessRule> rules = List.of(networks(true, "0.0.0.0/0"), NOBODY);
    assertThat(AccessRule.allow(rules, viewer("US", "1.2.3.4"))).isTrue();
    assertThat(AccessRule.allow(rules, viewer("US", "2001:db8::1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a.com", "1.2.3", "1.2.3.4/33", "1.2.3.4/-1", "::/129", "1.2.3.4/x", "::1%lo"})
  void whatIsNoNetwork_isRefused(String text) {
    assertThat(Network.parse(text)).isEmpty();
  }

  private static AccessRule countries(boolean allow, String... codes) {
    return new AccessRule(AccessRule.Matches.COUNTRY, allow, List.of(codes), List.of());
  }

  private static AccessRule networks(boolean allow, String... texts) {
    return new AccessRule(
        AccessRule.Matches.ADDRESS,
        allow,
        List.of(),
        Arrays.stream(texts).map(text -> Network.parse(text).orElseThrow()).toList());
  }

  private static Viewer viewer(@Nullable String country, String address) {
    return new Viewer(
        List.of(),
        /* origin= */ null,
        /* onOwnPage= */ false,
        InetAddress.ofLiteral(address),
        country,
        "http://x/",
        Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {":", "a:"})
  @DisplayName("REL-53: a network of a million colons is none, and known to be at once")
  void manyColons_areNotSlow(String part) {
    String text = part.repeat(1_000_000);

    for (String end : List.of("g", "g/32", "", "/32")) {
      assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Network.parse(text + end)))
          .isEmpty();
    }
  }
}
