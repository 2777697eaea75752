package slipway.api.gcore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import slipway.core.account.Account;
import slipway.core.account.Authenticate;
import slipway.core.account.KeyAccess;
import slipway.core.account.OpenAccount;
import slipway.core.caption.KeepCaption;
import slipway.core.caption.RemoveCaption;
import slipway.core.directory.KeepDirectories;
import slipway.core.document.KeepDocuments;
import slipway.core.event.RecordEvent;
import slipway.core.journey.ChangeVideo;
import slipway.core.journey.DeleteVideo;
import slipway.core.journey.MoveVideo;
import slipway.core.quality.ChooseQualitySet;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.core.upload.Gateways;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;
import slipway.core.video.Content;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Area;
import slipway.http.Headers;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonObject;
import slipway.storage.FullDisk;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryDirectories;
import slipway.testing.InMemoryDocuments;
import slipway.testing.InMemoryFetchAuthorizations;
import slipway.testing.InMemoryPosters;
import slipway.testing.InMemoryProtections;
import slipway.testing.InMemoryQualityDefaults;
import slipway.testing.Ports;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** The dialect over core's real use cases and ports in memory, called without a socket. */
final class GcoreHouse {
  static final Origin ORIGIN = new Origin("https", "video.example", "");

  final Ports ports = Ports.inMemory();
  final SettableClock clock = new SettableClock();
  final RecordingWork work = new RecordingWork();
  final TakeBytes take;
  final MoveVideo move;
  final RequestUpload requestUpload;
  final OpenAccount accounts;
  final Account account;
  final String key;
  final Account stranger;
  final String strangersKey;
  final InMemoryFetchAuthorizations authorizations = new InMemoryFetchAuthorizations();
  final InMemoryPosters posters = new InMemoryPosters();
  final SimpleCaptionFiles captionFiles = new SimpleCaptionFiles();
  final Set<String> usedTokens = new HashSet<>();
  final ImportFromUrl importFromUrl;
  final GcoreTokens tokens = new GcoreTokens(purpose -> "5ec4e7 of " + purpose, clock);
  final InMemoryProtections protections = new InMemoryProtections();
  final Path scratch;
  final KeepDirectories directories;
  private final List<Area> areas;

  GcoreHouse() {
    this(Path.of("target", "gcore-scratch"));
  }

  /** Where large bodies lie in this folder. */
  GcoreHouse(Path scratch) {
    this(
        new GcoreSettings(
            GcoreSettings.CreateAnswer.BY_CLIENT,
            Optional.empty(),
            /* uploadSessions= */ 1000,
            Optional.empty()),
        scratch);
  }

  GcoreHouse(GcoreSettings settings) {
    this(settings, Path.of("target", "gcore-scratch"));
  }

  private GcoreHouse(GcoreSettings settings, Path scratch) {
    this.scratch = scratch;
    var ids = new CountingIds();
    var transactions = ports.transactions();
    var record = new RecordEvent(ports.events(), ids);
    var uploadSettings = UploadSettings.defaults();
    take =
        new TakeBytes(
            ports.videos(),
            ports.tasks(),
            ports.uploads(),
            ports.accounts(),
            work,
            record,
            transactions,
            clock,
            uploadSettings,
            () -> Long.MAX_VALUE);
    move =
        new MoveVideo(
            ports.videos(), ports.tasks(), ports.renditions(), work, record, transactions, clock);
    requestUpload =
        new RequestUpload(
            ports.videos(),
            ports.tasks(),
            ports.uploads(),
            record,
            transactions,
            ids,
            clock,
            uploadSettings);
    importFromUrl =
        new ImportFromUrl(
            ports.videos(),
            ports.tasks(),
            ports.uploads(),
            work,
            record,
            transactions,
            ids,
            clock,
            uploadSettings,
            Gateways.none(),
            url -> url.contains("//127.") ? Optional.of("That is at home.") : Optional.empty(),
            authorizations);
    accounts = new OpenAccount(ports.accounts(), transactions, ids, clock);
    var opened = accounts.open("anna");
    account = opened.account();
    key = opened.keyText();
    var other = accounts.open("berta");
    stranger = other.account();
    strangersKey = other.keyText();
    directories =
        new KeepDirectories(
            new InMemoryDirectories(ports.videos()),
            ports.videos(),
            new DeleteVideo(ports.videos(), ports.tasks(), work, record, transactions, clock),
            transactions,
            clock);
    areas =
        new GcoreRoutes(
                new GcoreRoutes.Parts(
                    ORIGIN,
                    settings,
                    tokens,
                    (id, _, _) -> usedTokens.add(id),
                    ids,
                    new Authenticate(ports.accounts()),
                    ports.videos(),
                    ports.renditions(),
                    requestUpload,
                    importFromUrl,
                    new ChangeVideo(ports.videos(), record, transactions, clock),
                    new DeleteVideo(
                        ports.videos(), ports.tasks(), work, record, transactions, clock),
                    posters,
                    new KeepCaption(
                        ports.videos(), ports.captions(), captionFiles, transactions, clock),
                    captionFiles,
                    transactions,
                    clock,
                    new GcoreScratch(scratch, FullDisk::is),
                    things()))
            .areas();
  }

  private GcoreThings.Parts things() {
    var transactions = ports.transactions();
    return new GcoreThings.Parts(
        new PlainFiles(),
        ports.captions(),
        new KeepCaption(ports.videos(), ports.captions(), captionFiles, transactions, clock),
        new RemoveCaption(ports.captions(), captionFiles, transactions),
        captionFiles,
        protections,
        directories,
        new ChooseQualitySet(new InMemoryQualityDefaults(), transactions),
        new KeepDocuments(new InMemoryDocuments(), transactions, clock));
  }

  /** Names that show what they were made of. */
  static final class PlainFiles implements GcoreFiles {
    @Override
    public String mp4(Rendition rendition) {
      return rendition.name() + ".mp4";
    }

    @Override
    public List<String> screenshots(Duration length) {
      return List.of("shot-" + length.toSeconds() + ".jpg", "last.jpg");
    }

    @Override
    public String poster(String key) {
      return "of-" + key.substring(key.indexOf('/') + 1);
    }

    @Override
    public String posterThumb(String key) {
      return "thumb-of-" + key.substring(key.indexOf('/') + 1);
    }

    @Override
    public String sprite(String slug) {
      return slug + ".jpg";
    }

    @Override
    public boolean hasSprite(List<Rendition> renditions) {
      return !renditions.isEmpty();
    }

    @Override
    public Optional<String> spriteText(String slug, List<Rendition> renditions) {
      return renditions.isEmpty() ? Optional.empty() : Optional.of("WEBVTT of " + slug);
    }
  }

  /** What came back. */
  record Answer(int status, Headers headers, String body) {
    JsonObject json() {
      return (JsonObject) Json.tree(body);
    }

    List<JsonValue> list() {
      return ((JsonArray) Json.tree(body)).elements();
    }

    String text(String member) {
      return json().string(member).orElseThrow();
    }

    long number(String member) {
      return json().number(member).orElseThrow().longValueExact();
    }
  }

  String browserKey(boolean fullAccess, String... origins) {
    var access = new KeyAccess(List.of(origins), fullAccess);
    return accounts.addKey(account.number(), "browser", access).keyText();
  }

  Answer get(String target) {
    return send(request("GET", target));
  }

  Answer delete(String target) {
    return send(request("DELETE", target));
  }

  Answer post(String target, String json) {
    return with("POST", target, json);
  }

  Answer put(String target, String json) {
    return with("PUT", target, json);
  }

  Answer patch(String target, String json) {
    return with("PATCH", target, json);
  }

  Answer getAs(String otherKey, String target) {
    return send(Request.to("GET", target).header("Authorization", "APIKey " + otherKey));
  }

  private Answer with(String method, String target, String json) {
    return send(
        request(method, target)
            .header("Content-Type", "application/json")
            .body(json.getBytes(UTF_8)));
  }

  /** With the account's key. */
  Request.Builder request(String method, String target) {
    return Request.to(method, target).header("Authorization", "APIKey " + key);
  }

  Answer send(Request.Builder built) {
    Request request = built.build();
    try {
      Response response =
          areas.stream()
              .filter(area -> request.path().raw().startsWith(prefix(area)))
              .findFirst()
              .map(area -> area.handle(request))
              .orElseThrow();
      return new Answer(
          response.status(), response.headers(), new String(response.content().toBytes(), UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private String prefix(Area area) {
    return area == areas.get(0) ? "/streaming" : area == areas.get(1) ? "/vp/api" : "/iam";
  }

  /** A video that waits for its file, made at another door. */
  Video made(String name) {
    return requestUpload
        .give(
            new RequestUpload.Asked(
                account, "livepeer", "default", "livepeer", name, Wishes.none()))
        .video();
  }

  /** All bytes of its file are here. */
  void arrived(UUID id, long size) {
    Upload upload = take.start(take.find().byVideo(id), size, "");
    take.finish(upload, new Content(size, "ab".repeat(32)));
  }

  /** It was looked at, and these heights are to be made, twice as wide as high. */
  void processing(UUID id, int... heights) {
    arrived(id, 1000);
    move.started(id);
    move.inspected(id, Samples.FACTS);
    for (int height : heights) {
      ports.renditions().publish(rendition(id, height));
    }
  }

  /** The rendition of that height is done. */
  void viewable(UUID id, int height) {
    Rendition rendition = rendition(id, height);
    move.viewable(id, List.of(rendition.done(500, rendition.traits())));
  }

  static Rendition rendition(UUID id, int height) {
    return Rendition.planned(
        id,
        height + "p",
        Rendition.Form.PICTURE,
        "blob-" + height,
        new Traits(2 * height, height, 25, 1_000_000, "", Duration.ofSeconds(30)));
  }

  Optional<Video> video(UUID id) {
    return ports.videos().byId(id);
  }

  /** The video that an answer shows. */
  Video shown(Answer answer) {
    return ports.videos().byPlaybackId(answer.text("slug")).orElseThrow();
  }

  String path(Video video) {
    return "/streaming/videos/" + video.serial();
  }
}
