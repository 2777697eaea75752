package slipway.api.livepeer;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import slipway.api.livepeer.LivepeerShapes.TaskOnly;
import slipway.core.account.Account;
import slipway.core.account.Caller;
import slipway.core.export.ExportOrder;
import slipway.core.export.ExportVideo;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Task;
import slipway.core.upload.ForbiddenUrls;
import slipway.core.video.Facts;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/** {@code POST /asset/{id}/export} (LP-165). */
final class LivepeerExportAsset implements LivepeerRoutes.Operation {
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~A-Za-z0-9-]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[ -~]{0,4096}");

  /** The client says these itself. */
  private static final Set<String> OURS =
      Set.of("host", "content-length", "transfer-encoding", "connection", "expect", "te");

  private final LivepeerOwned owned;
  private final ExportVideo exports;
  private final ForbiddenUrls forbidden;
  private final Videos videos;
  private final LivepeerTasks shapes;

  LivepeerExportAsset(
      LivepeerOwned owned,
      ExportVideo exports,
      ForbiddenUrls forbidden,
      Videos videos,
      LivepeerTasks shapes) {
    this.owned = owned;
    this.exports = exports;
    this.forbidden = forbidden;
    this.videos = videos;
    this.shapes = shapes;
  }

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = LivepeerBodies.object(request, LivepeerSchemas.EXPORT_PAYLOAD);
    Video video = owned.toRead(request.parameter("id"), caller);
    Task task =
        body.object("custom").isPresent()
            ? toAddress(caller.account(), video, body.object("custom").get())
            : toIpfs(caller.account(), video, body.object("ipfs").orElseThrow());
    Video now = videos.byId(video.id()).orElseThrow();
    return LivepeerAnswers.json(201, new TaskOnly(shapes.task(task, now, caller.account())));
  }

  private Task toIpfs(Account owner, Video video, JsonObject ipfs) {
    Optional<JsonObject> pinata = ipfs.object("pinata");
    if (pinata.isPresent()) {
      return toPinata(owner, video, ipfs, pinata.get());
    }
    String spec = Json.writeText(ipfs);
    return exports.export(
        owner,
        video.id(),
        ExportOrder.Target.IPFS,
        spec,
        spec,
        /* shownOnVideo= */ true,
        LivepeerExportAsset::check);
  }

  /** Into an account of the caller's own; the asset's storage does not tell of it (LP-165). */
  private Task toPinata(Account owner, Video video, JsonObject ipfs, JsonObject key) {
    key.members()
        .forEach((name, value) -> {
          if (!(value instanceof JsonString(String text)) || !VALUE.matcher(text).matches()) {
            throw new ProblemException(
                new Problem.BadField("ipfs.pinata", "ipfs.pinata." + name + " cannot be sent"));
          }
        });
    Map<String, JsonValue> told = new LinkedHashMap<>(ipfs.members());
    told.put("pinata", masked(key));
    return exports.export(
        owner,
        video.id(),
        ExportOrder.Target.PINATA,
        Json.writeText(ipfs),
        Json.writeText(JsonValue.object(told)),
        /* shownOnVideo= */ false,
        LivepeerExportAsset::check);
  }

  private Task toAddress(Account owner, Video video, JsonObject custom) {
    String url = custom.string("url").orElseThrow();
    forbidden
        .whyNot(url)
        .ifPresent(why -> {
          throw new ProblemException(new Problem.BadRequest(why));
        });
    Map<String, JsonValue> asked = new LinkedHashMap<>();
    asked.put("url", new JsonString(url));
    asked.put("method", new JsonString(custom.string("method").orElse("PUT")));
    Map<String, JsonValue> told = new LinkedHashMap<>(asked);
    custom
        .object("headers")
        .ifPresent(headers -> {
          check(headers);
          asked.put("headers", headers);
          told.put("headers", masked(headers));
        });
    asked.put("type", new JsonString("video/" + format(video)));
    return exports.export(
        owner,
        video.id(),
        ExportOrder.Target.ADDRESS,
        Json.writeText(JsonValue.object(asked)),
        Json.writeText(JsonValue.object(told)),
        /* shownOnVideo= */ false,
        LivepeerExportAsset::check);
  }

  private static void check(Video video) {
    if (!(video.phase() instanceof Phase.Ready)) {
      throw new LivepeerException(412, "asset is not ready to be exported");
    }
  }

  private static void check(JsonObject headers) {
    headers
        .members()
        .forEach((name, value) -> {
          boolean usable =
              HEADER.matcher(name).matches()
                  && !OURS.contains(name.toLowerCase(Locale.ROOT))
                  && value instanceof JsonString(String text)
                  && VALUE.matcher(text).matches();
          if (!usable) {
            throw new ProblemException(
                new Problem.BadField("custom.headers", "custom.headers cannot hold " + name));
          }
        });
  }

  /** Whoever reads the task need not read the secrets in it (LP-115). */
  private static JsonObject masked(JsonObject headers) {
    Map<String, JsonValue> masked = new LinkedHashMap<>();
    headers.members().keySet().forEach(name -> masked.put(name, new JsonString("***")));
    return JsonValue.object(masked);
  }

  private static String format(Video video) {
    return Optional.ofNullable(video.facts())
        .map(Facts::containers)
        .map(LivepeerAssets::format)
        .filter(name -> !name.isEmpty())
        .orElse("mp4");
  }
}
