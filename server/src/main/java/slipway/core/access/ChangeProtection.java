package slipway.core.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.account.Accounts;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Closes and opens what an account delivers. Holds from the next request on, also mid-playback. */
public final class ChangeProtection {
  private static final int SECRET_BYTES = 16;
  private static final int SEED_BYTES = 32;
  private static final int LONGEST_KEY_SERVER = 500;

  /** Goes into signatures as it is, so that any language's tools make the same. */
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{6,256}");

  /** Stands in a quoted attribute of playlists (RFC 8216, 4.2). */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.:/_~\\[\\]%-]+");

  private final Accounts accounts;
  private final KeptProtections protections;
  private final Transactions transactions;
  private final Ids ids;

  public ChangeProtection(
      Accounts accounts, KeptProtections protections, Transactions transactions, Ids ids) {
    this.accounts = accounts;
    this.protections = protections;
    this.transactions = transactions;
    this.ids = ids;
  }

  /**
   * What is to change; {@code null} stays as it is.
   *
   * @param secret another one; a new one is made when none was ever set and one is needed
   * @param keyServer empty for our own
   */
  public record Asked(
      @Nullable Boolean signedOnly,
      @Nullable String secret,
      @Nullable Boolean boundToAddress,
      @Nullable Boolean encrypted,
      @Nullable String keyServer) {}

  /**
   * How it is now.
   *
   * @throws ProblemException {@link Problem.NotFound} without such an account
   */
  public Protection of(long account) {
    requireAccount(account);
    return protections.of(account);
  }

  /**
   * Changes it.
   *
   * @throws ProblemException {@link Problem.NotFound}, {@link Problem.BadField}
   */
  public Protection change(long account, Asked asked) {
    check(asked);
    return transactions.run(() -> {
      requireAccount(account);
      Protection before = protections.of(account);
      boolean signedOnly = or(asked.signedOnly(), before.signedOnly());
      boolean encrypted = or(asked.encrypted(), before.encrypted());
      Protection after =
          new Protection(
              account,
              signedOnly,
              secret(asked, before, signedOnly),
              or(asked.boundToAddress(), before.boundToAddress()),
              encrypted,
              encrypted && before.keySeed() == null ? ids.secret(SEED_BYTES) : before.keySeed(),
              keyServer(asked, before));
      protections.put(after);
      return after;
    });
  }

  private @Nullable String secret(Asked asked, Protection before, boolean needed) {
    if (asked.secret() != null) {
      return asked.secret();
    }
    return needed && before.secret() == null ? ids.secret(SECRET_BYTES) : before.secret();
  }

  private static @Nullable String keyServer(Asked asked, Protection before) {
    String wanted = asked.keyServer();
    if (wanted == null) {
      return before.keyServer();
    }
    return wanted.isEmpty() ? null : wanted.replaceAll("/+$", "");
  }

  private static boolean or(@Nullable Boolean wanted, boolean before) {
    return wanted == null ? before : wanted;
  }

  private void requireAccount(long account) {
    if (accounts.byNumber(account).isEmpty()) {
      throw new ProblemException(new Problem.NotFound("account not found"));
    }
  }

  private static void check(Asked asked) {
    String secret = asked.secret();
    if (secret != null && !SECRET.matcher(secret).matches()) {
      throw new ProblemException(
          new Problem.BadField("secret", "must be 6 to 256 printable ASCII characters, no spaces"));
    }
    String keyServer = asked.keyServer();
    if (keyServer != null && !keyServer.isEmpty() && !isAddress(keyServer)) {
      throw new ProblemException(
          new Problem.BadField("keyServer", "must be an http or https address without a query"));
    }
  }

  private static boolean isAddress(String text) {
    if (text.length() > LONGEST_KEY_SERVER || !PLAIN.matcher(text).matches()) {
      return false;
    }
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && ("https".equalsIgnoreCase(uri.getScheme())
              || "http".equalsIgnoreCase(uri.getScheme()));
    } catch (URISyntaxException notAnAddress) {
      return false;
    }
  }
}
