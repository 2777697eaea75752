package slipway.migration.vendor;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonObject;
import slipway.migration.Access;
import slipway.migration.CaptionFile;
import slipway.migration.Download;
import slipway.migration.Download.Candidate;
import slipway.migration.ForeignVideo;
import slipway.migration.OneLine;
import slipway.migration.VendorException;
import slipway.migration.VendorLibrary;

/**
 * The videos of Gcore's Video Hosting, newest first ({@code GET /streaming/videos}, GC-60 to
 * GC-62). Gcore deletes originals (GC-43): what is taken is the file at {@code origin_url}, if the
 * video was copied from one and it is still there, else the largest MP4 that Gcore made.
 */
public final class GcoreLibrary implements VendorLibrary {
  private static final int PER_PAGE = 100;
  private static final int CAPTION_LABEL = 200;

  private final VendorApi api;
  private final Access access;
  private final PageSize size = new PageSize("Gcore", PER_PAGE);

  /**
   * @param access who may watch them here: Gcore protects accounts and not videos (GC-165), and its
   *     API does not say how
   */
  public GcoreLibrary(VendorApi api, Access access) {
    this.api = api;
    this.access = access;
  }

  @Override
  public String vendor() {
    return "gcore";
  }

  @Override
  public String library() {
    return api.host();
  }

  @Override
  public boolean shifts() {
    return true;
  }

  @Override
  public List<String> notes() {
    return size.notes();
  }

  @Override
  public boolean hasCaptions() {
    return true;
  }

  /** Their texts stand in the list itself (GC-150). */
  @Override
  public List<CaptionFile> captions(ForeignVideo video)
      throws VendorException, InterruptedException {
    VendorApi.Reply reply =
        api.ask("/streaming/videos/" + VendorApi.escaped(video.id()) + "/subtitles");
    if (!reply.isGood() || !(reply.body() instanceof JsonArray(List<JsonValue> listed))) {
      throw new VendorException(
          "Gcore does not list its subtitles (status %d).".formatted(reply.status()));
    }
    return Said.objects(listed).stream()
        .filter(subtitle -> Said.text(subtitle, "vtt").isPresent())
        .map(subtitle ->
            new CaptionFile(
                subtitle.string("language").orElse(""),
                OneLine.of(subtitle.string("name").orElse(""), CAPTION_LABEL),
                /* forDeaf= */ false,
                Said.text(subtitle, "vtt").orElseThrow()))
        .toList();
  }

  @Override
  public Page page(@Nullable String cursor) throws VendorException, InterruptedException {
    int number = cursor == null ? 1 : Integer.parseInt(cursor);
    int before = size.now();
    PageSize.Question question =
        count ->
            api.get(
                "/streaming/videos?page=%d&per_page=%d"
                    .formatted(count == before ? number : 1, count));
    if (!(size.ask(question) instanceof JsonArray(List<JsonValue> listed))) {
      throw new VendorException("Gcore's list of videos is no list; check the base URL.");
    }
    List<ForeignVideo> videos = new ArrayList<>();
    for (JsonObject video : Said.objects(listed)) {
      Said.id(video, "id").map(id -> video(id, video)).ifPresent(videos::add);
    }
    // Its largest page is not documented: it may be shorter than was asked for (GC-61).
    // Smaller pages have other numbers: with them it begins anew.
    int read = size.now() == before ? number : 1;
    return new Page(videos, listed.isEmpty() ? null : Integer.toString(read + 1));
  }

  private ForeignVideo video(String id, JsonObject video) {
    return ForeignVideo.named(id, video.string("name").orElse(""), () -> download(video))
        .madeBy(Said.id(video, "client_user_id").orElse(null))
        .madeAt(Said.time(video, "created_at"))
        .watchedBy(access)
        .describedAs(Said.text(video, "description").orElse(null))
        .keeping(/* oldId= */ null, video.string("slug").orElse(null))
        .with(
            video,
            "description",
            "client_user_id",
            "directory_id",
            "quality_set_id",
            "projection",
            "views",
            "share_url",
            "custom_iframe_url");
  }

  private static Download download(JsonObject video) {
    List<Candidate> candidates = new ArrayList<>();
    Said.url(video, "origin_url")
        .map(url -> new Candidate(url, "the original (Gcore's origin_url)"))
        .ifPresent(candidates::add);
    Said.objects(video, "converted_videos").stream()
        .filter(made -> made.string("status").orElse("").equals("complete"))
        .filter(made -> Said.url(made, "mp4_url").isPresent())
        .max(Comparator.comparing(made -> made.number("height").orElse(BigDecimal.ZERO)))
        .map(made ->
            new Candidate(
                Said.url(made, "mp4_url").orElseThrow(),
                "the largest MP4 made by Gcore, %s lines (it keeps no originals)"
                    .formatted(Said.id(made, "height").orElse("unknown"))))
        .ifPresent(candidates::add);
    return candidates.isEmpty()
        ? new Download.None(
            "Gcore has no file of it to download (its status there is %s)."
                .formatted(video.string("status").orElse("unknown")))
        : new Download.Found(candidates);
  }
}
