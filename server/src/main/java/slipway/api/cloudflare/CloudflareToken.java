package slipway.api.cloudflare;

import java.io.IOException;
import java.math.BigDecimal;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.access.Rights;
import slipway.core.access.SignRights;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/**
 * {@code POST /{uid}/token}: a token for one video, signed with the key that the caller brings or
 * with the house's own (CF-103, CF-104).
 */
record CloudflareToken(CloudflareOwned owned, SignRights sign, InstantSource clock)
    implements CloudflareRoutes.Operation {
  private static final Duration USUAL = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");
  private static final BigDecimal LAST_SECOND = new BigDecimal("99999999999");

  record Signed(String token) {}

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    var video = owned.video(request, caller);
    JsonObject body = CloudflareBodies.object(request);
    Rights rights = rights(CloudflareIds.uid(video.id()), body);
    Optional<String> id = said(body, "id");
    Optional<String> pem = said(body, "pem");
    if (id.isPresent() != pem.isPresent()) {
      throw bad(id.isPresent() ? "pem" : "id", "id and pem go together");
    }
    long account = caller.account().number();
    return CloudflareAnswers.ok(
        new Signed(
            id.isEmpty()
                ? sign.withHouseKey(account, rights)
                : withOwnKey(account, id.get(), pem.orElseThrow(), rights)));
  }

  private String withOwnKey(long account, String id, String pem, Rights rights) {
    KeyPair pair =
        CloudflareKeyText.read(pem).orElseThrow(() -> bad("pem", "is not a key as it was given"));
    try {
      return sign.with(account, CloudflareRoutes.DOOR, id, pair, rights);
    } catch (ProblemException failure) {
      throw failure.problem() instanceof Problem.NotFound
          ? bad("id", "is not a key of this account")
          : failure;
    }
  }

  private Rights rights(String uid, JsonObject body) {
    Instant now = clock.instant();
    Instant expiry = time(body, "exp");
    Instant start = time(body, "nbf");
    if (expiry != null && expiry.isAfter(now.plus(LONGEST))) {
      throw bad("exp", "is at most 24 hours ahead");
    }
    return new Rights(
        uid,
        expiry == null ? now.plus(USUAL) : expiry,
        start == null ? now.minus(USUAL) : start,
        body.isTrue("downloadable"),
        CloudflareRules.read(body));
  }

  /** Seconds since 1970, as a number or as a text. */
  private static @Nullable Instant time(JsonObject body, String name) {
    return body.member(name)
        .map(value ->
            switch (value) {
              case JsonNull() -> Optional.<Instant>empty();
              case JsonNumber(BigDecimal number)
                  when number.signum() >= 0 && number.compareTo(LAST_SECOND) <= 0 ->
                  Optional.of(Instant.ofEpochSecond(number.longValue()));
              case JsonString(String text) when SECONDS.matcher(text).matches() ->
                  Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
              default -> throw bad(name, "must be seconds since 1970");
            })
        .orElse(Optional.<Instant>empty())
        .orElse(null);
  }

  /** What is empty is not said. */
  private static Optional<String> said(JsonObject body, String name) {
    return body.string(name).filter(text -> !text.isBlank());
  }

  private static ProblemException bad(String field, String message) {
    return new ProblemException(new Problem.BadField(field, message));
  }
}
