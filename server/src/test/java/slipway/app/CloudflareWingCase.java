package slipway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import slipway.api.cloudflare.CloudflareRoutes;
import slipway.api.cloudflare.CloudflareSettings;
import slipway.core.clip.ClipVideo;
import slipway.core.journey.ChangeVideo;
import slipway.core.upload.ChangeTicket;
import slipway.core.upload.Minutes;
import slipway.core.video.Video;
import slipway.core.watermark.KeepWatermarks;
import slipway.core.webhook.DeliveryRounds;
import slipway.core.webhook.KeepWebhooks;
import slipway.http.Body;
import slipway.http.Origin;
import slipway.http.RateLimit;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Site;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.pipeline.StoredWatermarks;
import slipway.testing.InMemoryWatermarks;
import slipway.testing.InMemoryWebhooks;
import slipway.testing.IngestHouse;
import slipway.testing.Samples;

/**
 * The doors of Cloudflare's dialect (sections 2, 4 and 5 of the contract), without a socket. Files
 * up to 1000 bytes are taken, in a form up to 500; what begins with {@code text} is no video, and a
 * digit as third byte says how many seconds a video lasts.
 */
abstract class CloudflareWingCase {
  private static final Origin ORIGIN = new Origin("https", "video.example", "");
  private static final String ACCOUNT = Samples.account(1).accountId();
  static final String STREAM = "/client/v4/accounts/" + ACCOUNT + "/stream";

  final IngestHouse house = new IngestHouse();
  final Site site = site(/* strictChunks= */ false);

  CloudflareWingCase() {
    house.account(1, "k");
    house.account(2, "stranger");
  }

  Site site(boolean strictChunks) {
    CloudflareSettings usual = CloudflareSettings.defaults();
    var settings =
        new CloudflareSettings(
            usual.longest(),
            usual.soonestExpiry(),
            usual.latestExpiry(),
            /* formLimit= */ 500,
            strictChunks,
            usual.maxQueued());
    var transactions = house.ports.transactions();
    var marks = new InMemoryWatermarks();
    DeliveryRounds rounds =
        new DeliveryRounds() {
          @Override
          public void due(UUID webhook, Instant at) {}

          @Override
          public void stop(UUID webhook) {}
        };
    return new Site(
        CloudflareWing.areas(
            ORIGIN,
            new CloudflareWing.Shared(
                house.authenticate,
                house.ports.videos(),
                house.request,
                house.importFromUrl,
                house.take,
                house.create,
                new ChangeVideo(house.ports.videos(), house.record, transactions, house.clock),
                house.delete,
                new ClipVideo(
                    house.ports.videos(),
                    house.ports.tasks(),
                    house.work,
                    house.record,
                    transactions,
                    house.ids,
                    house.clock),
                house.writers,
                house.receiver,
                new RateLimit(0, 0, System::nanoTime)),
            new CloudflareWing.Rooms(
                settings,
                new ChangeTicket(
                    house.ports.videos(), house.ports.uploads(), transactions, house.settings),
                new Minutes(house.ports.videos(), /* allowed= */ null),
                new KeepWatermarks(
                    marks,
                    new StoredWatermarks(marks, house.blobs),
                    (_, _) -> new byte[0],
                    _ -> {},
                    transactions,
                    house.ids,
                    house.clock),
                new CloudflareRoutes.Telling(
                    new KeepWebhooks(
                        new InMemoryWebhooks(),
                        rounds,
                        _ -> Optional.empty(),
                        transactions,
                        house.ids,
                        house.clock),
                    house.ids),
                house.clock),
            UnaryOperator.identity()));
  }

  // --- what comes back ---

  Response send(Request.Builder request) {
    return site.handle(request.build());
  }

  static String text(Response response) {
    try {
      return new String(response.content().toBytes(), UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static JsonObject json(Response response) {
    return (JsonObject) Json.tree(text(response));
  }

  static JsonObject result(Response response) {
    assertThat(response.status()).as(text(response)).isEqualTo(200);
    return json(response).object("result").orElseThrow();
  }

  static String header(Response response, String name) {
    return response.headers().first(name).orElse("none");
  }

  record OneTime(String uid, String target) {}

  Request.Builder byKey(String method, String target) {
    return Request.to(method, target).header("Authorization", "Bearer k");
  }

  OneTime oneTime(String more) {
    JsonObject made =
        result(
            send(
                byKey("POST", STREAM + "/direct_upload")
                    .body(("{\"maxDurationSeconds\":6" + more + "}").getBytes(UTF_8))));
    String url = made.string("uploadURL").orElseThrow();
    return new OneTime(
        made.string("uid").orElseThrow(), url.substring("https://video.example".length()));
  }

  static byte[] form(String content) {
    return ("--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ä.mp4\"\r\n\r\n"
            + content
            + "\r\n--b1--\r\n")
        .getBytes(UTF_8);
  }

  static Request.Builder posting(String target, Body body) {
    return Request.to("POST", target)
        .header("Content-Type", "multipart/form-data; boundary=b1")
        .body(body);
  }

  Response post(String target, String content) {
    return send(posting(target, Body.of(form(content))));
  }

  Video video(String uid) {
    return house
        .ports
        .videos()
        .byId(UUID.fromString(uid.replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-")))
        .orElseThrow();
  }

  String stored(String uid) {
    return house.stored(house.ports.uploads().ofVideo(video(uid).id()).orElseThrow());
  }
}
