package slipway.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets as they lie in the database: AES-256 in GCM (NIST SP 800-38D) under keys that lie
 * elsewhere, so that a copy of the database alone tells nothing. Each is bound to its place; moved
 * to another row it cannot be opened. Safe for any thread.
 */
public final class SealedSecrets {
  /** Bytes of a key. */
  public static final int KEY_BYTES = 32;

  private static final String SEALED = "sealed:1:";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final List<Key> keys;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param keys the first one seals, all of them open
   */
  public SealedSecrets(List<byte[]> keys) {
    List<Key> named = new ArrayList<>();
    for (byte[] key : keys) {
      if (key.length != KEY_BYTES) {
        throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
      }
      named.add(new Key(name(key), new SecretKeySpec(key, "AES")));
    }
    if (named.isEmpty()) {
      throw new IllegalArgumentException("a key is needed");
    }
    this.keys = List.copyOf(named);
  }

  private record Key(String name, SecretKeySpec key) {}

  /**
   * Seals.
   *
   * @param place where it will lie
   */
  String seal(String secret, String place) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    Key key = keys.getFirst();
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(secret.getBytes(UTF_8));
      byte[] all = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      return SEALED + key.name() + ":" + Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES in GCM", e);
    }
  }

  /**
   * Opens, also what was stored before anything was sealed.
   *
   * @return empty when none of the keys opens it, or it was changed, or moved
   */
  Optional<String> open(String stored, String place) {
    if (!stored.startsWith(SEALED)) {
      return Optional.of(stored);
    }
    String rest = stored.substring(SEALED.length());
    int colon = rest.indexOf(':');
    String name = colon < 0 ? "" : rest.substring(0, colon);
    return keys.stream()
        .filter(key -> key.name().equals(name))
        .findFirst()
        .flatMap(key -> open(key, rest.substring(colon + 1), place));
  }

  private static Optional<String> open(Key key, String text, String place) {
    try {
      byte[] all = Base64.getDecoder().decode(text);
      if (all.length < NONCE_BYTES) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
      byte[] secret =
          cipher(Cipher.DECRYPT_MODE, key, nonce, place)
              .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
      return Optional.of(new String(secret, UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException changed) {
      return Optional.empty();
    }
  }

  /** Whether it is sealed under the key that seals now. */
  boolean isFresh(String stored) {
    return stored.startsWith(SEALED + keys.getFirst().name() + ":");
  }

  private static Cipher cipher(int mode, Key key, byte[] nonce, String place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(UTF_8));
    return cipher;
  }

  /** Tells keys apart and nothing about them. */
  private static String name(byte[] key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
