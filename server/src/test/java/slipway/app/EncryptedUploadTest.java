package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Clips;

/** A file that its sender encrypted, from the public key to the picture. */
final class EncryptedUploadTest {
  private static final String KEY = "a-key-of-the-account-for-tests";

  @TempDir Path data;

  @Test
  @DisplayName("LP-150, LP-151, MD-97: opened and watched; the upload stays as it came")
  void rightKey_isWatched() throws Exception {
    byte[] plain = Files.readAllBytes(Clips.clip("sample.mp4"));
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      byte[] sealed = encrypt(plain, aes(1));
      String wrapped = wrap(house, aes(1));
      JsonObject given = requestUpload(house, wrapped, "jwt");
      String id = RunningHouse.text(given, "asset", "id");
      put(house, given, sealed);
      house.awaitPhase(id, "Ready");

      assertThat(blob(id, "source")).hasBinaryContent(sealed);
      assertThat(blob(id, "clear")).hasBinaryContent(plain);
      RunningHouse.Answer asset = api(house, "/api/asset/" + id);
      assertThat(asset.body()).doesNotContain(wrapped).contains("\"encryption\":{\"key\":\"***\"}");
      assertThat(asset.json().string("downloadUrl")).as("a policy guards it").isPresent();
    }
  }

  @Test
  @DisplayName(
      "LP-152: without a policy that guards it, nothing offers the file that came encrypted")
  void openToAll_hasNoDownload() throws Exception {
    byte[] plain = Files.readAllBytes(Clips.clip("sample.mp4"));
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      JsonObject given = requestUpload(house, wrap(house, aes(1)), "public");
      String id = RunningHouse.text(given, "asset", "id");
      put(house, given, encrypt(plain, aes(1)));
      house.awaitPhase(id, "Ready");
      assertThat(api(house, "/api/asset/" + id).json().string("downloadUrl")).isEmpty();
      String folder = "/hls/" + RunningHouse.text(given, "asset", "playbackId") + "/";
      assertThat(house.get(folder + "index.m3u8").status()).isEqualTo(200);
      assertThat(house.get(folder + "video").status()).isEqualTo(404);
      assertThat(house.get(folder + "video/download.mp4").status()).isEqualTo(404);
    }
  }

  @Test
  @DisplayName("LP-152, MD-98: a wrong key, a wrong IV and no key at all fail with a sentence each")
  void wrongKey_failsAndNothingClearStays() throws Exception {
    byte[] plain = Files.readAllBytes(Clips.clip("sample.mp4"));
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      byte[] sealed = encrypt(plain, aes(1));
      byte[] noIv = Arrays.copyOfRange(sealed, 16, sealed.length);
      String right = wrap(house, aes(1));
      String none = Base64.getEncoder().encodeToString(aes(1).getEncoded());
      assertThat(failure(house, wrap(house, aes(2)), sealed)).contains("cannot be decrypted");
      assertThat(failure(house, right, noIv)).contains("decrypts to is no video");
      assertThat(failure(house, none, sealed)).contains("cannot be opened").doesNotContain(none);
    }
    try (var left = Files.walk(data)) {
      assertThat(left.map(file -> String.valueOf(file.getFileName())))
          .doesNotContain("clear", "clear.sums");
    }
  }

  private String failure(RunningHouse house, String wrapped, byte[] sealed) {
    JsonObject given = requestUpload(house, wrapped, "public");
    String id = RunningHouse.text(given, "asset", "id");
    put(house, given, sealed);
    house.awaitPhase(id, "Failed");
    assertThat(blob(id, "source")).as("can be tried again").hasBinaryContent(sealed);
    return RunningHouse.text(api(house, "/api/asset/" + id).json(), "status", "errorMessage");
  }

  private Path blob(String id, String name) {
    return data.resolve("blobs").resolve(id).resolve(name);
  }

  private static JsonObject requestUpload(RunningHouse house, String wrapped, String policy) {
    RunningHouse.Answer answer =
        house.send(
            house
                .to("/api/asset/request-upload")
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        """
                        {"name":"sealed","playbackPolicy":{"type":"%s"},
                         "encryption":{"encryptedKey":"%s"}}\
                        """
                            .formatted(policy, wrapped))));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain(wrapped);
    return answer.json();
  }

  private static void put(RunningHouse house, JsonObject given, byte[] bytes) {
    String url = given.string("url").orElseThrow();
    assertThat(house.send(house.to(url).PUT(BodyPublishers.ofByteArray(bytes))).status())
        .isEqualTo(200);
  }

  private static RunningHouse.Answer api(RunningHouse house, String path) {
    return house.send(house.to(path).header("Authorization", "Bearer " + KEY).GET());
  }

  /** As a browser does with the key that it asked for. */
  private static String wrap(RunningHouse house, SecretKey aes) throws Exception {
    String twice =
        house.get("/api/access-control/public-key").json().string("spki_public_key").orElseThrow();
    byte[] spki = Base64.getDecoder().decode(Base64.getDecoder().decode(twice));
    PublicKey half = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki));
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        half,
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    return Base64.getEncoder().encodeToString(cipher.doFinal(aes.getEncoded()));
  }

  private static byte[] encrypt(byte[] plain, SecretKey key) throws Exception {
    byte[] iv = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
    var out = new ByteArrayOutputStream();
    List.of(iv, cipher.doFinal(plain)).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static SecretKey aes(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return new SecretKeySpec(key, "AES");
  }
}
