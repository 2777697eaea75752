package slipway.core.access;

import java.util.List;

/**
 * One rule of a right to watch. The first rule that matches a viewer decides; where none matches,
 * the viewer may (CF-111).
 *
 * @param countries ISO 3166-1 alpha-2, only for {@link Matches#COUNTRY}
 * @param networks only for {@link Matches#ADDRESS}
 */
public record AccessRule(
    Matches matches, boolean allow, List<String> countries, List<Network> networks) {

  /** What of a viewer a rule looks at. */
  public enum Matches {
    ANYBODY,
    ADDRESS,
    COUNTRY
  }

  public AccessRule {
    countries = List.copyOf(countries);
    networks = List.copyOf(networks);
  }

  /** Whether it speaks of this viewer; an unknown country matches no list. */
  boolean matches(Viewer viewer) {
    return switch (matches) {
      case ANYBODY -> true;
      case ADDRESS -> networks.stream().anyMatch(network -> network.holds(viewer.address()));
      case COUNTRY -> viewer.country().filter(countries::contains).isPresent();
    };
  }

  /** Whether these rules let a viewer in. */
  static boolean allow(List<AccessRule> rules, Viewer viewer) {
    return rules.stream()
        .filter(rule -> rule.matches(viewer))
        .findFirst()
        .map(AccessRule::allow)
        .orElse(true);
  }
}
