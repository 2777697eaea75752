package slipway.api.livepeer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.core.access.KeepSigningKeys;
import slipway.core.account.Account;
import slipway.core.account.Authenticate;
import slipway.core.account.KeyAccess;
import slipway.core.account.OpenAccount;
import slipway.core.clip.ClipVideo;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.export.ExportVideo;
import slipway.core.journey.ChangeVideo;
import slipway.core.journey.DeleteVideo;
import slipway.core.journey.MoveVideo;
import slipway.core.journey.RestoreVideo;
import slipway.core.journey.RetryVideo;
import slipway.core.journey.SignVideo;
import slipway.core.task.Tasks;
import slipway.core.upload.Gateways;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;
import slipway.core.upload.WrappingKey;
import slipway.core.video.Content;
import slipway.core.video.Facts;
import slipway.core.video.Signing;
import slipway.core.video.Videos;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.DeliveryRounds;
import slipway.core.webhook.KeepWebhooks;
import slipway.core.webhook.TellNow;
import slipway.core.webhook.Webhook;
import slipway.http.Area;
import slipway.http.Headers;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryAttempts;
import slipway.testing.InMemoryEvents;
import slipway.testing.InMemoryExportOrders;
import slipway.testing.InMemoryFetchAuthorizations;
import slipway.testing.InMemorySigningKeys;
import slipway.testing.InMemorySounds;
import slipway.testing.InMemoryWebhooks;
import slipway.testing.Ports;
import slipway.testing.RecordedSoundWork;
import slipway.testing.RecordingWork;
import slipway.testing.SettableClock;

/** The dialect over core's real use cases and ports in memory, called without a socket. */
final class LivepeerHouse {
  static final Origin ORIGIN = new Origin("https", "video.example", "");

  static final String GATEWAY = "https://gateway.example/ipfs/";

  final Ports ports = Ports.inMemory();
  final SettableClock clock = new SettableClock();
  final RecordingWork work = new RecordingWork();
  final InMemorySounds sounds = new InMemorySounds();
  final RecordedSoundWork soundWork = new RecordedSoundWork();
  final InMemoryEvents events = (InMemoryEvents) ports.events();
  final Videos videos = ports.videos();
  final Tasks tasks = ports.tasks();
  final TakeBytes take;
  final MoveVideo move;
  final SignVideo signing;
  final InMemoryExportOrders orders = new InMemoryExportOrders();
  final ExportVideo exports;
  final ImportFromUrl importFromUrl;
  final Area area;
  final OpenAccount accounts;
  final Account account;
  final String key;
  final Account stranger;
  final String strangersKey;

  final InMemoryWebhooks webhooks = new InMemoryWebhooks();
  final InMemoryAttempts attempts = new InMemoryAttempts();

  /** What encrypted uploads are wrapped with; none until a test says so. */
  WrappingKey wrapping =
      () -> {
        throw new IOException("no key");
      };

  private final DeliveryRounds rounds =
      new DeliveryRounds() {
        @Override
        public void due(UUID webhook, Instant at) {}

        @Override
        public void stop(UUID webhook) {}
      };

  /** Every telling succeeds at once. */
  private final TellNow tellNow =
      new TellNow() {
        @Override
        public Optional<Attempt> resend(Webhook webhook, Attempt former) {
          Attempt again =
              new Attempt(
                  CountingIds.uuid(900),
                  former.webhook(),
                  former.account(),
                  former.event(),
                  former.name(),
                  clock.instant(),
                  Duration.ofMillis(5),
                  /* success= */ true,
                  former.request(),
                  new Attempt.Came(200, ""),
                  /* error= */ null);
          attempts.add(again);
          return Optional.of(again);
        }

        @Override
        public Attempt tellNow(Webhook webhook, Event event, String name) {
          throw new UnsupportedOperationException();
        }
      };

  LivepeerHouse() {
    var ids = new CountingIds();
    var transactions = ports.transactions();
    var record = new RecordEvent(events, ids);
    var settings = UploadSettings.defaults();
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
    signing = new SignVideo(videos, move, record, transactions, clock);
    exports =
        new ExportVideo(
            videos,
            tasks,
            orders,
            work,
            record,
            transactions,
            ids,
            clock,
            settings.maxActiveTasks());
    importFromUrl =
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
            new Gateways(
                List.of("https://gateway.example/ipfs/", "https://other.example/ipfs/"),
                List.of("https://arweave.net/")),
            LivepeerHouse::whyNot,
            new InMemoryFetchAuthorizations());
    accounts = new OpenAccount(ports.accounts(), transactions, ids, clock);
    var opened = accounts.open("anna");
    account = opened.account();
    key = opened.keyText();
    var other = accounts.open("berta");
    stranger = other.account();
    strangersKey = other.keyText();
    area =
        new LivepeerRoutes(
                ORIGIN,
                new Authenticate(ports.accounts()),
                videos,
                ports.renditions(),
                tasks,
                new RequestUpload(
                    videos, tasks, ports.uploads(), record, transactions, ids, clock, settings),
                importFromUrl,
                new ChangeVideo(videos, record, transactions, clock),
                new DeleteVideo(videos, tasks, work, record, transactions, clock),
                new RetryVideo(
                    videos, tasks, ports.renditions(), work, record, transactions, clock),
                new ClipVideo(videos, tasks, work, record, transactions, ids, clock),
                new LivepeerRoutes.Access(
                    new KeepSigningKeys(new InMemorySigningKeys(), transactions, clock),
                    ids,
                    () -> wrapping.publicKey()),
                new LivepeerRoutes.Telling(
                    new KeepWebhooks(
                        webhooks, rounds, LivepeerHouse::whyNot, transactions, ids, clock),
                    attempts,
                    tellNow),
                new LivepeerRoutes.Exporting(exports, LivepeerHouse::whyNot, GATEWAY),
                new RestoreVideo(
                    videos,
                    ports.renditions(),
                    sounds,
                    work,
                    soundWork,
                    record,
                    transactions,
                    clock,
                    /* kept= */ Duration.ofDays(7)))
            .area();
  }

  /** Nothing inside the house is fetched. */
  private static Optional<String> whyNot(String url) {
    return url.contains("//127.") ? Optional.of("That is at home.") : Optional.empty();
  }

  /** What came back. */
  record Answer(int status, Headers headers, String body) {
    JsonObject json() {
      return (JsonObject) Json.tree(body);
    }

    List<JsonValue> list() {
      return ((JsonArray) Json.tree(body)).elements();
    }

    /** The one error. */
    String error() {
      return string(json().elements("errors").orElseThrow().getFirst());
    }

    JsonObject object(String name) {
      return json().object(name).orElseThrow();
    }

    private static String string(JsonValue value) {
      return ((JsonValue.JsonString) value).value();
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

  Answer deleteWith(String target, String json) {
    return with("DELETE", target, json);
  }

  /** With somebody else's key. */
  Answer getAs(String otherKey, String target) {
    return send(Request.to("GET", target).header("Authorization", "Bearer " + otherKey));
  }

  private Answer with(String method, String target, String json) {
    return send(
        request(method, target)
            .header("Content-Type", "application/json")
            .body(json.getBytes(UTF_8)));
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

  /** A ticket for a video of that name. */
  Ticket ticket(String name) {
    return ticketFor("{\"name\":\"" + name + "\"}");
  }

  Ticket ticketFor(String json) {
    Answer answer = post("/api/asset/request-upload", json);
    String url = answer.json().string("url").orElseThrow();
    return new Ticket(
        UUID.fromString(answer.object("asset").string("id").orElseThrow()),
        answer.object("asset").string("playbackId").orElseThrow(),
        UUID.fromString(answer.object("task").string("id").orElseThrow()),
        url.substring(url.indexOf("token=") + "token=".length()));
  }

  /** What request-upload gave. */
  record Ticket(UUID asset, String playbackId, UUID task, String token) {
    String assetPath() {
      return "/api/asset/" + asset;
    }

    String taskPath() {
      return "/api/task/" + task;
    }

    String playbackPath() {
      return "/api/playback/" + playbackId;
    }
  }

  /** All bytes of a file arrive on the ticket. */
  void upload(Ticket ticket, long size) {
    Upload upload = take.start(take.find().byTicket(ticket.token()), size, "");
    take.finish(upload, new Content(size, "ab".repeat(32)));
  }

  /** A video that went all the way. */
  Ticket ready(String json, Facts facts) {
    Ticket ticket = ticketFor(json);
    upload(ticket, 1000);
    move.started(ticket.asset());
    move.inspected(ticket.asset(), facts);
    move.viewable(ticket.asset(), List.of());
    move.ready(ticket.asset());
    signing.ended(ticket.asset(), Signing.State.SIGNED, List.of(), /* error= */ null); // if wished
    return ticket;
  }
}
