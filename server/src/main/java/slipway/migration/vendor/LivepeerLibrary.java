package slipway.migration.vendor;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import slipway.migration.Access;
import slipway.migration.Download;
import slipway.migration.Download.Candidate;
import slipway.migration.ForeignVideo;
import slipway.migration.VendorException;
import slipway.migration.VendorLibrary;

/**
 * The assets of Livepeer Studio, oldest first ({@code GET /asset}, LP-95 to LP-99). Files are taken
 * from {@code downloadUrl}, which is the original (LP-91); those of private assets may need a token
 * there, so for them the URL that they were imported from comes first.
 */
public final class LivepeerLibrary implements VendorLibrary {
  private static final int PER_PAGE = 100;

  private final VendorApi api;
  private final PageSize size = new PageSize("Livepeer", PER_PAGE);

  public LivepeerLibrary(VendorApi api) {
    this.api = api;
  }

  @Override
  public String vendor() {
    return "livepeer";
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
  public Page page(@Nullable String cursor) throws VendorException, InterruptedException {
    int skip = cursor == null ? 0 : Integer.parseInt(cursor);
    String rest = "&order=createdAt-false&cursor=skip" + skip;
    if (!(size.ask(count -> api.get("/asset?limit=" + count + rest))
        instanceof JsonArray(List<JsonValue> assets))) {
      throw new VendorException("Livepeer's list of assets is no list; check the base URL.");
    }
    List<ForeignVideo> videos = new ArrayList<>();
    for (JsonObject asset : Said.objects(assets)) {
      Said.text(asset, "id").map(id -> video(id, asset)).ifPresent(videos::add);
    }
    // A page may be shorter than was asked for: only an empty one is the last.
    boolean more = !assets.isEmpty();
    return new Page(videos, more ? Integer.toString(skip + assets.size()) : null);
  }

  private static ForeignVideo video(String id, JsonObject asset) {
    return ForeignVideo.named(id, asset.string("name").orElse(""), () -> download(asset))
        .madeBy(creator(asset))
        .madeAt(Said.millis(asset.number("createdAt")))
        .watchedBy(
            asset.object("playbackPolicy").map(LivepeerLibrary::access).orElse(Access.open()))
        .keeping(Said.uuid(id), asset.string("playbackId").orElse(null))
        .with(asset, "hash", "source", "storage", "createdByTokenName");
  }

  private static Download download(JsonObject asset) {
    String phase =
        asset.object("status").flatMap(status -> status.string("phase")).orElse("unknown");
    JsonObject source = asset.object("source").orElse(JsonValue.object(Map.of()));
    boolean open =
        asset
            .object("playbackPolicy")
            .flatMap(policy -> policy.string("type"))
            .orElse("public")
            .equals("public");
    List<Candidate> candidates = new ArrayList<>();
    if (phase.equals("ready")) {
      Said.url(asset, "downloadUrl")
          .map(url -> new Candidate(url, "the original (Livepeer's downloadUrl)"))
          .ifPresent(candidates::add);
    }
    Optional<Candidate> imported =
        Said.url(source, "url").map(url -> new Candidate(url, "the URL it was imported from"));
    imported.ifPresent(candidate -> candidates.add(open ? candidates.size() : 0, candidate));
    return candidates.isEmpty()
        ? new Download.None(
            "Livepeer has no file of it to download (it is %s there).".formatted(phase))
        : new Download.Found(candidates);
  }

  private static @Nullable String creator(JsonObject asset) {
    return asset
        .member("creatorId")
        .flatMap(creator ->
            switch (creator) {
              case JsonString(String value) -> Optional.of(value);
              case JsonObject object -> object.string("value");
              default -> Optional.<String>empty();
            })
        .orElse(null);
  }

  /** A kind that is not known here keeps everybody out until somebody has looked at it. */
  private static Access access(JsonObject policy) {
    String kind =
        switch (policy.string("type").orElse("public")) {
          case "public" -> "public";
          case "webhook" -> "gate";
          default -> "token";
        };
    return new Access(
        kind,
        Said.text(policy, "webhookId").filter(_ -> kind.equals("gate")).orElse(null),
        policy.object("webhookContext").orElse(null),
        policy
            .number("refreshInterval")
            .filter(seconds -> seconds.signum() >= 0 && seconds.longValue() < 31_536_000)
            .map(BigDecimal::longValue)
            .orElse(null),
        Said.texts(policy, "allowedOrigins"));
  }
}
