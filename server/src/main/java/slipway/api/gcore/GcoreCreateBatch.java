package slipway.api.gcore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;

/**
 * {@code POST /streaming/videos/batch}: many videos at once, all or none, in the order given
 * (GC-76). Such a body may be large, so there is one at a time.
 */
final class GcoreCreateBatch implements GcoreRoutes.Operation {
  private static final int MOST = 500;
  private static final int LARGEST = 64 << 20;
  private static final int MOST_SUBTITLES = 100;
  private static final int LONGEST_SUBTITLE = 5 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{3}");

  private final GcoreMaker maker;
  private final KeepCaption keepCaption;
  private final CaptionFiles captionFiles;
  private final Transactions transactions;
  private final GcoreVideos videos;
  private final Semaphore turn = new Semaphore(1);

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

  private record Subtitle(KeepCaption.Asked asked, String text) {}

  @Override
  public Response answer(Request request, Caller caller) throws IOException, InterruptedException {
    if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new ProblemException(
          new Problem.OverQuota("another batch is being made", Duration.ofSeconds(5)));
    }
    try {
      JsonObject body = GcoreBodies.object(request, LARGEST);
      List<Object> made =
          make(GcoreBodies.array(body, "videos", MOST), caller).stream()
              .map(videos::item)
              .map(video -> GcoreListing.restricted(video, request.query()))
              .toList();
      return GcoreAnswers.json(200, made);
    } finally {
      turn.release();
    }
  }

  private List<Video> make(List<JsonValue> wanted, Caller caller) {
    List<Item> items = new ArrayList<>();
    List<Caption> captions = new ArrayList<>();
    try {
      for (JsonValue one : wanted) {
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
      captions.add(
          keepCaption.add(
              video.id(), subtitle.asked(), subtitle.text().getBytes(StandardCharsets.UTF_8)));
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
    String language = fields.text("language", 3).orElseThrow(() -> GcoreProblems.blank("language"));
    String text =
        fields.text("vtt", LONGEST_SUBTITLE).orElseThrow(() -> GcoreProblems.blank("vtt"));
    String tag = Languages.tag(language);
    if (!LANGUAGE.matcher(language).matches() || tag.equals(Languages.UNKNOWN)) {
      throw GcoreFields.wrong("language", "is not recognized");
    }
    String label =
        fields.text("name", 200).filter(name -> !name.isBlank()).orElse(Languages.ownName(tag));
    return new Subtitle(new KeepCaption.Asked(tag, label, Caption.Kind.SUBTITLES), text);
  }
}
