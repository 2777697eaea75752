package slipway.media.protect;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The RSA key with which senders wrap the keys of their files. It lies in a file that nobody else
 * may read, is made when it is first asked for, and leaves this class only as its public half.
 * Wrapped keys that were handed out for it cannot be opened without it, so it belongs into the
 * backup. Safe for any thread.
 */
public final class HouseKey {
  private static final int BITS = 3072;
  private static final Set<Integer> AES_BYTES = Set.of(16, 24, 32);
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final Set<PosixFilePermission> OURS =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /**
   * With SHA-256 twice: left to itself the JDK takes SHA-1 for the mask, and no browser's key could
   * be opened (LP-150, MD-95).
   */
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  private final Path file;
  private @Nullable RSAPrivateCrtKey key;

  private HouseKey(Path file, @Nullable RSAPrivateCrtKey key) {
    this.file = file;
    this.key = key;
  }

  /**
   * The key in a file (PEM, PKCS#8), or a new one, put there when it is first asked for.
   *
   * @throws IOException when there is something else in the file; a sentence for the operator
   */
  public static HouseKey in(Path file) throws IOException {
    try {
      return new HouseKey(file, kept(file));
    } catch (NoSuchFileException e) {
      return new HouseKey(file, null);
    }
  }

  /**
   * The half that everybody may have.
   *
   * @throws IOException when it had to be made and could not be kept
   */
  public PublicKey publicKey() throws IOException {
    RSAPrivateCrtKey own = key();
    try {
      BigInteger exponent = own.getPublicExponent();
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(own.getModulus(), exponent));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /**
   * Opens a wrapped key: RSA-OAEP around the bytes of an AES key, in base64.
   *
   * @return empty when it is anything else, or wrapped for somebody else
   */
  public Optional<SecretKey> unwrap(String wrapped) throws IOException {
    PrivateKey own = key();
    byte[] bytes;
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(Cipher.DECRYPT_MODE, own, OAEP);
      bytes = cipher.doFinal(Base64.getDecoder().decode(wrapped));
    } catch (GeneralSecurityException | IllegalArgumentException notForUs) {
      return Optional.empty(); // without the cause: nothing about a key is told
    }
    return AES_BYTES.contains(bytes.length)
        ? Optional.of(new SecretKeySpec(bytes, "AES"))
        : Optional.empty();
  }

  private synchronized RSAPrivateCrtKey key() throws IOException {
    RSAPrivateCrtKey own = key;
    if (own == null) {
      own = make();
      key = own;
    }
    return own;
  }

  private RSAPrivateCrtKey make() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("no file can be made at " + file);
    }
    Path whole =
        Files.createTempFile(folder, "key-", "", PosixFilePermissions.asFileAttribute(OURS));
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
      String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
      Files.writeString(whole, BEGIN + "\n" + lines + "\n" + END + "\n");
      // A link appears with its content or not at all, and only if nobody else was faster.
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException e) {
      // Another process made one a moment ago; that one counts.
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    } finally {
      Files.delete(whole);
    }
    return kept(file);
  }

  private static RSAPrivateCrtKey kept(Path file) throws IOException {
    String pem = Files.readString(file);
    try {
      String inside = pem.replace(BEGIN, "").replace(END, "").replaceAll("\\s", "");
      PrivateKey read =
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(inside)));
      if (read instanceof RSAPrivateCrtKey rsa) {
        return rsa;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Said below, without the cause: it may quote the file.
    }
    throw new IOException(
        file
            + " is no RSA key as PKCS#8 in PEM; put the right one back, or take the file away and"
            + " a new key is made");
  }
}
