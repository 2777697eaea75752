package slipway.api.gcore;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import slipway.core.Transactions;
import slipway.core.account.Caller;
import slipway.core.caption.Caption;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.KeepCaption;
import slipway.core.caption.Languages;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;

/**
 * {@code POST /streaming/videos/batch}: many videos at once, all or none, in the order given
 * (GC-76). Such a body may be large, so there is one at a time.
 */
final class GcoreCreateBatch implements GcoreRoutes.Operation {
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final int MOST = 500;
  private static final int LARGEST = 64 << 20;
  private static final int MOST_SUBTITLES = 100;

  /** For the body, for posters that lie elsewhere, and for its turn (GC-16). */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final GcoreMaker maker;
  private final KeepCaption keepCaption;
  private final CaptionFiles captionFiles;
  private final Transactions transactions;
  private final GcoreVideos videos;
  private final Semaphore turn = new Semaphore(1);
  private final Set<Long> busy = ConcurrentHashMap.newKeySet();

  GcoreCreateBatch(
      GcoreMaker maker,
      KeepCaption keepCaption,
      CaptionFiles captionFiles,
      Transactions transactions,
      GcoreVideos videos) {
    this.maker = maker;
    this.keepCaption = keepCaption;
    this.captionFiles = captionFiles;
    this.transactions = transactions;
    this.videos = videos;
  }

  /** A video that may be made, with its subtitles. */
  private record Item(GcoreMaker.Prepared video, List<Subtitle> subtitles) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared, never shown
  private record Subtitle(KeepCaption.Asked asked, byte[] text) {}

  @Override
  public Response answer(Request request, Caller caller) throws IOException, InterruptedException {
    // One of an account at a time, so that nobody can fill the memory with bodies.
    Long account = caller.account().number();
    if (!busy.add(account)) {
      throw new ProblemException(
          new Problem.OverQuota("another batch of the account is being made", RETRY));
    }
    try {
      long start = System.nanoTime();
      byte[] body = request.body().readAll(LARGEST);
      return inTurn(body, request, caller, start);
    } finally {
      busy.remove(account);
    }
  }

  private Response inTurn(byte[] body, Request request, Caller caller, long start)
      throws InterruptedException {
    if (!turn.tryAcquire(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new ProblemException(new Problem.OverQuota("other batches are being made", RETRY));
    }
    try {
      List<JsonValue> wanted =
          GcoreBodies.array(GcoreBodies.object(Json.tree(body, LARGEST)), "videos", MOST);
      List<Object> made =
          make(wanted, caller, start).stream()
              .map(videos::item)
              .map(video -> GcoreListing.restricted(video, request.query()))
              .toList();
      return GcoreAnswers.json(200, made);
    } finally {
      turn.release();
    }
  }

  private List<Video> make(List<JsonValue> wanted, Caller caller, long start) {
    List<Item> items = new ArrayList<>();
    List<Caption> captions = new ArrayList<>();
    try {
      for (JsonValue one : wanted) {
        if (System.nanoTime() - start > LONGEST.toNanos()) {
          throw new ProblemException(
              new Problem.BadRequest("The batch takes longer than " + LONGEST.toSeconds() + " s"));
        }
        JsonObject object = GcoreBodies.object(one);
        List<Subtitle> subtitles = subtitles(object);
        items.add(new Item(maker.prepare(object, caller), subtitles));
      }
      return transactions.run(() -> {
        captions.forEach(caption -> captionFiles.drop(caption.blob())); // of a try before
        captions.clear();
        return items.stream().map(item -> make(item, caller, captions)).toList();
      });
    } catch (RuntimeException | Error failure) {
      captions.forEach(caption -> captionFiles.drop(caption.blob()));
      items.forEach(item -> maker.giveUp(item.video()));
      throw failure;
    }
  }

  private Video make(Item item, Caller caller, List<Caption> captions) {
    Video video = maker.make(item.video(), caller);
    for (Subtitle subtitle : item.subtitles()) {
      captions.add(keepCaption.add(video.id(), subtitle.asked(), subtitle.text()));
    }
    return video;
  }

  private static List<Subtitle> subtitles(JsonObject video) {
    return new GcoreFields(video).has("subtitles")
        ? GcoreBodies.array(video, "subtitles", MOST_SUBTITLES).stream()
            .map(one -> subtitle(new GcoreFields(GcoreBodies.object(one))))
            .toList()
        : List.of();
  }

  /** GC-77. */
  private static Subtitle subtitle(GcoreFields fields) {
    String language =
        GcoreSubtitles.language(fields).orElseThrow(() -> GcoreProblems.blank("language"));
    byte[] text = GcoreSubtitles.text(fields).orElseThrow(() -> GcoreProblems.blank("vtt"));
    String label = GcoreSubtitles.name(fields).orElse(Languages.ownName(language));
    return new Subtitle(new KeepCaption.Asked(language, label, Caption.Kind.SUBTITLES), text);
  }
}
