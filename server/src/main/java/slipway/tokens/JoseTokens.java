package slipway.tokens;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slipway.core.access.AccessRule;
import slipway.core.access.Rights;
import slipway.core.access.SigningKey;
import slipway.core.access.TokenReader;
import slipway.json.JsonValue.JsonObject;

/**
 * Compact JWS (RFC 7515 section 7.1) as rights to watch. A player shows the same token with every
 * segment, so what a token says and whether a key signed it is kept; whether that key still counts
 * is asked each time, elsewhere.
 */
public final class JoseTokens implements TokenReader {
  /** A token travels in an address; what is longer is an attack (REL-80). */
  private static final int LONGEST = 4096;

  /** Memory for tokens that a key of ours has signed, in bytes, roughly. */
  private static final long KEPT = 16 << 20;

  /** A stranger may send as many as he likes; those few push out nobody's good ones. */
  private static final long STRANGERS = 200;

  /** All that a header of ours may say. A key in the header is a stranger's key (REL-80). */
  private static final Set<String> KNOWN_HEADERS = Set.of("alg", "typ", "kid");

  /** A token as a stranger showed it. Read by many threads; each of its fields is safe for that. */
  private static final class Parsed {
    static final Parsed NOTHING = new Parsed(null, null);

    private final @Nullable JWSObject object;
    private final @Nullable Claims claims;

    /** Asked again and again, the same forgery costs one verification and not one each time. */
    private volatile @Nullable String notSignedBy;

    private Parsed(@Nullable JWSObject object, @Nullable Claims claims) {
      this.object = object;
      this.claims = claims;
    }

    boolean isSignedBy(SigningKey key) {
      if (object == null || key.id().equals(notSignedBy)) {
        return false;
      }
      boolean signed = isSigned(object, key);
      if (!signed) {
        notSignedBy = key.id();
      }
      return signed;
    }
  }

  /** What a key has signed; an id always means the same key. */
  private record Known(Claims claims, String keyId) {}

  private final Cache<String, Known> known =
      Caffeine.newBuilder()
          .maximumWeight(KEPT)
          .weigher((String token, Known value) -> weight(token, value))
          .build();

  private final Cache<String, Parsed> strangers =
      Caffeine.newBuilder().maximumSize(STRANGERS).build();

  /** A token's text, and what its rules are made of. */
  private static int weight(String token, Known value) {
    int entries = 0;
    for (AccessRule rule : value.claims().rights().rules()) {
      entries += 1 + rule.countries().size() + rule.networks().size();
    }
    return 500 + 4 * token.length() + 100 * entries;
  }

  @Override
  public Optional<Claim> claimOf(String token) {
    return parse(token).map(Claims::signer);
  }

  @Override
  public Optional<String> subjectOf(String token) {
    return parse(token).map(claims -> claims.rights().subject());
  }

  @Override
  public Optional<Rights> read(String token, SigningKey key) {
    Known before = known.getIfPresent(token);
    if (before != null && before.keyId().equals(key.id())) {
      return Optional.of(before.claims().rights());
    }
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    Parsed parsed = strangers.get(token, JoseTokens::parseAnew);
    Claims claims = parsed.claims;
    if (claims == null || !parsed.isSignedBy(key)) {
      return Optional.empty();
    }
    known.put(token, new Known(claims, key.id()));
    strangers.invalidate(token);
    return Optional.of(claims.rights());
  }

  private Optional<Claims> parse(String token) {
    Known before = known.getIfPresent(token);
    if (before != null) {
      return Optional.of(before.claims());
    }
    return token.length() > LONGEST
        ? Optional.empty()
        : Optional.ofNullable(strangers.get(token, JoseTokens::parseAnew).claims);
  }

  private static Parsed parseAnew(String token) {
    try {
      JWSObject object = JWSObject.parse(token);
      JWSHeader header = object.getHeader();
      if (!KNOWN_HEADERS.containsAll(header.toJSONObject().keySet())) {
        return Parsed.NOTHING;
      }
      Optional<JsonObject> payload = Claims.payload(object.getPayload().toBytes());
      return payload
          .flatMap(claims -> Claims.of(header.getKeyID(), claims))
          .map(claims -> new Parsed(object, claims))
          .orElse(Parsed.NOTHING);
    } catch (ParseException | IllegalArgumentException notAToken) {
      return Parsed.NOTHING;
    }
  }

  /** The algorithm is the key's and must also be the token's own word for it. */
  private static boolean isSigned(JWSObject object, SigningKey key) {
    if (!object.getHeader().getAlgorithm().equals(algorithm(key))) {
      return false;
    }
    try {
      return object.verify(verifier(key));
    } catch (JOSEException | GeneralSecurityException | IllegalArgumentException wrong) {
      return false;
    }
  }

  private static JWSAlgorithm algorithm(SigningKey key) {
    return switch (key.algorithm()) {
      case ES256 -> JWSAlgorithm.ES256;
      case RS256 -> JWSAlgorithm.RS256;
    };
  }

  private static JWSVerifier verifier(SigningKey key)
      throws JOSEException, GeneralSecurityException {
    X509EncodedKeySpec der = new X509EncodedKeySpec(Base64.getDecoder().decode(key.publicKey()));
    return switch (key.algorithm()) {
      case ES256 ->
          new ECDSAVerifier((ECPublicKey) KeyFactory.getInstance("EC").generatePublic(der));
      case RS256 ->
          new RSASSAVerifier((RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(der));
    };
  }
}
