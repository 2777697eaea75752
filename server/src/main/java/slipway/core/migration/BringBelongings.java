package slipway.core.migration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import slipway.core.Transactions;
import slipway.core.caption.Caption;
import slipway.core.caption.KeepCaption;
import slipway.core.problem.Fault;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/**
 * Gives a video that came from elsewhere what belonged to it there. Each caption takes the place of
 * the one of its language, so that all of it may be sent as often as it takes; the ledger knows
 * when there is no more.
 */
public final class BringBelongings {
  private final Ledger ledger;
  private final KeepCaption keep;
  private final Transactions transactions;

  public BringBelongings(Ledger ledger, KeepCaption keep, Transactions transactions) {
    this.ledger = ledger;
    this.keep = keep;
    this.transactions = transactions;
  }

  /** A caption, and its text as SRT or WebVTT. */
  public record Text(String language, String label, Caption.Kind kind, String text) {}

  /**
   * Keeps them.
   *
   * @param whole whether there are no more
   * @return of each that cannot be kept, why
   * @throws ProblemException {@link Problem.NotFound} when the foreign video is not here
   */
  public List<String> bring(Foreign foreign, List<Text> texts, boolean whole) {
    Migrated entry =
        ledger
            .find(foreign)
            .orElseThrow(() ->
                new ProblemException(new Problem.NotFound("That video was not brought over.")));
    List<String> trouble = new ArrayList<>();
    for (Text text : texts) {
      try {
        keep.replace(
            entry.video(),
            new KeepCaption.Asked(text.language(), text.label(), text.kind()),
            text.text().getBytes(StandardCharsets.UTF_8));
      } catch (ProblemException refused) {
        if (refused.problem().fault() != Fault.CALLER) {
          throw refused;
        }
        trouble.add("captions in %s: %s".formatted(text.language(), refused.problem().message()));
      }
    }
    if (whole) {
      transactions.change(
          () -> ledger.find(foreign).map(Migrated::asWhole).ifPresent(ledger::update));
    }
    return trouble;
  }
}
