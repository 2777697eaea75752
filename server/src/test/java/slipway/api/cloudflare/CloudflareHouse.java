package slipway.api.cloudflare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Account;
import slipway.core.account.Authenticate;
import slipway.core.account.KeyAccess;
import slipway.core.account.OpenAccount;
import slipway.core.clip.ClipVideo;
import slipway.core.event.RecordEvent;
import slipway.core.journey.ChangeVideo;
import slipway.core.journey.DeleteVideo;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Rendition;
import slipway.core.task.Tasks;
import slipway.core.upload.ChangeTicket;
import slipway.core.upload.Gateways;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.Minutes;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;
import slipway.core.video.Content;
import slipway.core.video.Facts;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.core.video.Wishes;
import slipway.core.webhook.DeliveryRounds;
import slipway.core.webhook.KeepWebhooks;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Headers;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryEvents;
import slipway.testing.InMemoryFetchAuthorizations;
import slipway.testing.InMemoryWebhooks;
import slipway.testing.Ports;
import slipway.testing.RecordingWork;
import slipway.testing.SettableClock;

/** The dialect over core's real use cases and ports in memory, called without a socket. */
final class CloudflareHouse {
  static final Origin ORIGIN = new Origin("https", "video.example", "");

  final Ports ports = Ports.inMemory();
  final SettableClock clock = new SettableClock();
  final RecordingWork work = new RecordingWork();
  final InMemoryEvents events = (InMemoryEvents) ports.events();
  final Videos videos = ports.videos();
  final DeliveryDesk desk = new DeliveryDesk(ports, clock);
  final Tasks tasks = ports.tasks();
  final RequestUpload requestUpload;
  final TakeBytes take;
  final MoveVideo move;
  final Area area;
  final OpenAccount accounts;
  final DeleteVideo deleteVideo;
  final InMemoryWebhooks webhooks = new InMemoryWebhooks();
  final Account account;
  final String key;
  final Account stranger;
  final String strangersKey;

  CloudflareHouse() {
    this(/* allowed= */ null);
  }

  /**
   * @param allowed minutes of each account, {@code null} for any number
   */
  CloudflareHouse(@Nullable Duration allowed) {
    var ids = new CountingIds();
    var transactions = ports.transactions();
    var record = new RecordEvent(events, ids);
    var settings =
        UploadSettings.defaults()
            .withMinutes(allowed)
            .withActiveOf(CloudflareRoutes.DOOR, /* most= */ 3);
    var minutes = new Minutes(videos, allowed);
    var authenticate = new Authenticate(ports.accounts());
    deleteVideo = new DeleteVideo(videos, tasks, work, record, transactions, clock);
    requestUpload =
        new RequestUpload(
            videos, tasks, ports.uploads(), record, transactions, ids, clock, settings);
    take =
        new TakeBytes(
            videos,
            tasks,
            ports.uploads(),
            ports.accounts(),
            work,
            record,
            transactions,
            clock,
            settings,
            () -> Long.MAX_VALUE);
    move = new MoveVideo(videos, tasks, ports.renditions(), work, record, transactions, clock);
    accounts = new OpenAccount(ports.accounts(), transactions, ids, clock);
    var opened = accounts.open("anna");
    account = opened.account();
    key = opened.keyText();
    var other = accounts.open("berta");
    stranger = other.account();
    strangersKey = other.keyText();
    area =
        new CloudflareRoutes(
                ORIGIN,
                authenticate,
                new CloudflareRoutes.Coming(
                    new CloudflareNewcomers(
                        ORIGIN,
                        authenticate,
                        videos,
                        desk.keepMarks,
                        CloudflareSettings.defaults(),
                        clock),
                    requestUpload,
                    new ImportFromUrl(
                        videos,
                        tasks,
                        ports.uploads(),
                        work,
                        record,
                        transactions,
                        ids,
                        clock,
                        settings,
                        Gateways.none(),
                        CloudflareHouse::whyNot,
                        new InMemoryFetchAuthorizations()),
                    new ClipVideo(videos, tasks, work, record, transactions, ids, clock, minutes)),
                new CloudflareRoutes.Keeping(
                    videos,
                    new ChangeVideo(videos, record, transactions, clock),
                    new ChangeTicket(videos, ports.uploads(), transactions, settings),
                    deleteVideo,
                    minutes),
                new CloudflareRoutes.Telling(
                    new KeepWebhooks(
                        webhooks, rounds, CloudflareHouse::whyNot, transactions, ids, clock),
                    ids),
                new CloudflareRoutes.Arriving(
                    _ -> Response.text(201, "tus"), _ -> Response.text(200, "form"), pages()))
            .with(desk.delivery)
            .area();
  }

  private final DeliveryRounds rounds =
      new DeliveryRounds() {
        @Override
        public void due(UUID webhook, Instant at) {}

        @Override
        public void stop(UUID webhook) {}
      };

  private static CorsPolicy pages() {
    return new CorsPolicy(
        (_, _) -> true,
        List.of(),
        List.of("Tus-Resumable"),
        List.of("Upload-Offset"),
        /* credentials= */ false,
        Duration.ofDays(1),
        /* preflightStatus= */ 200,
        /* privateNetwork= */ false);
  }

  /** Nothing inside the house is fetched or told. */
  private static Optional<String> whyNot(String url) {
    return url.contains("//127.") || url.contains("//localhost")
        ? Optional.of("That is at home.")
        : Optional.empty();
  }

  /** What came back. */
  record Answer(int status, Headers headers, String body) {
    JsonObject json() {
      return (JsonObject) Json.tree(body);
    }

    JsonObject result() {
      return json().object("result").orElseThrow();
    }

    List<JsonValue> results() {
      return json().elements("result").orElseThrow();
    }

    /** Code and text of the one error. */
    String error() {
      return note("errors");
    }

    /** Code and text of the one message. */
    String message() {
      return note("messages");
    }

    private String note(String name) {
      List<JsonValue> notes = json().elements(name).orElseThrow();
      JsonObject note = (JsonObject) notes.getFirst();
      return note.number("code").orElseThrow() + " " + note.string("message").orElseThrow();
    }
  }

  /** The path of the account's videos, and what follows. */
  String path(String rest) {
    return "/client/v4/accounts/" + account.accountId() + "/stream" + rest;
  }

  String path(Video video) {
    return path("/" + CloudflareIds.uid(video.id()));
  }

  String browserKey(boolean fullAccess, String... origins) {
    var access = new KeyAccess(List.of(origins), fullAccess);
    return accounts.addKey(account.number(), "browser", access).keyText();
  }

  Answer get(String rest) {
    return send(request("GET", path(rest)));
  }

  Answer get(Video video) {
    return send(request("GET", path(video)));
  }

  Answer delete(String rest) {
    return send(request("DELETE", path(rest)));
  }

  /** With the media type that curl gives to whatever it sends. */
  Answer post(String rest, String json) {
    return with("POST", rest, json);
  }

  Answer with(String method, String rest, String json) {
    return send(
        request(method, path(rest))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(json.getBytes(UTF_8)));
  }

  /** A form. */
  Answer form(String method, String rest, Object... parts) {
    return send(
        request(method, path(rest))
            .header("Content-Type", "multipart/form-data; boundary=" + DeliveryDesk.BOUNDARY)
            .body(DeliveryDesk.form(parts)));
  }

  /** With the account's key. */
  Request.Builder request(String method, String target) {
    return Request.to(method, target).header("Authorization", "Bearer " + key);
  }

  Answer send(Request.Builder request) {
    try {
      Response response = area.handle(request.build());
      return new Answer(
          response.status(), response.headers(), new String(response.content().toBytes(), UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A direct upload of this dialect; the id of its video. */
  UUID direct(String json) {
    return id(post("/direct_upload", json));
  }

  /** The id of the video in an answer. */
  static UUID id(Answer answer) {
    return CloudflareIds.parse(answer.result().string("uid").orElseThrow()).orElseThrow();
  }

  /** A ticket of Livepeer's door, as another dialect would make it. */
  RequestUpload.Given elsewhere(String name, Wishes wishes) {
    return requestUpload.give(
        new RequestUpload.Asked(account, "livepeer", "key", "livepeer", name, wishes));
  }

  /** All bytes of a file arrive. */
  void upload(UUID video, long size) {
    Upload upload = take.start(take.find().byVideo(video), size, "");
    take.finish(upload, new Content(size, "ab".repeat(32)));
  }

  /** A video of another dialect that went all the way. */
  Video ready(String name, Facts facts) {
    UUID id = elsewhere(name, Wishes.none()).video().id();
    makeReady(id, facts);
    return videos.byId(id).orElseThrow();
  }

  void makeReady(UUID id, Facts facts) {
    upload(id, 1000);
    move.started(id);
    move.inspected(id, facts);
    playable(id);
    move.ready(id);
  }

  /** The source as it is can be watched. */
  void playable(UUID id) {
    move.viewable(
        id, List.of(new Rendition(id, "source", Rendition.Form.SOURCE, id + "/source", 1000)));
  }

  Video video(UUID id) {
    return videos.byId(id).orElseThrow();
  }

  /** A member of each object of an array. */
  static List<String> each(List<JsonValue> array, String member) {
    return array.stream().map(value -> ((JsonObject) value).string(member).orElseThrow()).toList();
  }
}
