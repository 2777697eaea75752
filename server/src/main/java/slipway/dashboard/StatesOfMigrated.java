package slipway.dashboard;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import slipway.core.account.Accounts;
import slipway.core.migration.Ledger;
import slipway.core.migration.Migrated;
import slipway.core.video.Videos;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;

/**
 * {@code POST /admin/migration/states}: how those of the named videos of a library get on that are
 * here. A question with a body, as ids may be long and many.
 */
final class StatesOfMigrated implements Handler {
  private static final int MOST_AT_ONCE = 500;
  private static final int LONGEST_BODY = 4 << 20;

  private final Accounts accounts;
  private final Ledger ledger;
  private final Videos videos;

  StatesOfMigrated(Accounts accounts, Ledger ledger, Videos videos) {
    this.accounts = accounts;
    this.ledger = ledger;
    this.videos = videos;
  }

  @Override
  public Response handle(Request request) throws IOException {
    MigrationShapes.Question question =
        Json.read(request.body().readAll(LONGEST_BODY), MigrationShapes.Question.class);
    if (question.ids().size() > MOST_AT_ONCE) {
      throw MigrationTexts.bad("ids", "must be " + MOST_AT_ONCE + " at most");
    }
    long account = TakeMigrated.account(accounts, question.account()).number();
    List<MigrationShapes.State> states =
        ledger.find(account, question.vendor(), question.library(), question.ids()).stream()
            .flatMap(this::state)
            .toList();
    return AdminKey.json(200, new MigrationShapes.States(states));
  }

  private Stream<MigrationShapes.State> state(Migrated entry) {
    return videos.byId(entry.video()).stream().map(video -> MigrationShapes.State.of(entry, video));
  }
}
