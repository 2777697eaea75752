package slipway.api.gcore;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import slipway.core.Ids;
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
import slipway.json.JsonCursor;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;

/**
 * {@code POST /streaming/videos/batch}: many videos at once, all or none, in the order given
 * (GC-76). The body comes into a file and is gone through video by video: posters and subtitles are
 * files before the one transaction begins, and what is in memory is a text at a time.
 */
final class GcoreCreateBatch implements GcoreRoutes.Operation {
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final int MOST = 500;
  private static final int LARGEST = 64 << 20;
  private static final int MOST_SUBTITLES = 100;

  /** Over all of its videos: all are written in one transaction, for which others wait. */
  private static final int MOST_SUBTITLES_IN_ALL = 2500;

  /** For its turn, and then for all of its videos (GC-16). */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final GcoreMaker maker;
  private final KeepCaption keepCaption;
  private final CaptionFiles captionFiles;
  private final Transactions transactions;
  private final Ids ids;
  private final GcoreScratch scratch;
  private final GcoreVideos videos;
  private final Semaphore turn = new Semaphore(1, /* fair= */ true);
  private final Set<Long> busy = ConcurrentHashMap.newKeySet();

  GcoreCreateBatch(
      GcoreMaker maker,
      KeepCaption keepCaption,
      CaptionFiles captionFiles,
      Transactions transactions,
      Ids ids,
      GcoreScratch scratch,
      GcoreVideos videos) {
    this.maker = maker;
    this.keepCaption = keepCaption;
    this.captionFiles = captionFiles;
    this.transactions = transactions;
    this.ids = ids;
    this.scratch = scratch;
    this.videos = videos;
  }

  /** A video that may be made, and its subtitles, which are kept. */
  private record Item(UUID id, GcoreMaker.Prepared video, List<Subtitle> subtitles) {}

  private record Subtitle(KeepCaption.Asked asked, CaptionFiles.Kept text) {}

  @Override
  public Response answer(Request request, Caller caller) throws IOException, InterruptedException {
    // One of an account at a time, so that nobody can fill the disk with bodies.
    Long account = caller.account().number();
    if (!busy.add(account)) {
      throw new ProblemException(
          new Problem.OverQuota("another batch of the account is being made", RETRY));
    }
    try {
      try (GcoreSpool body = GcoreSpool.of(request.body(), scratch, LARGEST)) {
        return inTurn(body, request, caller);
      }
    } finally {
      busy.remove(account);
    }
  }

  /** One at a time has a value of its body in memory. */
  private Response inTurn(GcoreSpool body, Request request, Caller caller)
      throws IOException, InterruptedException {
    if (!turn.tryAcquire(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new ProblemException(new Problem.OverQuota("other batches are being made", RETRY));
    }
    try (JsonCursor text = Json.cursor(body.read())) {
      List<Object> made =
          make(text, caller).stream()
              .map(videos::item)
              .map(video -> GcoreListing.restricted(video, request.query()))
              .toList();
      return GcoreAnswers.json(200, made);
    } finally {
      turn.release();
    }
  }

  private List<Video> make(JsonCursor text, Caller caller) {
    var batch = new Batch(caller);
    try {
      batch.read(text);
      return transactions.run(() -> batch.items.stream().map(item -> make(item, caller)).toList());
    } catch (RuntimeException | Error failure) {
      batch.giveUp();
      throw failure;
    }
  }

  private Video make(Item item, Caller caller) {
    Video video = maker.make(item.video(), caller);
    for (Subtitle subtitle : item.subtitles()) {
      keepCaption.adopt(item.id(), subtitle.asked(), subtitle.text());
    }
    return video;
  }

  /** What was read of a batch so far, and the files that were kept for it. */
  private final class Batch {
    private final Caller caller;

    /** Of the time that is its own; what it waits for others does not count. */
    private long start = System.nanoTime();

    private final List<Item> items = new ArrayList<>();
    private final List<CaptionFiles.Kept> texts = new ArrayList<>();

    Batch(Caller caller) {
      this.caller = caller;
    }

    void read(JsonCursor text) {
      text.begin();
      require(text, JsonCursor.Kind.OBJECT, "An object is expected");
      boolean found = false;
      while (text.more()) {
        if (text.name().equals("videos")) {
          found = true;
          require(text, JsonCursor.Kind.ARRAY, "videos has to be an array");
          while (text.more()) {
            requireFewer(items, MOST, "videos");
            items.add(item(text));
          }
        } else {
          text.skip();
        }
      }
      text.end();
      if (!found) {
        throw bad("videos has to be an array");
      }
    }

    private Item item(JsonCursor text) {
      if (System.nanoTime() - start > LONGEST.toNanos()) {
        throw bad("The batch takes longer than " + LONGEST.toSeconds() + " s");
      }
      require(text, JsonCursor.Kind.OBJECT, "An object is expected");
      UUID id = ids.uuid();
      List<Subtitle> subtitles = new ArrayList<>();
      Map<String, JsonValue> attributes = new LinkedHashMap<>();
      while (text.more()) {
        String name = text.name();
        if (!name.equals("subtitles")) {
          attributes.put(name, text.read());
        } else if (text.kind() != JsonCursor.Kind.NULL) {
          require(text, JsonCursor.Kind.ARRAY, "subtitles has to be an array");
          while (text.more()) {
            requireFewer(subtitles, MOST_SUBTITLES, "subtitles");
            requireFewer(texts, MOST_SUBTITLES_IN_ALL, "subtitles over all videos");
            subtitles.add(subtitle(id, text.read()));
          }
        }
      }
      JsonObject said = JsonValue.object(attributes);
      return new Item(id, prepared(said, id), subtitles);
    }

    /**
     * Lets others have their turn while a picture is fetched from elsewhere, which may take as long
     * as its host likes. Nothing large is in memory meanwhile: of two pictures one is not fetched.
     */
    private GcoreMaker.Prepared prepared(JsonObject said, UUID id) {
      if (said.string("remote_poster_url").isEmpty() || said.string("poster").isPresent()) {
        return maker.prepare(said, caller, id);
      }
      turn.release();
      try {
        return maker.prepare(said, caller, id);
      } finally {
        long before = System.nanoTime();
        turn.acquireUninterruptibly();
        start += System.nanoTime() - before;
      }
    }

    /** GC-77. */
    private Subtitle subtitle(UUID video, JsonValue value) {
      var fields = new GcoreFields(GcoreBodies.object(value));
      String language =
          GcoreSubtitles.language(fields).orElseThrow(() -> GcoreProblems.blank("language"));
      byte[] text = GcoreSubtitles.text(fields).orElseThrow(() -> GcoreProblems.blank("vtt"));
      String label = GcoreSubtitles.name(fields).orElse(Languages.ownName(language));
      var asked = new KeepCaption.Asked(language, label, Caption.Kind.SUBTITLES);
      CaptionFiles.Kept kept = keepCaption.keepAhead(video, asked, text);
      texts.add(kept);
      return new Subtitle(asked, kept);
    }

    void giveUp() {
      texts.forEach(text -> captionFiles.drop(text.blob()));
      items.forEach(item -> maker.giveUp(item.video()));
    }
  }

  private static void require(JsonCursor text, JsonCursor.Kind kind, String otherwise) {
    if (text.kind() != kind) {
      throw bad(otherwise);
    }
  }

  private static void requireFewer(List<?> all, int most, String name) {
    if (all.size() >= most) {
      throw bad(name + " has to hold at most " + most + " elements");
    }
  }

  private static ProblemException bad(String sentence) {
    return new ProblemException(new Problem.BadRequest(sentence));
  }
}
