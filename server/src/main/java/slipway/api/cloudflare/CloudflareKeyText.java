package slipway.api.cloudflare;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonString;

/**
 * RSA keys as this dialect hands them out and takes them back: base64 of a PKCS#1 file in PEM (RFC
 * 8017 appendix A.1.2) and base64 of a private JWK (RFC 7517, RFC 7518 section 6.3).
 */
final class CloudflareKeyText {
  private static final String BEGIN = "-----BEGIN RSA PRIVATE KEY-----";
  private static final String END = "-----END RSA PRIVATE KEY-----";
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  /** Of a key with 4096 bits; more than we hand out. */
  private static final int LONGEST = 16 * 1024;

  private CloudflareKeyText() {}

  static String pem(RSAPrivateCrtKey key) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der(key));
    return encode((BEGIN + "\n" + lines + "\n" + END + "\n").getBytes(US_ASCII));
  }

  static String jwk(RSAPrivateCrtKey key, String id) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("use", new JsonString("sig"));
    members.put("kty", new JsonString("RSA"));
    members.put("kid", new JsonString(id));
    members.put("alg", new JsonString("RS256"));
    List<String> names = List.of("n", "e", "d", "p", "q", "dp", "dq", "qi");
    List<BigInteger> numbers = numbers(key);
    for (int i = 0; i < names.size(); i++) {
      String text =
          Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned(numbers.get(i)));
      members.put(names.get(i), new JsonString(text));
    }
    return encode(Json.write(JsonValue.object(members)));
  }

  /** Both halves out of what {@link #pem} wrote, also when it was decoded before. */
  static Optional<KeyPair> read(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      String pem =
          text.strip().startsWith("-----")
              ? text
              : new String(Base64.getMimeDecoder().decode(text), US_ASCII);
      int begin = pem.indexOf(BEGIN);
      int end = pem.indexOf(END);
      if (begin < 0 || end < begin) {
        return Optional.empty();
      }
      byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
      return pair(integers(ByteBuffer.wrap(der)));
    } catch (IllegalArgumentException | BufferUnderflowException broken) {
      return Optional.empty();
    }
  }

  private static Optional<KeyPair> pair(List<BigInteger> all) {
    if (all.size() != 9) {
      return Optional.empty();
    }
    try {
      KeyFactory rsa = KeyFactory.getInstance("RSA");
      return Optional.of(
          new KeyPair(
              rsa.generatePublic(new RSAPublicKeySpec(all.get(1), all.get(2))),
              rsa.generatePrivate(
                  new RSAPrivateCrtKeySpec(
                      all.get(1),
                      all.get(2),
                      all.get(3),
                      all.get(4),
                      all.get(5),
                      all.get(6),
                      all.get(7),
                      all.get(8)))));
    } catch (GeneralSecurityException noKey) {
      return Optional.empty();
    }
  }

  private static List<BigInteger> numbers(RSAPrivateCrtKey key) {
    return List.of(
        key.getModulus(),
        key.getPublicExponent(),
        key.getPrivateExponent(),
        key.getPrimeP(),
        key.getPrimeQ(),
        key.getPrimeExponentP(),
        key.getPrimeExponentQ(),
        key.getCrtCoefficient());
  }

  private static byte[] der(RSAPrivateCrtKey key) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    element(body, INTEGER, new byte[] {0}); // version: two primes
    numbers(key).forEach(number -> element(body, INTEGER, number.toByteArray()));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    element(whole, SEQUENCE, body.toByteArray());
    return whole.toByteArray();
  }

  /** Tag, length and value (X.690 section 8.1). */
  private static void element(ByteArrayOutputStream out, int tag, byte[] value) {
    out.write(tag);
    if (value.length < 0x80) {
      out.write(value.length);
    } else {
      byte[] length = unsigned(BigInteger.valueOf(value.length));
      out.write(0x80 | length.length);
      out.writeBytes(length);
    }
    out.writeBytes(value);
  }

  private static List<BigInteger> integers(ByteBuffer der) {
    ByteBuffer body = value(der, SEQUENCE);
    List<BigInteger> all = new ArrayList<>();
    while (body.hasRemaining() && all.size() < 16) {
      ByteBuffer integer = value(body, INTEGER);
      byte[] bytes = new byte[integer.remaining()];
      integer.get(bytes);
      all.add(new BigInteger(bytes));
    }
    return all;
  }

  private static ByteBuffer value(ByteBuffer der, int tag) {
    if ((der.get() & 0xff) != tag) {
      throw new IllegalArgumentException("another element was expected");
    }
    int length = der.get() & 0xff;
    if (length >= 0x80) {
      int bytes = length & 0x7f;
      if (bytes > 3) {
        throw new IllegalArgumentException("longer than any key");
      }
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = (length << 8) | (der.get() & 0xff);
      }
    }
    if (length > der.remaining()) {
      throw new IllegalArgumentException("cut off");
    }
    ByteBuffer value = der.slice(der.position(), length);
    der.position(der.position() + length);
    return value;
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
