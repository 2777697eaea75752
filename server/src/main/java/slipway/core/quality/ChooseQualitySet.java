package slipway.core.quality;

import java.util.OptionalLong;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Chooses a set of qualities for all videos of an account that are made from now on. */
public final class ChooseQualitySet {
  private final QualityDefaults defaults;
  private final Transactions transactions;

  public ChooseQualitySet(QualityDefaults defaults, Transactions transactions) {
    this.defaults = defaults;
    this.transactions = transactions;
  }

  /** What is chosen now; empty for the usual ladder. */
  public OptionalLong chosen(long account) {
    return defaults.of(account);
  }

  /**
   * Chooses one, or the usual ladder again.
   *
   * @throws ProblemException {@link Problem.BadRequest} for a set that does not exist
   */
  public void choose(long account, OptionalLong set) {
    if (set.isPresent() && QualitySet.numbered(set.getAsLong()).isEmpty()) {
      throw new ProblemException(new Problem.BadRequest("Quality set does not exist"));
    }
    transactions.change(() -> defaults.put(account, set));
  }
}
