package slipway.core;

import java.util.UUID;

/** Where new identities come from; handed in so that tests can count. Safe for any thread. */
public interface Ids {

  /** A random (version 4) UUID. */
  UUID uuid();

  /**
   * An unguessable secret.
   *
   * @param bytes how many random bytes it carries, at least 16 (128 bits)
   * @return lower-case hexadecimal, two characters a byte
   */
  String secret(int bytes);

  /**
   * Random characters for ids that appear in URLs.
   *
   * @param length how many characters
   * @return {@code [0-9a-z]{length}}
   */
  String letters(int length);
}
