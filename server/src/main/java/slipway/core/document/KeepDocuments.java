package slipway.core.document;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Keeps documents for accounts. */
public final class KeepDocuments {
  /** All of a kind stand in one answer. */
  private static final int MOST = 500;

  private static final int LONGEST = 64 << 10;

  private final Documents documents;
  private final Transactions transactions;
  private final InstantSource clock;

  public KeepDocuments(Documents documents, Transactions transactions, InstantSource clock) {
    this.documents = documents;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Those of a kind of an account, in the order of their numbers. */
  public List<Document> all(long account, String kind) {
    return documents.of(account, kind);
  }

  /**
   * One of an account.
   *
   * @throws ProblemException {@link Problem.NotFound}, also for one of another account or kind
   */
  public Document get(long account, String kind, long number) {
    return documents
        .byNumber(number)
        .filter(one -> one.account() == account && one.kind().equals(kind))
        .orElseThrow(() -> new ProblemException(new Problem.NotFound(kind + " not found")));
  }

  /**
   * Keeps a new one.
   *
   * @param body JSON text of an object
   * @throws ProblemException {@link Problem.BodyTooLarge}, {@link Problem.WrongState} when there
   *     are too many
   */
  public Document add(long account, String kind, String body) {
    check(body);
    Instant now = clock.instant();
    return transactions.run(() -> {
      if (documents.count(account, kind) >= MOST) {
        throw new ProblemException(
            new Problem.WrongState("there are " + MOST + " of these; delete one first"));
      }
      Document made = new Document(documents.nextNumber(), account, kind, body, now, now);
      documents.add(made);
      return made;
    });
  }

  /**
   * Changes one.
   *
   * @param change from the former body to the new one
   * @throws ProblemException {@link Problem.NotFound}, {@link Problem.BodyTooLarge}
   */
  public Document change(long account, String kind, long number, UnaryOperator<String> change) {
    return transactions.run(() -> {
      Document before = get(account, kind, number);
      String body = change.apply(before.body());
      check(body);
      Document after = before.with(body, clock.instant());
      documents.update(after);
      return after;
    });
  }

  /**
   * Forgets one.
   *
   * @throws ProblemException {@link Problem.NotFound}
   */
  public void remove(long account, String kind, long number) {
    transactions.change(() -> documents.remove(get(account, kind, number).number()));
  }

  private static void check(String body) {
    if (body.length() > LONGEST) {
      throw new ProblemException(new Problem.BodyTooLarge(LONGEST));
    }
  }
}
