package slipway.api.cloudflare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.core.access.AccessRule;
import slipway.core.access.Network;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/** Reads {@code accessRules}, and says what is wrong with them (CF-111). */
final class CloudflareRules {
  private static final int MOST = 5;
  private static final int MOST_ENTRIES = 100;
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  private CloudflareRules() {}

  static List<AccessRule> read(JsonObject body) {
    Optional<JsonValue> member =
        body.member("accessRules").filter(value -> !(value instanceof JsonNull));
    if (member.isEmpty()) {
      return List.of();
    }
    List<JsonValue> written =
        body.elements("accessRules").orElseThrow(() -> bad("must be an array"));
    if (written.size() > MOST) {
      throw bad("has at most " + MOST + " rules");
    }
    List<AccessRule> rules = new ArrayList<>();
    for (JsonValue value : written) {
      if (!(value instanceof JsonObject rule)) {
        throw bad("has rules that are objects");
      }
      rules.add(rule(rule));
    }
    return rules;
  }

  private static AccessRule rule(JsonObject rule) {
    boolean allow =
        switch (rule.string("action").orElse("")) {
          case "allow" -> true;
          case "block" -> false;
          default -> throw bad("has actions allow and block");
        };
    return switch (rule.string("type").orElse("")) {
      case "any" -> new AccessRule(AccessRule.Matches.ANYBODY, allow, List.of(), List.of());
      case "ip.geoip.country" ->
          new AccessRule(AccessRule.Matches.COUNTRY, allow, countries(rule), List.of());
      case "ip.src" -> new AccessRule(AccessRule.Matches.ADDRESS, allow, List.of(), networks(rule));
      default -> throw bad("has types any, ip.src and ip.geoip.country");
    };
  }

  private static List<String> countries(JsonObject rule) {
    return texts(rule, "country").stream()
        .map(text -> text.toUpperCase(Locale.ROOT))
        .peek(code -> require(COUNTRY.matcher(code).matches(), "has countries of two letters"))
        .toList();
  }

  private static List<Network> networks(JsonObject rule) {
    return texts(rule, "ip").stream()
        .map(text -> Network.parse(text).orElseThrow(() -> bad("has addresses and networks in ip")))
        .toList();
  }

  private static List<String> texts(JsonObject rule, String name) {
    List<JsonValue> elements = rule.elements(name).orElse(List.of());
    require(
        !elements.isEmpty() && elements.size() <= MOST_ENTRIES,
        "needs " + name + " with 1 to " + MOST_ENTRIES + " entries");
    List<String> texts = new ArrayList<>();
    for (JsonValue element : elements) {
      require(element instanceof JsonString, "has " + name + " that is an array of strings");
      texts.add(((JsonString) element).value());
    }
    return texts;
  }

  private static void require(boolean right, String message) {
    if (!right) {
      throw bad(message);
    }
  }

  private static ProblemException bad(String message) {
    return new ProblemException(new Problem.BadField("accessRules", message));
  }
}
