package slipway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

  @ParameterizedTest(name = "{0} at {1}: {2}")
  @DisplayName("CF-113, REL-89 hosts match by host and port, never by a part of a name")
  @CsvSource({
    "a.com, https://a.com, true",
    "a.com, http://a.com, true",
    "a.com, https://A.COM, true",
    "a.com, https://a.com:443, true",
    "a.com, https://a.com:8443, false",
    "a.com:8443, https://a.com:8443, true",
    "a.com, https://www.a.com, false",
    "a.com, https://evil-a.com, false",
    "a.com, https://a.com.evil.example, false",
    "a.com, null, false",
    "a.com, https://, false",
    "*.a.com, https://x.a.com, true",
    "*.a.com, https://x.y.a.com, true",
    "*.a.com, https://a.com, false",
    "*.a.com, https://xa.com, false",
    "localhost, http://localhost, true",
    "localhost, http://localhost:5173, false",
    "localhost:5173, http://localhost:5173, true",
    "bücher.example, https://xn--bcher-kva.example, true",
    "*, https://anything.example, true"
  })
  void hosts(String entry, String origin, boolean allowed) {
    assertThat(Origins.allow(List.of(entry), origin, /* exactCount= */ true, false))
        .isEqualTo(allowed);
  }

  @ParameterizedTest(name = "{0} at {1}: {2}")
  @DisplayName("LP-143 exact origins match as a whole, a trailing slash aside")
  @CsvSource({
    "https://a.com, https://a.com, true",
    "https://a.com/, https://a.com, true",
    "https://a.com, http://a.com, false",
    "https://a.com, https://a.com:8443, false",
    "https://a.com:8443, https://a.com:8443, true",
    "https://a.com, https://www.a.com, false",
    "https://a.com, https://a.com.evil.example, false"
  })
  void exact(String entry, String origin, boolean allowed) {
    assertThat(Origins.allow(List.of(entry), origin, /* exactCount= */ true, false))
        .isEqualTo(allowed);
  }

  @Test
  @DisplayName("LP-143, CF-114 who tells no origin passes hosts and not exact origins")
  void withoutOrigin() {
    assertThat(Origins.allow(List.of("a.com"), null, true, false)).isTrue();
    assertThat(Origins.allow(List.of("https://a.com"), null, true, false)).isFalse();
    assertThat(Origins.allow(List.of("a.com"), null, true, /* originNeeded= */ true)).isFalse();
    assertThat(Origins.allow(List.of(), null, true, /* originNeeded= */ true)).isTrue();
    assertThat(Origins.allow(List.of(), null, true, false)).isTrue();
  }

  @Test
  @DisplayName("LP-143 exact origins have no effect on what is public")
  void exactDoNotCount_forPublic() {
    assertThat(Origins.allow(List.of("https://a.com"), "https://b.com", false, false)).isTrue();
    assertThat(Origins.allow(List.of("a.com"), "https://b.com", false, false)).isFalse();
  }
}
