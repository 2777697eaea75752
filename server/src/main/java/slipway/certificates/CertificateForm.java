package slipway.certificates;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What an X.509 certificate is to say (RFC 5280, section 4.1). The JDK has no interface for making
 * one, and a library of several megabytes for a call at the first start is too much; so it is
 * written down value by value.
 *
 * @param subject its common name
 * @param extensions each written by one of the methods below
 */
record CertificateForm(
    PublicKey key, String subject, Instant from, Instant until, List<byte[]> extensions) {
  /** Tags of fields that have no kind of their own (RFC 5280, sections 4.1 and 4.2.1.1). */
  private static final int VERSION = 0xA0;

  private static final int EXTENSIONS = 0xA3;
  private static final int KEY_ID = 0x80;
  private static final int[] KEY_USAGE = {2, 5, 29, 15};
  private static final int KEY_ID_BYTES = 20;

  CertificateForm {
    extensions = List.copyOf(extensions);
  }

  /** The certificate, signed with the EC key of whoever vouches for it. */
  byte[] signed(String issuer, PrivateKey by) throws GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.objectId(1, 2, 840, 10045, 4, 3, 2)); // ECDSA, SHA-256
    byte[] content =
        Der.sequence(
            Der.value(VERSION, Der.value(Der.INTEGER, new byte[] {2})),
            Der.value(Der.INTEGER, serial()),
            algorithm,
            name(issuer),
            Der.sequence(time(from), time(until)),
            name(subject),
            key.getEncoded(),
            Der.value(EXTENSIONS, Der.sequence(extensions.toArray(byte[][]::new))));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(by);
    signature.update(content);
    byte[] unusedBits = {0};
    return Der.sequence(
        content, algorithm, Der.value(Der.BIT_STRING, unusedBits, signature.sign()));
  }

  /** An extension that may be passed over (section 4.2). */
  static byte[] extension(byte[] id, byte[] value) {
    return Der.sequence(id, Der.value(Der.OCTET_STRING, value));
  }

  private static byte[] critical(byte[] id, byte[] value) {
    return Der.sequence(id, Der.TRUE, Der.value(Der.OCTET_STRING, value));
  }

  /** Whether it may vouch for others (section 4.2.1.9). */
  static byte[] authority(boolean may) {
    return critical(Der.objectId(2, 5, 29, 19), may ? Der.sequence(Der.TRUE) : Der.sequence());
  }

  /** Its key signs certificates and lists of revoked ones (section 4.2.1.3). */
  static byte[] signsCertificates() {
    return critical(Der.objectId(KEY_USAGE), Der.value(Der.BIT_STRING, new byte[] {1, 0x06}));
  }

  /** Its key signs contents (section 4.2.1.3). */
  static byte[] signsContents() {
    return critical(
        Der.objectId(KEY_USAGE), Der.value(Der.BIT_STRING, new byte[] {7, (byte) 0x80}));
  }

  /** What it is for, as an object identifier (section 4.2.1.12). */
  static byte[] purpose(int... arcs) {
    return extension(Der.objectId(2, 5, 29, 37), Der.sequence(Der.objectId(arcs)));
  }

  /** Names the key that is certified (section 4.2.1.2). */
  static byte[] subjectKey(PublicKey key) throws GeneralSecurityException {
    return extension(Der.objectId(2, 5, 29, 14), Der.value(Der.OCTET_STRING, keyId(key)));
  }

  /** Names the key that certifies (section 4.2.1.1). */
  static byte[] authorityKey(PublicKey key) throws GeneralSecurityException {
    return extension(Der.objectId(2, 5, 29, 35), Der.sequence(Der.value(KEY_ID, keyId(key))));
  }

  /** Any value will do that differs from key to key (RFC 7093). */
  private static byte[] keyId(PublicKey key) throws GeneralSecurityException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
    return Arrays.copyOf(hash, KEY_ID_BYTES);
  }

  /** Of an organization, too: without one, viewers say that nobody signed. */
  private static byte[] name(String commonName) {
    return Der.sequence(
        Der.set(Der.sequence(Der.objectId(2, 5, 4, 10), Der.text(Der.UTF8_STRING, "Slipway"))),
        Der.set(Der.sequence(Der.objectId(2, 5, 4, 3), Der.text(Der.UTF8_STRING, commonName))));
  }

  /** Positive and never the same twice. */
  private static byte[] serial() {
    byte[] serial = new byte[16];
    new SecureRandom().nextBytes(serial);
    serial[0] = (byte) ((serial[0] & 0x3F) | 0x40);
    return serial;
  }

  private static byte[] time(Instant at) {
    boolean early = at.isBefore(Instant.parse("2050-01-01T00:00:00Z"));
    DateTimeFormatter form =
        DateTimeFormatter.ofPattern((early ? "yy" : "yyyy") + "MMddHHmmss'Z'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    return Der.text(early ? Der.UTC_TIME : Der.GENERALIZED_TIME, form.format(at));
  }
}
