package slipway.core.access;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import slipway.core.Ids;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/**
 * Signs rights to watch for an account, with its own key or with one that the house keeps for it.
 */
public final class SignRights {
  /** Who made the keys that the house signs with; no dialect lists them. */
  private static final String HOUSE = "house";

  /** Two first requests at once make two keys, and both count. */
  private static final int MOST_OF_HOUSE = 100;

  private final KeepSigningKeys keep;
  private final TokenSigner signer;
  private final Ids ids;

  public SignRights(KeepSigningKeys keep, TokenSigner signer, Ids ids) {
    this.keep = keep;
    this.signer = signer;
    this.ids = ids;
  }

  /** A token signed with the key that the house keeps for the account; made when first needed. */
  public String withHouseKey(long account, Rights rights) {
    // One whose private half cannot be opened here any more still counts, but signs nothing.
    SigningKey key =
        keep.list(account, HOUSE).stream()
            .filter(kept -> kept.privateKey() != null)
            .findFirst()
            .orElseGet(() -> make(account));
    return signer.sign(key.id(), privateKey(key), rights);
  }

  private SigningKey make(long account) {
    return keep.make(
            new KeepSigningKeys.Asked(
                account,
                ids.uuid().toString().replace("-", ""),
                HOUSE,
                HOUSE,
                SigningKey.Algorithm.RS256,
                MOST_OF_HOUSE,
                "too many keys",
                /* kept= */ true))
        .key();
  }

  /**
   * A token signed with a key of the account, whose private half the caller brings.
   *
   * @param madeBy the door that made it
   * @throws ProblemException {@link Problem.NotFound} when the account has no such key, {@link
   *     Problem.BadField} when the halves do not belong together
   */
  public String with(long account, String madeBy, String keyId, KeyPair pair, Rights rights) {
    SigningKey key = keep.get(account, madeBy, keyId);
    String brought = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    if (!brought.equals(key.publicKey())) {
      throw new ProblemException(new Problem.BadField("pem", "is not the key of this id"));
    }
    return signer.sign(key.id(), pair.getPrivate(), rights);
  }

  private static PrivateKey privateKey(SigningKey key) {
    String kept = Objects.requireNonNull(key.privateKey(), "the house keeps its own keys");
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(kept)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a kept key cannot be read", e);
    }
  }
}
