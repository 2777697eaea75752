package slipway.ingest.tus;

import static slipway.ingest.tus.TusClient.text;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import slipway.core.upload.Creator;
import slipway.core.upload.LastAnswer;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;
import slipway.http.CorsPolicy;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;

/** A door of its own kind, and a client of it (section 25). */
abstract class ProfileCase {
  final IngestHouse house = new IngestHouse();
  final SampleDoor door = new SampleDoor();
  final TusClient client = TusClient.at(house, door);

  /** Ticket in the metadata, public id and secret in the address, words of its own. */
  final class SampleDoor extends TusDoor {
    final CountDownLatch interrupted = new CountDownLatch(1);
    final List<Long> progress = new CopyOnWriteArrayList<>();
    final List<Integer> writersMeanwhile = new CopyOnWriteArrayList<>();
    boolean stuck;
    @Nullable CountDownLatch slow;
    boolean broken;
    boolean strangeAddresses = true;
    boolean terminates = true;
    @Nullable String metadata;
    String endingBody = "";
    int endings;

    @Override
    String path() {
      return "/sample";
    }

    @Override
    boolean ignoresCase() {
      return false;
    }

    @Override
    boolean asksFirst() {
      return false;
    }

    @Override
    boolean speaksIetf() {
      return false;
    }

    @Override
    boolean joinsParts() {
      return true;
    }

    @Override
    boolean joinsUnfinished() {
      return false;
    }

    @Override
    boolean terminates() {
      return terminates;
    }

    @Override
    long maxBytes(UploadSettings settings) {
      return 100;
    }

    @Override
    TusMetadata.Rules metadataRules() {
      return TusMetadata.Rules.LENIENT;
    }

    @Override
    boolean excusesChecksums() {
      return true;
    }

    @Override
    Admission admit(Request request, TusMetadata said) throws Exception {
      if (broken) {
        throw new IllegalStateException("the hook is broken");
      }
      if (stuck) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          interrupted.countDown();
          throw e;
        }
      }
      String token = said.text("TOKEN").orElse("");
      return token.isEmpty()
          ? new Admission.TurnedAway(
              Response.text(500, "Error: token invalid (null)").with("X-Why", "token"))
          : new Admission.Admitted(new Creator.Ticket(house.take.find().byTicket(token)), metadata);
    }

    @Override
    String uploadId(Request request) {
      return strangeAddresses
          ? request
              .query()
              .first("s")
              .flatMap(id -> house.ports.uploads().byId(id))
              .filter(upload -> publicId(upload).equals(request.parameter("id")))
              .map(Upload::id)
              .orElse("none")
          : super.uploadId(request);
    }

    @Override
    String location(Request request, Upload upload) {
      return strangeAddresses
          ? request.location(path() + "/" + publicId(upload) + "?v=2&s=" + upload.id())
          : super.location(request, upload);
    }

    @Override
    Headers onEvery(Upload upload) {
      writersMeanwhile.add(house.writers.active());
      await(slow);
      return Headers.of("X-Media-Id", publicId(upload));
    }

    @Override
    boolean endsInOwnWords() {
      return true;
    }

    @Override
    LastAnswer ending(Upload upload) {
      endings++;
      writersMeanwhile.add(house.writers.active());
      return new LastAnswer(List.of("X-Receipt: no. " + endings), endingBody);
    }

    @Override
    boolean watches() {
      return true;
    }

    @Override
    void progressed(Upload upload) {
      writersMeanwhile.add(house.writers.active());
      progress.add(upload.offset());
    }

    @Override
    Response refuse(TusRefusal refusal) {
      return TusText.answer(refusal.status(), "sample: " + refusal.message(), refusal.headers());
    }

    @Override
    Response notOffered(Request request, List<String> allowed) {
      return Response.text(405, "no").with("Allow", String.join(", ", allowed));
    }

    @Override
    int optionsStatus() {
      return 200;
    }

    @Override
    CorsPolicy cors() {
      return TusBrowsers.any().policy(200);
    }
  }

  static void await(@Nullable CountDownLatch latch) {
    try {
      if (latch != null) {
        boolean _ = latch.await(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static String publicId(Upload upload) {
    return upload.video().toString().replace("-", "");
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  Request.Builder creation(RequestUpload.Given given) {
    return client
        .to("POST", "/sample")
        .header("Upload-Metadata", "token " + base64(given.ticket()));
  }

  Response create(RequestUpload.Given given, long length) {
    return client.send(creation(given).header("Upload-Length", Long.toString(length)));
  }

  String address(Upload upload) {
    return "/sample/" + publicId(upload) + "?s=" + upload.id();
  }

  Response patch(String address, long offset, String bytes) {
    return client.send(patching(address, offset, bytes));
  }

  Request.Builder patching(String address, long offset, String bytes) {
    return client
        .to("PATCH", address)
        .header("Content-Type", TusClient.BYTES)
        .header("Upload-Offset", Long.toString(offset))
        .body(TusClient.bytes(bytes));
  }

  Response head(String address) {
    return client.send(client.to("HEAD", address));
  }

  Upload stateOf(RequestUpload.Given given) {
    return house.upload(given.upload().id());
  }

  RequestUpload.Given startedTicket() {
    RequestUpload.Given given = house.ticket();
    create(given, 5);
    door.progress.clear();
    return given;
  }

  static Upload at(Upload upload, long offset) {
    return upload.advanced(offset, upload.touchedAt(), upload.expiresAt());
  }
}
