package slipway.tokens;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.access.AccessRule;
import slipway.core.access.Network;
import slipway.core.access.Rights;
import slipway.core.access.TokenReader.Claim;
import slipway.json.Json;
import slipway.json.JsonException;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/** What a token claims, in the notations of all dialects; nothing here is checked. */
record Claims(Claim signer, Rights rights) {
  /** More rules make a token invalid (CF-111). */
  private static final int MOST_RULES = 5;

  private static final int LONGEST_PUBLIC_KEY = 1024;

  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  /** Seconds since 1970, as a number or, from some signers, as a text (CF-105). */
  private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");

  /** Until the year 5138; what is larger is a mistake or an attack. */
  private static final BigDecimal LAST_SECOND = new BigDecimal("99999999999");

  /** The payload as strict JSON: a name that occurs twice makes it nothing (REL-80). */
  static Optional<JsonObject> payload(byte[] text) {
    try {
      return Json.read(text, JsonValue.class) instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonException notJson) {
      return Optional.empty();
    }
  }

  /** Empty when it names no signer, no video, or says what nobody can understand. */
  static Optional<Claims> of(@Nullable String headerKeyId, JsonObject payload) {
    Optional<Claim> signer = signer(headerKeyId, payload);
    Optional<String> subject = payload.string("sub");
    Optional<List<AccessRule>> rules = rules(payload);
    if (signer.isEmpty() || subject.isEmpty() || rules.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> expiry = instant(payload, "exp");
    // Livepeer's say when they were made instead (LP-137); those of others only say so in passing.
    Optional<Instant> notBefore =
        instant(payload, "nbf")
            .or(() ->
                signer.get() instanceof Claim.PublicKey
                    ? instant(payload, "iat")
                    : Optional.empty());
    boolean readable =
        expiry.isPresent() == payload.member("exp").isPresent()
            && instant(payload, "nbf").isPresent() == isSaid(payload, "nbf");
    if (!readable) {
      return Optional.empty();
    }
    return Optional.of(
        new Claims(
            signer.get(),
            new Rights(
                subject.get(),
                expiry.orElse(null),
                notBefore.orElse(null),
                payload.isTrue("downloadable"),
                rules.get())));
  }

  /** Livepeer's tokens carry the public key, base64 of its PEM (LP-136); Cloudflare's its id. */
  private static Optional<Claim> signer(@Nullable String headerKeyId, JsonObject payload) {
    Optional<String> pub = payload.string("pub");
    if (pub.isPresent()) {
      return pub.filter(key -> key.length() <= LONGEST_PUBLIC_KEY)
          .flatMap(Claims::derOfPem)
          .map(Claim.PublicKey::new);
    }
    Optional<String> kid = Optional.ofNullable(headerKeyId).or(() -> payload.string("kid"));
    boolean contradicts =
        payload.string("kid").filter(claimed -> !claimed.equals(kid.orElse(""))).isPresent();
    return contradicts ? Optional.empty() : kid.map(Claim.KeyId::new);
  }

  private static Optional<String> derOfPem(String base64OfPem) {
    try {
      String pem =
          new String(
              Base64.getDecoder().decode(base64OfPem), java.nio.charset.StandardCharsets.US_ASCII);
      return Optional.of(
          pem.replace("-----BEGIN PUBLIC KEY-----", "")
              .replace("-----END PUBLIC KEY-----", "")
              .replaceAll("\\s", ""));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(JsonObject payload, String name) {
    return payload
        .member(name)
        .flatMap(value ->
            switch (value) {
              case JsonNumber(BigDecimal number)
                  when number.signum() >= 0 && number.compareTo(LAST_SECOND) <= 0 ->
                  Optional.of(Instant.ofEpochSecond(number.longValue()));
              case JsonString(String text) when SECONDS.matcher(text).matches() ->
                  Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
              default -> Optional.empty();
            });
  }

  /** Typed signers write {@code null} for what they do not say. */
  private static boolean isSaid(JsonObject payload, String name) {
    return payload.member(name).filter(value -> !(value instanceof JsonNull)).isPresent();
  }

  /** Empty when a rule cannot be understood: a rule that was skipped would open what it closes. */
  private static Optional<List<AccessRule>> rules(JsonObject payload) {
    if (!isSaid(payload, "accessRules")) {
      return Optional.of(List.of());
    }
    List<JsonValue> written = payload.elements("accessRules").orElse(null);
    if (written == null || written.size() > MOST_RULES) {
      return Optional.empty();
    }
    List<AccessRule> rules = new ArrayList<>();
    for (JsonValue value : written) {
      Optional<AccessRule> rule =
          value instanceof JsonObject object ? rule(object) : Optional.empty();
      if (rule.isEmpty()) {
        return Optional.empty();
      }
      rules.add(rule.get());
    }
    return Optional.of(rules);
  }

  private static Optional<AccessRule> rule(JsonObject rule) {
    Optional<Boolean> allow =
        rule.string("action")
            .flatMap(action ->
                switch (action) {
                  case "allow" -> Optional.of(true);
                  case "block" -> Optional.of(false);
                  default -> Optional.empty();
                });
    return allow.flatMap(yes ->
        switch (rule.string("type").orElse("")) {
          case "any" ->
              Optional.of(new AccessRule(AccessRule.Matches.ANYBODY, yes, List.of(), List.of()));
          case "ip.geoip.country" ->
              texts(rule, "country")
                  .flatMap(Claims::countries)
                  .map(countries ->
                      new AccessRule(AccessRule.Matches.COUNTRY, yes, countries, List.of()));
          case "ip.src" ->
              texts(rule, "ip")
                  .flatMap(Claims::networks)
                  .map(networks ->
                      new AccessRule(AccessRule.Matches.ADDRESS, yes, List.of(), networks));
          default -> Optional.empty();
        });
  }

  private static Optional<List<String>> countries(List<String> written) {
    List<String> codes = written.stream().map(text -> text.toUpperCase(Locale.ROOT)).toList();
    return codes.stream().allMatch(code -> COUNTRY.matcher(code).matches())
        ? Optional.of(codes)
        : Optional.empty();
  }

  private static Optional<List<Network>> networks(List<String> written) {
    List<Network> networks =
        written.stream().map(Network::parse).flatMap(Optional::stream).toList();
    return networks.size() == written.size() ? Optional.of(networks) : Optional.empty();
  }

  private static Optional<List<String>> texts(JsonObject rule, String name) {
    List<JsonValue> elements = rule.elements(name).orElse(List.of());
    List<String> texts =
        elements.stream()
            .filter(JsonString.class::isInstance)
            .map(element -> ((JsonString) element).value())
            .toList();
    return texts.isEmpty() || texts.size() != elements.size()
        ? Optional.empty()
        : Optional.of(texts);
  }
}
