package slipway.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.config.Secret;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.export.ExportOrder;
import slipway.core.export.ExportVideo;
import slipway.core.journey.DeleteVideo;
import slipway.core.journey.MoveVideo;
import slipway.core.task.Task;
import slipway.core.video.Content;
import slipway.core.video.Export;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.Outcome;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;
import slipway.storage.BlobKeys;
import slipway.storage.file.FileBlobs;
import slipway.storage.ipfs.FileBlocks;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryEvents;
import slipway.testing.InMemoryExportOrders;
import slipway.testing.Ports;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** Exports from the order to the other side, which is a stand-in on this machine. */
final class SendOutTest {
  private static final int PIECE = 256;
  private static final int LEAF = 1 << 18;

  @TempDir Path folder;

  private final Ports ports = Ports.inMemory();
  private final SettableClock clock = new SettableClock();
  private final CountingIds ids = new CountingIds();
  private final RecordingWork work = new RecordingWork();
  private final RecordEvent record = new RecordEvent(ports.events(), ids);
  private final InMemoryExportOrders orders = new InMemoryExportOrders();
  private final ExportVideo exports =
      new ExportVideo(
          ports.videos(),
          ports.tasks(),
          orders,
          work,
          record,
          ports.transactions(),
          ids,
          clock,
          /* maxActive= */ 100);
  private final Outgoing outgoing =
      new Outgoing(
          new OutgoingSettings(
              /* allowPrivateTargets= */ true,
              List.of(),
              Duration.ofSeconds(10),
              Duration.ofSeconds(20)),
          Resolver.system());
  private StandIn other;
  private FileBlobs blobs;

  @BeforeEach
  void open() throws IOException {
    blobs = new FileBlobs(folder, /* reserve= */ 0);
    other = new StandIn();
  }

  @AfterEach
  void close() {
    other.close();
    outgoing.close();
  }

  @Test
  @DisplayName(
      "LP-161, LP-162, LP-164, LP-166: every block is taken, the roots are pinned, all is told")
  void toKubo() throws Exception {
    Video video = ready(Wishes.none(), 2 * LEAF + 5);
    Task task = order(video, "{\"nftMetadataTemplate\":\"file\"}");
    assertThat(export(video).state()).isEqualTo(Export.State.WAITING);
    assertThat(export(video).pending()).isEqualTo(task.id());
    Outcome outcome = run(kubo(), video, task, null);
    assertThat(outcome).isInstanceOf(Outcome.Done.class);

    Export done = export(video);
    Export.Place place = Objects.requireNonNull(done.place());
    assertThat(done.state()).isEqualTo(Export.State.READY);
    assertThat(done.last()).isEqualTo(task.id());
    assertThat(done.pending()).isNull();
    assertThat(place.cid()).isEqualTo(cidOf(video));
    byte[] about = ("\"about " + place.cid() + "\"").getBytes(UTF_8);
    assertThat(place.metadataCid()).isEqualTo(FileBlocks.of(about).root().text());
    assertThat(other.pins).contains(place.cid(), place.metadataCid());
    assertThat(other.blocks).as("3 leaves, a node, the picture, the text").hasSize(3 + 1 + 2);
    assertThat(other.authorizations).containsOnly("Basic abc");
    assertThat(other.asked.getFirst()).startsWith("POST /api/v0/dag/import?pin-roots=false");
    Task ended = ports.tasks().byId(task.id()).orElseThrow();
    assertThat(ended.state()).isEqualTo(Task.State.COMPLETED);
    assertThat(told())
        .containsSubsequence(
            Event.Kind.TASK_CREATED, Event.Kind.TASK_COMPLETED, Event.Kind.VIDEO_UPDATED);
    assertThat(orders.byTask(task.id()).orElseThrow().asked()).as("needed no longer").isNull();
  }

  @Test
  @DisplayName("REL-65, MD-89: what was taken before the line broke is not sent again")
  void brokenLine_goesOn() throws Exception {
    Video video = ready(Wishes.none(), (PIECE + 20L) * LEAF);
    Task task = order(video, "{}");
    other.statuses.addAll(List.of(200, 503));
    Outcome broken = run(kubo(), video, task, null);
    assertThat(broken)
        .isInstanceOfSatisfying(
            Outcome.RetryAfter.class,
            again -> {
              assertThat(again.after()).isEqualTo(Duration.ofSeconds(30));
              assertThat(again.reason()).contains("503: told to fail");
            });
    assertThat(export(video).error()).contains("503");
    assertThat(orders.byTask(task.id()).orElseThrow().sent()).isEqualTo(PIECE);

    assertThat(run(kubo(), video, task, ((Outcome.RetryAfter) broken).reason()))
        .isInstanceOf(Outcome.Done.class);
    assertThat(export(video).state()).isEqualTo(Export.State.READY);
    assertThat(other.imports).as("two pieces, the picture, the text").isEqualTo(4);
    assertThat(other.blocks).hasSize(PIECE + 20 + 2 + 1 + 2);
  }

  @Test
  @DisplayName(
      "LP-162: after the last try it failed, with the other side's reason; retried it goes on")
  void failsAfterTries_andCanBeRetried() throws Exception {
    Video video = ready(Wishes.none(), 10);
    Task task = order(video, "{}");
    String reason = null;
    Outcome outcome = Outcome.done();
    for (int tries = 0; tries < 6; tries++) {
      other.statuses.add(500);
      outcome = run(kubo(), video, task, reason);
      reason = outcome instanceof Outcome.RetryAfter(Duration _, String why) ? why : null;
    }
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(export(video).state()).isEqualTo(Export.State.FAILED);
    assertThat(export(video).failed()).isEqualTo(task.id());
    assertThat(export(video).error()).contains("The IPFS node answered 500");
    Task failed = ports.tasks().byId(task.id()).orElseThrow();
    assertThat(failed.state()).isEqualTo(Task.State.FAILED);

    exports.retry(task.id());
    assertThat(export(video).state()).isEqualTo(Export.State.WAITING);
    run(kubo(), video, task, null);
    assertThat(export(video).state()).isEqualTo(Export.State.READY);
  }

  @Test
  @DisplayName("LP-162: a later one that fails brings the earlier one back")
  void failedAfterDone_isReverted() throws Exception {
    Video video = ready(Wishes.none(), 10);
    Task first = order(video, "{}");
    run(kubo(), video, first, null);
    Task second = order(video, "{\"nftMetadataTemplate\":\"player\"}");
    other.statuses.add(400);
    run(kubo(), video, second, null);
    Export export = export(video);
    assertThat(export.state()).isEqualTo(Export.State.REVERTED);
    assertThat(export.spec()).isEqualTo("{}");
    assertThat(export.last()).isEqualTo(first.id());
    assertThat(export.failed()).isEqualTo(second.id());
    assertThat(export.place()).isNotNull();
  }

  @Test
  @DisplayName("LP-163: a wish that came with the upload is done when the video is ready")
  void wish_isDoneWhenReady() throws Exception {
    Video video = ready(wished("{}"), 10);
    assertThat(work.asked()).contains(new RecordingWork.Asked("export", video.id()));
    Task upload = ports.tasks().ofVideo(video.id()).orElseThrow();
    run(kubo(), video, upload, null);
    assertThat(export(video).state()).isEqualTo(Export.State.READY);
    assertThat(export(video).last()).isEqualTo(upload.id());
    assertThat(ports.tasks().ofVideo(video.id()).orElseThrow()).isEqualTo(upload);
  }

  @Test
  @DisplayName("LP-163: a wish that failed harms nobody, and goes out when it is asked for again")
  void wish_fails() throws Exception {
    Video video = ready(wished("{}"), 10);
    Task upload = ports.tasks().ofVideo(video.id()).orElseThrow();
    other.statuses.add(400);
    run(kubo(), video, upload, null);
    assertThat(export(video).state()).isEqualTo(Export.State.FAILED);
    assertThat(export(video).failed()).isEqualTo(upload.id());
    assertThat(ports.tasks().ofVideo(video.id()).orElseThrow())
        .as("it has ended")
        .isEqualTo(upload);
    run(kubo(), video, order(video, "{}"), null);
    assertThat(export(video).state()).isEqualTo(Export.State.READY);
    assertThat(export(video).failed()).isNull();
  }

  @Test
  @DisplayName("LP-162, MD-89: where no node is known it fails and names the CID and the archive")
  void nowhere_failsWithACure() throws Exception {
    Video video = ready(Wishes.none(), 10);
    Task task = order(video, "{}");
    run(settings(false, false), video, task, null);
    assertThat(export(video).state()).isEqualTo(Export.State.FAILED);
    assertThat(export(video).error()).contains("ipfs.kubo-url", cidOf(video), "video/download.car");
  }

  @Test
  @DisplayName("LP-161: a pinning service is asked once, told where to fetch, and waited for")
  void pinningService() throws Exception {
    Video video = ready(Wishes.none(), 10);
    Task task = order(video, "{}");
    other.pinStatuses.addAll(List.of("queued", "queued", "pinning", "pinned"));
    for (int looks = 0; looks < 2; looks++) {
      Outcome outcome = run(settings(true, true), video, task, null);
      assertThat(outcome).isInstanceOf(Outcome.RetryAfter.class);
    }
    assertThat(run(settings(true, true), video, task, null)).isInstanceOf(Outcome.Done.class);
    assertThat(export(video).state()).isEqualTo(Export.State.READY);
    assertThat(other.asked.stream().filter("POST /psa/pins"::equals)).hasSize(2);
    assertThat(other.asked).contains("GET /psa/pins/r1", "POST /api/v0/id");
  }

  @Test
  @DisplayName("LP-165: to an address of the caller's own, with type and headers; a 4xx is final")
  void toAddress() throws Exception {
    Video video = ready(Wishes.none(), 1000);
    String asked =
        """
        {"url":"%s","method":"POST","type":"video/mp4","headers":{"X-Token":"secret"}}\
        """
            .formatted(other.url("/in"));
    Task task =
        exports.export(
            video.id(),
            ExportOrder.Target.ADDRESS,
            asked,
            "{}",
            /* shownOnVideo= */ false,
            _ -> {});
    run(settings(false, false), video, task, null);
    assertThat(other.asked).containsExactly("POST /in");
    assertThat(other.lastType).isEqualTo("video/mp4");
    assertThat(other.lastBody).isEqualTo(Files.readAllBytes(source(video)));
    assertThat(ports.tasks().byId(task.id()).orElseThrow().state()).isEqualTo(Task.State.COMPLETED);
    assertThat(ports.videos().byId(video.id()).orElseThrow().wishes().export()).isNull();
    assertThat(orders.byTask(task.id()).orElseThrow().toString()).doesNotContain("secret");

    Task refused =
        exports.export(
            video.id(),
            ExportOrder.Target.ADDRESS,
            asked,
            "{}",
            /* shownOnVideo= */ false,
            _ -> {});
    other.statuses.add(403);
    run(settings(false, false), video, refused, null);
    assertThat(ports.tasks().byId(refused.id()).orElseThrow().state()).isEqualTo(Task.State.FAILED);
  }

  @Test
  @DisplayName("LP-165: to the caller's own account at Pinata: file, picture and text, each once")
  void toPinata() throws Exception {
    Video video = ready(Wishes.none(), 1000);
    Task task = pinata(video, "{\"pinata\":{\"jwt\":\"secret\"}}");
    other.statuses.addAll(List.of(200, 200, 500));
    assertThat(run(settings(false, false), video, task, null))
        .as("the text was not taken")
        .isInstanceOf(Outcome.RetryAfter.class);
    run(settings(false, false), video, task, null);

    String file = "POST /pinata/pinning/pinFileToIPFS";
    String json = "POST /pinata/pinning/pinJSONToIPFS";
    assertThat(other.asked).as("the source once").containsExactly(file, file, json, file, json);
    assertThat(other.authorizations).containsOnly("Bearer secret");
    ExportOrder done = orders.byTask(task.id()).orElseThrow();
    assertThat(done.cid()).isEqualTo(cidOf(video));
    assertThat(done.metadataCid()).isNotNull();
    assertThat(done.toString()).as("needed no longer").doesNotContain("secret");
    assertThat(ports.tasks().byId(task.id()).orElseThrow().state()).isEqualTo(Task.State.COMPLETED);
    assertThat(ports.videos().byId(video.id()).orElseThrow().wishes().export()).isNull();
  }

  @Test
  @DisplayName("LP-165: a wrong key at Pinata is final and said")
  void toPinata_wrongKey() throws Exception {
    Video video = ready(Wishes.none(), 10);
    Task task = pinata(video, "{\"pinata\":{\"apiKey\":\"a\",\"apiSecret\":\"wrong\"}}");
    run(settings(false, false), video, task, null);
    Task failed = ports.tasks().byId(task.id()).orElseThrow();
    assertThat(failed.state()).isEqualTo(Task.State.FAILED);
    assertThat(failed.error()).isEqualTo("Pinata answered 401: Invalid/expired credentials");

    Task right = pinata(video, "{\"pinata\":{\"apiKey\":\"a\",\"apiSecret\":\"b\"}}");
    run(settings(false, false), video, right, null);
    assertThat(ports.tasks().byId(right.id()).orElseThrow().state())
        .as("the older kind of key")
        .isEqualTo(Task.State.COMPLETED);
  }

  @Test
  @DisplayName("LP-162: a pin that breaks off in the middle of the answer is none, and tried again")
  void brokenPin_isTriedAgain() throws Exception {
    Video video = ready(Wishes.none(), 10);
    Task task = order(video, "{}");
    other.breaksOffPins = true;
    assertThat(run(kubo(), video, task, null)).isInstanceOf(Outcome.RetryAfter.class);
    assertThat(export(video).error()).contains("did not say that it keeps");
    other.breaksOffPins = false;
    run(kubo(), video, task, null);
    assertThat(export(video).state()).isEqualTo(Export.State.READY);
  }

  @Test
  @DisplayName("LP-162: the service's own reason is told, and a wish it forgot is made anew")
  void pinningService_failsAndForgets() throws Exception {
    Video video = ready(Wishes.none(), 10);
    Task task = order(video, "{}");
    other.pinStatuses.addAll(List.of("queued", "queued"));
    run(settings(true, true), video, task, null);
    assertThat(other.asked)
        .as("our node calls the service's")
        .contains("POST /api/v0/swarm/connect?arg=%2Fip4%2F203.0.113.1%2Ftcp%2F4001%2Fp2p%2F12D3");
    other.forgotten.add("r1");
    assertThat(run(settings(true, true), video, task, null)).isInstanceOf(Outcome.RetryAfter.class);
    assertThat(export(video).error()).contains("404: The specified resource was not found");

    other.details = "lack of funds";
    other.pinStatuses.addAll(List.of("queued", "failed"));
    run(settings(true, true), video, task, null);
    assertThat(export(video).error())
        .isEqualTo("The pinning service could not pin the file: lack of funds");
    run(settings(true, true), video, task, null);
    assertThat(export(video).state()).isEqualTo(Export.State.READY);
  }

  private Task pinata(Video video, String asked) {
    return exports.export(
        video.id(), ExportOrder.Target.PINATA, asked, "{}", /* shownOnVideo= */ false, _ -> {});
  }

  @Test
  void deleted_endsTheTaskAndSendsNothing() throws Exception {
    Video video = ready(Wishes.none(), 10);
    Task task = order(video, "{}");
    new DeleteVideo(ports.videos(), ports.tasks(), work, record, ports.transactions(), clock)
        .delete(video.id());
    assertThat(run(kubo(), video, task, null)).isInstanceOf(Outcome.Done.class);
    assertThat(other.asked).isEmpty();
    assertThat(ports.tasks().byId(task.id()).orElseThrow().isEnded()).isTrue();
  }

  private Task order(Video video, String spec) {
    return exports.export(
        video.id(), ExportOrder.Target.IPFS, spec, spec, /* shownOnVideo= */ true, _ -> {});
  }

  private ExportSettings kubo() {
    return settings(true, false);
  }

  private ExportSettings settings(boolean kubo, boolean pinning) {
    return new ExportSettings(
        kubo ? Optional.of(other.url("/")) : Optional.empty(),
        kubo ? Optional.of(new Secret("Basic abc")) : Optional.empty(),
        pinning ? Optional.of(other.url("/psa")) : Optional.empty(),
        pinning ? Optional.of(new Secret("token")) : Optional.empty(),
        other.url("/pinata"),
        "https://gateway.example/ipfs/",
        "https://player.example/");
  }

  /** One run of the job; what it leaves to be written is written. */
  private Outcome run(ExportSettings settings, Video video, Task task, @Nullable String lastReason)
      throws Exception {
    var sendOut =
        new SendOut(
            exports,
            blobs,
            (_, _, cid, _) -> "\"about " + cid + "\"",
            outgoing,
            outgoing,
            settings);
    var job =
        new Job(SendOut.KIND, video.id() + ":" + task.id(), 1, 0, Optional.ofNullable(lastReason));
    Outcome outcome = sendOut.run(job, JobControl.none());
    if (outcome instanceof Outcome.Done(Runnable change)) {
      change.run();
    }
    return outcome;
  }

  private Video ready(Wishes wishes, long size) throws IOException {
    Video video =
        Samples.video(1, ports.videos().nextSerial(), "film", wishes, new Source.Direct());
    ports.videos().add(video);
    ports.tasks().add(Samples.task(video.serial(), video));
    Path source = source(video);
    Files.createDirectories(source.getParent());
    try (var out = Files.newOutputStream(source)) {
      byte[] leaf = new byte[LEAF];
      Random random = new Random(size);
      for (long left = size; left > 0; left -= LEAF) {
        random.nextBytes(leaf);
        out.write(leaf, 0, (int) Math.min(LEAF, left));
      }
    }
    ports.videos().update(video.bytesArrived(new Content(size, null), clock.instant()));
    var move =
        new MoveVideo(
            ports.videos(),
            ports.tasks(),
            ports.renditions(),
            work,
            record,
            ports.transactions(),
            clock);
    move.inspected(video.id(), Samples.FACTS);
    move.viewable(video.id(), List.of());
    move.ready(video.id());
    return ports.videos().byId(video.id()).orElseThrow();
  }

  private static Wishes wished(String spec) {
    return new Wishes(null, null, null, false, false, null, null, Export.wished(spec));
  }

  private Path source(Video video) {
    return folder.resolve(BlobKeys.source(video.id()));
  }

  private String cidOf(Video video) throws IOException {
    return FileBlocks.of(Files.readAllBytes(source(video))).root().text();
  }

  private Export export(Video video) {
    Export export = ports.videos().byId(video.id()).orElseThrow().wishes().export();
    if (export == null) {
      throw new AssertionError("nothing was asked for");
    }
    return export;
  }

  private List<Event.Kind> told() {
    return ((InMemoryEvents) ports.events()).all().stream().map(Event::kind).toList();
  }
}
