package slipway.dashboard;

import java.io.IOException;
import java.util.List;
import slipway.core.account.Accounts;
import slipway.core.caption.Caption;
import slipway.core.caption.Languages;
import slipway.core.migration.BringBelongings;
import slipway.core.migration.Foreign;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;

/**
 * {@code POST /admin/migration/belongings}: gives a video that was brought over what belonged to it
 * elsewhere. May be repeated.
 */
final class TakeBelongings implements Handler {
  /** A caption of the longest kind, in whatever letters JSON needs for it. */
  private static final int LONGEST_BODY = 15 << 20;

  private static final int MOST_AT_ONCE = 50;

  private final Accounts accounts;
  private final BringBelongings bring;

  TakeBelongings(Accounts accounts, BringBelongings bring) {
    this.accounts = accounts;
    this.bring = bring;
  }

  @Override
  public Response handle(Request request) throws IOException {
    MigrationShapes.Belongings given =
        Json.read(request.body().readAll(LONGEST_BODY), MigrationShapes.Belongings.class);
    if (given.captions().size() > MOST_AT_ONCE) {
      throw MigrationTexts.bad("captions", "must be " + MOST_AT_ONCE + " at most");
    }
    long account = TakeMigrated.account(accounts, given.account()).number();
    List<String> trouble =
        bring.bring(
            new Foreign(account, given.vendor(), given.library(), given.id()),
            given.captions().stream().map(TakeBelongings::text).toList(),
            given.whole());
    return AdminKey.json(200, new MigrationShapes.Belonged(given.id(), trouble));
  }

  private static BringBelongings.Text text(MigrationShapes.CaptionItem item) {
    String language = Languages.tag(item.language());
    String label = item.label();
    return new BringBelongings.Text(
        language,
        label == null || label.isBlank() ? Languages.ownName(language) : label,
        item.forDeaf() ? Caption.Kind.CAPTIONS : Caption.Kind.SUBTITLES,
        item.text());
  }
}
