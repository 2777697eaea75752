package slipway.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Account;
import slipway.core.account.Accounts;
import slipway.core.migration.Foreign;
import slipway.core.migration.MigrateVideo;
import slipway.core.problem.Fault;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Details;
import slipway.core.video.Particulars;
import slipway.core.video.Wishes;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue;

/**
 * {@code POST /admin/migration/videos}: brings some videos of a library over, each in a transaction
 * of its own, and tells of each how that ended. What is here already stays as it is, so that a
 * batch may be sent as often as it takes.
 */
final class TakeMigrated implements Handler {
  static final int MOST_AT_ONCE = 100;

  private static final int LONGEST_BODY = 4 << 20;
  private static final int LONGEST_ID = 2048;
  private static final int LONGEST_URL = 8192;
  private static final int LONGEST_DESCRIPTION = 10_000;

  private final Accounts accounts;
  private final MigrateVideo migrate;

  TakeMigrated(Accounts accounts, MigrateVideo migrate) {
    this.accounts = accounts;
    this.migrate = migrate;
  }

  @Override
  public Response handle(Request request) throws IOException {
    MigrationShapes.Batch batch =
        Json.read(request.body().readAll(LONGEST_BODY), MigrationShapes.Batch.class);
    Account account = account(accounts, batch.account());
    MigrationTexts.vendor(batch.vendor());
    MigrationTexts.line("library", batch.library(), /* most= */ 200);
    if (batch.videos().size() > MOST_AT_ONCE) {
      throw MigrationTexts.bad("videos", "must be " + MOST_AT_ONCE + " at most");
    }
    List<MigrationShapes.Taken> taken = new ArrayList<>();
    for (MigrationShapes.Item item : batch.videos()) {
      taken.add(take(request, account, batch, item));
    }
    return AdminKey.json(200, new MigrationShapes.TakenAll(taken));
  }

  static Account account(Accounts accounts, @Nullable Long number) {
    long wanted = number == null ? 1 : number;
    return accounts
        .byNumber(wanted)
        .orElseThrow(() ->
            new ProblemException(new Problem.NotFound("There is no account " + wanted + ".")));
  }

  private MigrationShapes.Taken take(
      Request request, Account account, MigrationShapes.Batch batch, MigrationShapes.Item item) {
    try {
      MigrationTexts.line("id", item.id(), LONGEST_ID);
      if (item.id().getBytes(StandardCharsets.UTF_8).length > LONGEST_ID) {
        // More than that no database keeps a key of.
        throw MigrationTexts.bad("id", "must be at most " + LONGEST_ID + " bytes in UTF-8");
      }
      MigrateVideo.Given given = migrate.take(asked(account, batch, item));
      String ticket = given.ticket();
      return new MigrationShapes.Taken(
          item.id(),
          given.isNew() ? "born" : "known",
          given.video().id(),
          given.video().phase().word(),
          MigrationShapes.reasonOf(given.video()),
          ticket == null ? null : request.origin().url("/files/?ticket=" + ticket));
    } catch (ProblemException e) {
      Problem problem = e.problem();
      if (problem.fault() != Fault.CALLER) {
        throw e;
      }
      String outcome = problem instanceof Problem.OverQuota ? "busy" : "refused";
      return new MigrationShapes.Taken(item.id(), outcome, null, null, problem.message(), null);
    }
  }

  private static MigrateVideo.Asked asked(
      Account account, MigrationShapes.Batch batch, MigrationShapes.Item item) {
    String creator = item.creator();
    MigrationShapes.PolicyShape policy = item.policy();
    return new MigrateVideo.Asked(
        account,
        new Foreign(account.number(), batch.vendor(), batch.library(), item.id()),
        MigrationTexts.maybeEmpty("name", item.name(), MigrationTexts.LONGEST_NAME),
        item.url() == null ? null : MigrationTexts.line("url", item.url(), LONGEST_URL),
        item.shown() == null ? null : MigrationTexts.line("shown", item.shown(), LONGEST_URL),
        new Wishes(
            policy == null ? null : policy.policy(),
            creator == null ? null : MigrationTexts.line("creator", creator, /* most= */ 500),
            /* renditions= */ null,
            /* downloads= */ false,
            /* provenance= */ false,
            /* segmentLength= */ null,
            /* encryptedKey= */ null,
            /* export= */ null,
            particulars(item.description(), item.part()),
            details(item.meta(), item.posterAt())),
        new MigrateVideo.Kept(item.keepId(), item.keepPlaybackId(), item.createdAt()),
        MigrationTexts.line("taken", item.taken(), /* most= */ 200),
        MigrationTexts.jsonOrNull("details", item.details()),
        batch.ladder() == null || batch.ladder(),
        batch.again() != null && batch.again());
  }

  private static @Nullable Particulars particulars(
      @Nullable String description, MigrationShapes.@Nullable PartShape part) {
    if (description != null && description.length() > LONGEST_DESCRIPTION) {
      throw MigrationTexts.bad("description", "must be at most " + LONGEST_DESCRIPTION);
    }
    if (part == null) {
      return description == null ? null : Particulars.described(description);
    }
    Integer length = part.length();
    if (part.start() < 0 || (length != null && length < 1)) {
      throw MigrationTexts.bad("part", "the part must begin at 0 s or later and be 1 s or longer");
    }
    return Particulars.cut(description, part.start(), length);
  }

  private static @Nullable Details details(@Nullable JsonValue meta, @Nullable Double posterAt) {
    String kept =
        meta instanceof JsonValue.JsonObject object && !object.members().isEmpty()
            ? MigrationTexts.json("meta", object)
            : null;
    if (posterAt != null && !(posterAt >= 0 && posterAt <= 1)) {
      throw MigrationTexts.bad("posterAt", "must be between 0 and 1");
    }
    return kept == null && posterAt == null
        ? null
        : new Details(kept, posterAt, null, null, null, null, null);
  }
}
