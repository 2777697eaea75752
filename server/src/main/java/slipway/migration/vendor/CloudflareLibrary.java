package slipway.migration.vendor;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.migration.Access;
import slipway.migration.CaptionFile;
import slipway.migration.Download;
import slipway.migration.ForeignVideo;
import slipway.migration.OneLine;
import slipway.migration.VendorException;
import slipway.migration.VendorLibrary;

/**
 * The videos of a Cloudflare Stream account, oldest first, paged by time ({@code GET /stream},
 * CF-82, CF-83). Cloudflare gives nobody the original back: what is taken is the MP4 that it makes
 * on request ({@code POST /{uid}/downloads}, CF-130), which is waited for. For a video that needs
 * signed URLs a token that allows downloading is asked for (CF-110).
 */
public final class CloudflareLibrary implements VendorLibrary {
  private static final int PER_PAGE = 500;
  private static final int CAPTION_LABEL = 200;
  private static final Duration TOKEN_LIFE = Duration.ofHours(12);

  private final VendorApi api;
  private final String account;
  private final InstantSource clock;
  private final PageSize size = new PageSize("Cloudflare", PER_PAGE);

  /**
   * @param account the account's id there
   */
  public CloudflareLibrary(VendorApi api, String account, InstantSource clock) {
    this.api = api;
    this.account = account;
    this.clock = clock;
  }

  @Override
  public String vendor() {
    return "cloudflare";
  }

  @Override
  public String library() {
    return api.host() + "/" + account;
  }

  @Override
  public List<String> notes() {
    return size.notes();
  }

  @Override
  public boolean hasCaptions() {
    return true;
  }

  /** Each by its language (CF-142). Generated ones come as well: their texts are texts. */
  @Override
  public List<CaptionFile> captions(ForeignVideo video)
      throws VendorException, InterruptedException {
    String path = stream("/" + VendorApi.escaped(video.id()) + "/captions");
    VendorApi.Reply reply = api.ask(path);
    if (!reply.isGood()) {
      throw new VendorException(
          "Cloudflare does not list its captions (status %d).".formatted(reply.status()));
    }
    List<CaptionFile> captions = new ArrayList<>();
    for (JsonObject caption : Said.objects(reply.object(), "result")) {
      String language = caption.string("language").orElse("");
      if (!language.isEmpty() && caption.string("status").orElse("ready").equals("ready")) {
        String text =
            api.text(path + "/" + VendorApi.escaped(language) + "/vtt")
                .orElseThrow(() ->
                    new VendorException(
                        "Cloudflare does not give those in " + OneLine.of(language, 20) + "."));
        String label = OneLine.of(caption.string("label").orElse(""), CAPTION_LABEL);
        captions.add(new CaptionFile(language, label, /* forDeaf= */ false, text));
      }
    }
    return captions;
  }

  @Override
  public Page page(@Nullable String cursor) throws VendorException, InterruptedException {
    Cursor from = cursor == null ? null : Cursor.parse(cursor);
    String after = from == null ? "" : "&after=" + VendorApi.escaped(from.created());
    String path = stream("") + "?asc=true&limit=";
    if (!(size.ask(count -> api.get(path + count + after)) instanceof JsonObject answer)
        || answer.elements("result").isEmpty()) {
      throw new VendorException("Cloudflare's list of videos is no list; check the base URL.");
    }
    List<JsonObject> listed = Said.objects(answer, "result");
    List<ForeignVideo> videos = new ArrayList<>();
    for (JsonObject video : listed) {
      String uid = Said.text(video, "uid").orElse("");
      // The time is inclusive (CF-83): those of the last page come again.
      if (!uid.isEmpty() && (from == null || !from.seen().contains(uid))) {
        videos.add(video(uid, video));
      }
    }
    if (videos.isEmpty() && listed.size() >= size.now()) {
      throw new VendorException(
          "More than %d videos were created at the same moment; Cloudflare cannot list them."
              .formatted(size.now()));
    }
    // A page may be shorter than was asked for: only one without news is the last.
    if (videos.isEmpty()) {
      return new Page(videos, /* next= */ null);
    }
    return new Page(videos, Cursor.after(listed).toString());
  }

  /** The last moment listed, and the videos of that moment. */
  private record Cursor(String created, Set<String> seen) {
    static Cursor after(List<JsonObject> listed) throws VendorException {
      String last =
          Said.text(listed.getLast(), "created")
              .orElseThrow(() ->
                  new VendorException("Cloudflare's list does not say when videos were created."));
      return new Cursor(
          last,
          listed.stream()
              .filter(video -> video.string("created").equals(Optional.of(last)))
              .flatMap(video -> video.string("uid").stream())
              .collect(Collectors.toUnmodifiableSet()));
    }

    static Cursor parse(String text) {
      String[] lines = text.split("\n", -1);
      return new Cursor(lines[0], Set.of(lines[1].split(" ", -1)));
    }

    @Override
    public String toString() {
      return created + "\n" + String.join(" ", seen);
    }
  }

  private ForeignVideo video(String uid, JsonObject video) {
    JsonObject meta = video.object("meta").orElse(JsonValue.object(Map.of()));
    boolean signed = video.isTrue("requireSignedURLs");
    return ForeignVideo.named(
            uid, Said.text(meta, "name").orElse(""), () -> download(uid, video, signed))
        .madeBy(Said.text(video, "creator").orElse(null))
        .madeAt(Said.time(video, "created"))
        .watchedBy(Access.of(signed, Said.texts(video, "allowedOrigins")))
        .keeping(Said.uuid(uid), /* oldPlaybackId= */ null)
        .holding(meta)
        .shownAt(
            video
                .number("thumbnailTimestampPct")
                .map(BigDecimal::doubleValue)
                .filter(share -> share > 0 && share <= 1)
                .orElse(null))
        .with(video, "scheduledDeletion", "thumbnailTimestampPct", "publicDetails");
  }

  private Download download(String uid, JsonObject video, boolean signed)
      throws VendorException, InterruptedException {
    String state = video.object("status").flatMap(status -> status.string("state")).orElse("");
    if (!state.equals("ready") && !video.isTrue("readyToStream")) {
      return new Download.None(
          "Cloudflare has no finished video of it (its state there is %s)."
              .formatted(state.isEmpty() ? "unknown" : state));
    }
    // Asking for it again is asking once (CF-130).
    VendorApi.Reply made = api.post(stream("/" + VendorApi.escaped(uid) + "/downloads"), Map.of());
    if (!made.isGood()) {
      return new Download.None(
          "Cloudflare makes no download of it (status %d).".formatted(made.status()));
    }
    JsonObject mp4 =
        made.object()
            .object("result")
            .flatMap(result -> result.object("default"))
            .orElse(JsonValue.object(Map.of()));
    return switch (mp4.string("status").orElse("")) {
      case "ready" ->
          Said.url(mp4, "url").isPresent()
              ? ready(uid, Said.url(mp4, "url").get(), signed)
              : new Download.None("Cloudflare does not say where its MP4 is.");
      case "inprogress" -> new Download.Later();
      default -> new Download.None("Cloudflare could not make an MP4 of it.");
    };
  }

  private Download ready(String uid, String url, boolean signed)
      throws VendorException, InterruptedException {
    String taken = "an MP4 made by Cloudflare (it gives no originals back)";
    if (!signed) {
      return Download.Found.at(url, taken);
    }
    long expiry = clock.instant().plus(TOKEN_LIFE).getEpochSecond();
    VendorApi.Reply reply =
        api.post(
            stream("/" + VendorApi.escaped(uid) + "/token"),
            Map.of("downloadable", true, "exp", expiry));
    String token =
        reply.object().object("result").flatMap(result -> result.string("token")).orElse("");
    if (!reply.isGood() || token.isEmpty()) {
      return new Download.None(
          "Cloudflare gives no token for its private MP4 (status %d).".formatted(reply.status()));
    }
    // A token stands wherever a uid stands (CF-107).
    String opened = url.replace("/" + uid + "/", "/" + token + "/");
    return opened.equals(url)
        ? new Download.None(
            "The address of its private MP4 at Cloudflare has no place for a token.")
        : new Download.Found(List.of(new Download.Candidate(opened, /* shown= */ url, taken)));
  }

  private String stream(String rest) {
    return "/accounts/" + VendorApi.escaped(account) + "/stream" + rest;
  }
}
