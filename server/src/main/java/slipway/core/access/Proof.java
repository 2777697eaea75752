package slipway.core.access;

/** What a viewer shows as a right to watch; none of these says anything before it was checked. */
public sealed interface Proof {

  /**
   * A token signed with a key of the account (LP-136, CF-106).
   *
   * @param inPath whether it stands in place of an id, where only RS256 counts
   */
  record Token(String text, boolean inPath) implements Proof {
    /** One that stands in a query or a header. */
    public Token(String text) {
      this(text, /* inPath= */ false);
    }

    /** Never in a log. */
    @Override
    public String toString() {
      return "Token";
    }
  }

  /** A word that means something to the account's own gate only (LP-139). */
  record AccessKey(String text) implements Proof {
    /** Never in a log. */
    @Override
    public String toString() {
      return "AccessKey";
    }
  }

  /**
   * An address that was signed with the account's shared secret.
   *
   * @param valid whether the signature is right, which only the dialect that knows the notation can
   *     tell; it has compared in constant time
   * @param account whose secret it was
   * @param expiresAt seconds since 1970
   */
  record SignedAddress(boolean valid, long account, long expiresAt) implements Proof {}
}
