package slipway.migration.vendor;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue;
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
 * The assets of a Mux environment ({@code GET /video/v1/assets}, by cursor). Mux keeps no file as
 * it was uploaded, but a master of equal quality, for which access can be asked for a day ({@code
 * PUT …/master-access}) and which is waited for. Where there is none, a finished static rendition
 * of a public asset is taken.
 */
public final class MuxLibrary implements VendorLibrary {
  private static final int PER_PAGE = 100;
  private static final int CAPTION_LABEL = 200;
  private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}\\.mp4");

  private final VendorApi api;
  private final PageSize size = new PageSize("Mux", PER_PAGE);
  private final String streams;

  /**
   * @param streams where static renditions lie, {@code https://stream.mux.com}
   */
  public MuxLibrary(VendorApi api, URI streams) {
    this.api = api;
    this.streams = streams.toString().replaceAll("/+$", "");
  }

  @Override
  public String vendor() {
    return "mux";
  }

  @Override
  public String library() {
    return api.host();
  }

  @Override
  public List<String> notes() {
    return size.notes();
  }

  @Override
  public boolean hasCaptions() {
    return true;
  }

  /** Text tracks lie beside the stream: only a public playback id opens them without a key. */
  @Override
  public List<CaptionFile> captions(ForeignVideo video)
      throws VendorException, InterruptedException {
    List<CaptionFile> captions = new ArrayList<>();
    for (JsonObject track : Said.objects(video.details(), "tracks")) {
      if (track.string("type").orElse("").equals("text")
          && track.string("status").orElse("ready").equals("ready")) {
        captions.add(caption(video, track));
      }
    }
    return captions;
  }

  private CaptionFile caption(ForeignVideo video, JsonObject track)
      throws VendorException, InterruptedException {
    String playback =
        publicId(video.details())
            .orElseThrow(() ->
                new VendorException(
                    "Mux gives text tracks to viewers only, and this asset's need a token."));
    String id = Said.text(track, "id").orElse("");
    String text =
        api.textAt(
                "%s/%s/text/%s.vtt"
                    .formatted(streams, VendorApi.escaped(playback), VendorApi.escaped(id)))
            .orElseThrow(() -> new VendorException("Mux does not give a text track of it."));
    return new CaptionFile(
        track.string("language_code").orElse(""),
        OneLine.of(track.string("name").orElse(""), CAPTION_LABEL),
        track.isTrue("closed_captions"),
        text);
  }

  @Override
  public Page page(@Nullable String cursor) throws VendorException, InterruptedException {
    String behind = cursor == null ? "" : "&cursor=" + VendorApi.escaped(cursor);
    String path = "/video/v1/assets?limit=";
    if (!(size.ask(count -> api.get(path + count + behind)) instanceof JsonObject answer)
        || answer.elements("data").isEmpty()) {
      throw new VendorException("Mux's list of assets is no list; check the base URL.");
    }
    List<ForeignVideo> videos = new ArrayList<>();
    for (JsonObject asset : Said.objects(answer, "data")) {
      Said.text(asset, "id").map(id -> video(id, asset)).ifPresent(videos::add);
    }
    return new Page(videos, Said.text(answer, "next_cursor").orElse(null));
  }

  private ForeignVideo video(String id, JsonObject asset) {
    JsonObject meta = asset.object("meta").orElse(JsonValue.object(Map.of()));
    String name = Said.text(meta, "title").or(() -> Said.text(asset, "passthrough")).orElse("");
    return ForeignVideo.named(id, name, () -> download(id, asset))
        .madeBy(Said.text(meta, "creator_id").orElse(null))
        .madeAt(created(asset))
        .watchedBy(Access.of(publicId(asset).isEmpty(), List.of()))
        .holding(kept(asset, meta))
        .with(asset, "playback_ids", "tracks", "ingest_type", "video_quality");
  }

  /** What the owner wrote beside the title. */
  private static JsonObject kept(JsonObject asset, JsonObject meta) {
    var kept = new LinkedHashMap<>(meta.members());
    kept.remove("title");
    kept.remove("creator_id");
    asset.member("passthrough").ifPresent(text -> kept.put("passthrough", text));
    return new JsonObject(kept);
  }

  /** Seconds, written as a text. */
  private static @Nullable Instant created(JsonObject asset) {
    return Said.millis(
        Said.id(asset, "created_at")
            .filter(SECONDS.asMatchPredicate())
            .map(seconds -> new BigDecimal(seconds).movePointRight(3)));
  }

  /** A playback id that opens the asset for everybody; others need a token. */
  private static Optional<String> publicId(JsonObject asset) {
    return Said.objects(asset, "playback_ids").stream()
        .filter(id -> id.string("policy").orElse("").equals("public"))
        .flatMap(id -> Said.text(id, "id").stream())
        .findFirst();
  }

  private Download download(String id, JsonObject listed)
      throws VendorException, InterruptedException {
    String status = listed.string("status").orElse("unknown");
    if (!status.equals("ready") || listed.isTrue("is_live")) {
      return new Download.None(
          "Mux has no finished file of it (its status there is %s).".formatted(status));
    }
    String path = "/video/v1/assets/" + VendorApi.escaped(id);
    VendorApi.Reply now = api.ask(path);
    JsonObject asset = now.object().object("data").orElse(listed);
    if (now.isGood() && master(asset).isEmpty()) {
      now = api.put(path + "/master-access", Map.of("master_access", "temporary"));
      asset = now.object().object("data").orElse(asset);
    }
    List<Candidate> candidates = new ArrayList<>();
    String state = master(asset).flatMap(master -> master.string("status")).orElse("");
    if (state.equals("preparing")) {
      return new Download.Later();
    }
    if (state.equals("ready")) {
      master(asset)
          .flatMap(master -> Said.url(master, "url"))
          .map(url -> new Candidate(url, "Mux's master (it keeps no file as it was uploaded)"))
          .ifPresent(candidates::add);
    }
    rendition(listed).ifPresent(candidates::add);
    return candidates.isEmpty()
        ? new Download.None(
            "Mux gives neither a master nor a static rendition of it (status %d)."
                .formatted(now.status()))
        : new Download.Found(candidates);
  }

  private static Optional<JsonObject> master(JsonObject asset) {
    return asset.object("master").filter(master -> master.string("status").isPresent());
  }

  private Optional<Candidate> rendition(JsonObject asset) {
    Optional<String> playback = publicId(asset);
    if (playback.isEmpty()) {
      return Optional.empty();
    }
    return asset.object("static_renditions").stream()
        .flatMap(made -> Said.objects(made, "files").stream())
        .filter(file -> file.string("status").orElse("ready").equals("ready"))
        .filter(file -> FILE_NAME.matcher(file.string("name").orElse("")).matches())
        .max(Comparator.comparing(file -> file.number("height").orElse(BigDecimal.ZERO)))
        .map(file -> file.string("name").orElseThrow())
        .map(name ->
            new Candidate(
                streams + "/" + VendorApi.escaped(playback.get()) + "/" + name,
                "Mux's static rendition " + name + " (it keeps no file as it was uploaded)"));
  }
}
