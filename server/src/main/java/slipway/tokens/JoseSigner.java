package slipway.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.math.BigDecimal;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.core.access.AccessRule;
import slipway.core.access.Network;
import slipway.core.access.Rights;
import slipway.core.access.TokenSigner;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonBool;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonString;

/** Writes tokens in Cloudflare's notation (CF-105): RS256, the key named in header and payload. */
public final class JoseSigner implements TokenSigner {

  @Override
  public String sign(String keyId, PrivateKey key, Rights rights) {
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(),
            new Payload(Json.write(claims(keyId, rights))));
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("a token could not be signed", e);
    }
    return token.serialize();
  }

  private static JsonValue claims(String keyId, Rights rights) {
    Map<String, JsonValue> claims = new LinkedHashMap<>();
    claims.put("sub", new JsonString(rights.subject()));
    claims.put("kid", new JsonString(keyId));
    put(claims, "exp", rights.expiresAt());
    put(claims, "nbf", rights.notBefore());
    if (rights.downloadable()) {
      claims.put("downloadable", new JsonBool(true));
    }
    if (!rights.rules().isEmpty()) {
      claims.put(
          "accessRules", new JsonArray(rights.rules().stream().map(JoseSigner::rule).toList()));
    }
    return JsonValue.object(claims);
  }

  private static void put(Map<String, JsonValue> claims, String name, @Nullable Instant at) {
    if (at != null) {
      claims.put(name, new JsonNumber(BigDecimal.valueOf(at.getEpochSecond())));
    }
  }

  private static JsonValue rule(AccessRule rule) {
    Map<String, JsonValue> written = new LinkedHashMap<>();
    String type =
        switch (rule.matches()) {
          case ANYBODY -> "any";
          case ADDRESS -> "ip.src";
          case COUNTRY -> "ip.geoip.country";
        };
    written.put("type", new JsonString(type));
    written.put("action", new JsonString(rule.allow() ? "allow" : "block"));
    switch (rule.matches()) {
      case ANYBODY -> {}
      case ADDRESS -> written.put("ip", JsonValue.strings(networks(rule.networks())));
      case COUNTRY -> written.put("country", JsonValue.strings(rule.countries()));
    }
    return JsonValue.object(written);
  }

  private static List<String> networks(List<Network> networks) {
    return networks.stream()
        .map(network -> network.address().getHostAddress() + "/" + network.prefix())
        .toList();
  }
}
