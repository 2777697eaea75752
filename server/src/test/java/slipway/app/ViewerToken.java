package slipway.app;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import slipway.json.JsonValue.JsonObject;

/** A viewer's token as {@code signAccessJwt} of @livepeer/core makes it. */
final class ViewerToken {
  private ViewerToken() {}

  /** For an hour, signed with a new signing key of the account whose API key this is. */
  static String of(RunningHouse house, String apiKey, String playbackId)
      throws GeneralSecurityException, IOException {
    JsonObject key =
        house
            .send(
                house
                    .to("/api/access-control/signing-key")
                    .header("Authorization", "Bearer " + apiKey)
                    .POST(BodyPublishers.noBody()))
            .json();
    String pem =
        new String(
            Base64.getDecoder().decode(key.string("privateKey").orElseThrow()),
            StandardCharsets.US_ASCII);
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String claims =
        "{\"action\":\"pull\",\"sub\":\"%s\",\"exp\":%d,\"pub\":\"%s\"}"
            .formatted(
                playbackId,
                Instant.now().getEpochSecond() + 3600,
                key.string("publicKey").orElseThrow());
    String text =
        base64.encodeToString(
                "{\"alg\":\"ES256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
    signature.update(text.getBytes(StandardCharsets.UTF_8));
    return text + "." + base64.encodeToString(signature.sign());
  }
}
