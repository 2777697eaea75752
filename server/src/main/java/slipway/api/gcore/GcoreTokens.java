package slipway.api.gcore;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import slipway.core.account.ApiKey;
import slipway.core.account.HouseSecrets;
import slipway.core.video.Video;
import slipway.json.Json;
import slipway.json.JsonException;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/**
 * The tokens that this dialect gives out and takes back itself: JWTs with HS256 (RFC 7519, RFC
 * 7515) under a key that never leaves the house. Clients take them as opaque (GC-84).
 */
public final class GcoreTokens {
  /** GC-83. */
  private static final Duration UPLOAD = Duration.ofHours(4);

  /** GC-07. */
  private static final Duration ACCESS = Duration.ofHours(1);

  private static final Duration REFRESH = Duration.ofHours(24);

  private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
  private static final int LONGEST = 4096;

  private final HouseSecrets secrets;
  private final InstantSource clock;

  public GcoreTokens(HouseSecrets secrets, InstantSource clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * What a token for an upload says.
   *
   * @param id of the video in the house
   * @param video its number
   * @param client number of its account
   */
  public record Upload(UUID id, long video, long client) {}

  /**
   * What a token for a caller says.
   *
   * @param id of the token
   * @param key the API key with which its holder signed in
   * @param until when its time passes
   */
  record Session(String id, long account, UUID key, Instant until) {}

  /** Kinds of tokens for callers. */
  enum Kind {
    ACCESS,
    REFRESH
  }

  /** A token that starts an upload of the video, for four hours. */
  String forUpload(Video video) {
    Map<String, JsonValue> ids = new LinkedHashMap<>();
    ids.put("id", number(video.serial()));
    ids.put("uid", new JsonString(video.id().toString()));
    ids.put("client_id", number(video.account()));
    return signed("upload", UPLOAD, Map.of("video", JsonValue.object(ids)));
  }

  /** What a token for an upload says; empty when it is none of ours or its time has passed. */
  public Optional<Upload> upload(String token) {
    return read(token, "upload")
        .flatMap(claims -> claims.object("video"))
        .map(video ->
            new Upload(
                UUID.fromString(video.string("uid").orElseThrow()),
                number(video, "id"),
                number(video, "client_id")));
  }

  /** A token for whoever holds the key. */
  String forCaller(Kind kind, ApiKey key, String id) {
    Map<String, JsonValue> claims = new LinkedHashMap<>();
    claims.put("jti", new JsonString(id));
    claims.put("client_id", number(key.account()));
    claims.put("key", new JsonString(key.id().toString()));
    return signed(word(kind), kind == Kind.ACCESS ? ACCESS : REFRESH, claims);
  }

  /** What a token of that kind says; empty when it is none of ours or its time has passed. */
  Optional<Session> session(Kind kind, String token) {
    return read(token, word(kind))
        .map(claims ->
            new Session(
                claims.string("jti").orElseThrow(),
                number(claims, "client_id"),
                UUID.fromString(claims.string("key").orElseThrow()),
                Instant.ofEpochSecond(number(claims, "exp"))));
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case ACCESS -> "access";
      case REFRESH -> "refresh";
    };
  }

  private String signed(String type, Duration lifetime, Map<String, JsonValue> claims) {
    Map<String, JsonValue> all = new LinkedHashMap<>(claims);
    all.put("token_type", new JsonString(type));
    all.put("exp", number(clock.instant().plus(lifetime).getEpochSecond()));
    String text = HEADER + "." + encoded(Json.writeText(JsonValue.object(all)));
    return text + "." + signature(text);
  }

  private Optional<JsonObject> read(String token, String type) {
    int last = token.lastIndexOf('.');
    if (token.length() > LONGEST || last < 0 || !token.startsWith(HEADER + ".")) {
      return Optional.empty();
    }
    String text = token.substring(0, last);
    byte[] given = token.substring(last + 1).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given, signature(text).getBytes(StandardCharsets.UTF_8))) {
      return Optional.empty();
    }
    return claims(text.substring(text.indexOf('.') + 1))
        .filter(claims -> claims.string("token_type").filter(type::equals).isPresent())
        .filter(claims -> clock.instant().getEpochSecond() < number(claims, "exp"));
  }

  /** Only of what we signed ourselves. */
  private static Optional<JsonObject> claims(String payload) {
    try {
      return Json.tree(Base64.getUrlDecoder().decode(payload)) instanceof JsonObject claims
          ? Optional.of(claims)
          : Optional.empty();
    } catch (IllegalArgumentException | JsonException broken) {
      return Optional.empty();
    }
  }

  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = secrets.of("gcore-tokens").getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return encoded(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256, and no key is empty", e);
    }
  }

  private static JsonValue number(long value) {
    return new JsonNumber(BigDecimal.valueOf(value));
  }

  private static long number(JsonObject claims, String name) {
    return claims.number(name).orElseThrow().longValueExact();
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
