package slipway.dashboard;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Account;
import slipway.core.account.Accounts;
import slipway.core.upload.ImportFromUrl;
import slipway.core.video.Wishes;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code POST /admin/recordings}: a finished recording of a live session becomes an asset whose
 * source Livepeer's API calls {@code recording} (LP-189). 201; or 200 when the session's recording
 * is here already, whatever else is asked for, so asking again after a lost answer does no harm.
 */
final class ImportRecording implements Handler {
  /** It is an asset of Livepeer's API, and gets the renditions of that door. */
  private static final String MADE_BY = "livepeer";

  private static final String MADE_WITH = "dashboard";
  private static final int LONGEST_URL = 8192;
  private static final int LONGEST_CREATOR = 500;

  /** As Livepeer names its recordings. */
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'live-'uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Accounts accounts;
  private final ImportFromUrl importFromUrl;
  private final VideoShapes shapes;

  ImportRecording(Accounts accounts, ImportFromUrl importFromUrl, VideoShapes shapes) {
    this.accounts = accounts;
    this.importFromUrl = importFromUrl;
    this.shapes = shapes;
  }

  /**
   * What is asked for.
   *
   * @param url where the recording lies, as one file or as a media playlist
   * @param sessionId becomes the video's id
   * @param startedAt when the session began, for a name where none is given
   * @param account number of our account, the first one by default
   */
  record Body(
      String url,
      UUID sessionId,
      @Nullable Instant startedAt,
      @Nullable String name,
      @Nullable Long account,
      @Nullable String creator,
      MigrationShapes.@Nullable PolicyShape policy) {

    String title() {
      if (name != null) {
        return Bodies.name(name);
      }
      if (startedAt == null) {
        throw MigrationTexts.bad("name", "is needed, or startedAt to make one of");
      }
      return NAME.format(startedAt);
    }

    Wishes wishes() {
      return new Wishes(
          policy == null ? null : policy.policy(),
          creator == null ? null : MigrationTexts.line("creator", creator, LONGEST_CREATOR),
          /* renditions= */ null,
          /* downloads= */ false,
          /* provenance= */ false,
          /* segmentLength= */ null,
          /* encryptedKey= */ null,
          /* export= */ null);
    }
  }

  @Override
  public Response handle(Request request) throws IOException {
    Body body = Bodies.read(request, Body.class);
    Account account = TakeMigrated.account(accounts, body.account());
    ImportFromUrl.Given given =
        importFromUrl.take(
            ImportFromUrl.Asked.recording(
                account,
                MADE_BY,
                MADE_WITH,
                body.title(),
                MigrationTexts.line("url", body.url(), LONGEST_URL),
                body.wishes(),
                body.sessionId()));
    return AdminKey.json(given.isNew() ? 201 : 200, shapes.of(given.video(), request.origin()));
  }
}
