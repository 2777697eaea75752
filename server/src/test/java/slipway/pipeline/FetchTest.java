package slipway.pipeline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.task.Task;
import slipway.core.upload.Gateways;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.ingest.FirstLook;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;
import slipway.ingest.pull.Pull;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.Outcome;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;
import slipway.outgoing.StrangeServer;
import slipway.storage.BlobAppender;
import slipway.testing.IngestHouse;
import slipway.testing.Samples;

/** The stage that fetches, against a server that does whatever a test likes. */
final class FetchTest {
  private static final String WHOLE = "HTTP/1.1 200 OK\nContent-Length: 10\nETag: \"a\"";
  private static final String REST =
      "HTTP/1.1 206 Partial\nContent-Length: 5\nContent-Range: bytes 5-9/10\nETag: \"a\"";

  private final IngestHouse house = new IngestHouse();
  private final Deque<StrangeServer.Manners> answers = new ArrayDeque<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  private StrangeServer server;
  private UUID id;

  @BeforeEach
  void open() throws Exception {
    server = new StrangeServer((head, out) -> answers.removeFirst().answer(head, out));
    opened.add(server);
    id = house.imported(url("/film.mp4")).video().id();
  }

  @AfterEach
  void close() throws Exception {
    over.countDown();
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  @DisplayName("LP-84: a file comes in whole, with its hash, and is inspected next")
  void whole() throws Exception {
    says(WHOLE, "0123456789");

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(stored()).isEqualTo("0123456789");
    assertThat(phase()).isEqualTo(new Phase.Inspecting());
    assertThat(video().content())
        .isEqualTo(
            new Content(10, "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"));
    assertThat(house.work.asked().getLast().what()).isEqualTo("inspect");
    assertThat(run()).as("once more").isInstanceOf(Outcome.Done.class);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  @DisplayName("REL-65, LP-112: three tries with growing waits, then failed; a retry goes on")
  void threeTries() throws Exception {
    says(WHOLE, "01234");
    says("HTTP/1.1 503 No\nContent-Length: 0", "");
    says("HTTP/1.1 503 No\nContent-Length: 0", "");

    assertWaits(run(), Duration.ofSeconds(30));
    assertThat(task().state()).isEqualTo(Task.State.WAITING);
    assertThat(task().error()).isNotBlank();
    assertWaits(run(), Duration.ofMinutes(3));
    assertThat(phase()).isEqualTo(new Phase.Fetching());
    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(failure().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);
    assertThat(failure().sentence())
        .isEqualTo(
            "The URL was answered with status 503."
                + " Check that the URL can be opened from anywhere, then try again.");
    assertThat(server.requests).hasSize(3);
    assertThat(stored()).as("kept for a retry").isEqualTo("01234");

    house.retry.retry(id);
    says(REST, "56789");
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(stored()).isEqualTo("0123456789");
    assertThat(server.requests.getLast()).contains("Range: bytes=5-", "If-Range: \"a\"");
  }

  @Test
  @DisplayName(
      "REL-65, REL-02: after a crash it goes on at the durable offset; bytes beyond are void")
  void crash() throws Exception {
    says(WHOLE, "01234");
    assertWaits(run(), Duration.ofSeconds(30));
    try (BlobAppender appender = house.blobs.append(id + "/source", 5)) {
      appender.write(new ByteBuffer[] {ByteBuffer.wrap("never told".getBytes(US_ASCII))});
    }
    house.blobs.losePower();

    says(REST, "56789");
    assertThat(runAfterRestart()).isInstanceOf(Outcome.Done.class);

    assertThat(stored()).isEqualTo("0123456789");
    assertThat(server.requests.getLast()).contains("Range: bytes=5-");
    assertThat(video().content()).as("the hash comes later").isEqualTo(new Content(10, null));
  }

  @Test
  @DisplayName("REL-65: an ETag that changed, or a server without Range, starts over")
  void startsOver() throws Exception {
    says(WHOLE, "01234");
    says("HTTP/1.1 200 OK\nContent-Length: 4\nETag: \"b\"", "abcd");

    assertWaits(run(), Duration.ofSeconds(30));
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(stored()).isEqualTo("abcd");
  }

  @Test
  @DisplayName("REL-17: bytes that vanished meanwhile are fetched anew, not filled up")
  void lostBytes() throws Exception {
    says(WHOLE, "01234");
    assertWaits(run(), Duration.ofSeconds(30));
    house.blobs.damage(id + "/source", 2);

    says(REST, "56789");
    assertWaits(run(), Duration.ofMinutes(3));
    says(WHOLE, "0123456789");
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(stored()).isEqualTo("0123456789");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 403, 404, 410})
  @DisplayName("LP-80, LP-92: what will not get better fails at once, with cause and cure")
  void never(int status) throws Exception {
    says("HTTP/1.1 " + status + " No\nContent-Length: 0", "");

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(failure().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);
    assertThat(failure().sentence())
        .startsWith("The URL was answered with status " + status + ". ");
    assertThat(task().state()).isEqualTo(Task.State.FAILED);
    house.retry.retry(id);
    says(WHOLE, "0123456789");
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(phase()).as("REL-34: fetched again").isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("LP-81: a URL that names a playlist brings the film in it, not the list")
  void playlist() throws Exception {
    id = house.imported(url("/film.m3u8?token=1")).video().id();
    says("HTTP/1.1 200 OK", "#EXTM3U\n#EXTINF:6,\n0.ts\n#EXTINF:6,\n1.ts\n#EXT-X-ENDLIST\n");
    says("HTTP/1.1 200 OK\nContent-Length: 5", "01234");
    says("HTTP/1.1 200 OK\nContent-Length: 5", "56789");

    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(stored()).isEqualTo("0123456789");
    assertThat(phase()).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("LP-81: what is wrong with a playlist is told; a retry reads it again")
  void badPlaylist() throws Exception {
    id = house.imported(url("/film.m3u8")).video().id();
    says("HTTP/1.1 200 OK", "#EXTM3U\n#EXTINF:6,\n0.ts\n");

    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(failure().kind()).isEqualTo(Failure.Kind.BAD_PLAYLIST);
    assertThat(failure().sentence()).contains("EXT-X-ENDLIST");

    house.retry.retry(id);
    says("HTTP/1.1 200 OK", "#EXTM3U\n#EXTINF:6,\n0.ts\n#EXT-X-ENDLIST\n");
    says("HTTP/1.1 200 OK\nContent-Length: 10", "0123456789");
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(phase()).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("GC-54, GC-124: at other doors a playlist is a file like any other, and no video")
  void playlistElsewhere() throws Exception {
    id = importedAtGcore("Bearer s3cr3t", "/film.m3u8");
    says("HTTP/1.1 200 OK\nContent-Length: 10", "text of it");

    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(failure()).isEqualTo(IngestHouse.NOT_MEDIA);
    assertThat(server.requests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"404, HAD_NOTHING", "403, FORBADE", "401, FORBADE", "206, ", "418, "})
  @DisplayName("GC-121, GC-122: some doors' imports are tried three times, whatever is said")
  void insists(int status, Failure.@Nullable There there) throws Exception {
    id = importedAtGcore("Bearer s3cr3t");
    for (int i = 0; i < 3; i++) {
      says("HTTP/1.1 " + status + " No\nContent-Length: 0", "");
    }

    assertWaits(run(), Duration.ofSeconds(2));
    assertThat(phase()).isEqualTo(new Phase.Fetching());
    assertWaits(run(), Duration.ofSeconds(5));
    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(server.requests).hasSize(3);
    assertThat(failure().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);
    assertThat(failure().there()).isEqualTo(there);
    assertThat(house.authorizations.of(id)).as("of no use any more").isEmpty();
  }

  @Test
  @DisplayName("GC-125: the server of the URL sees the Authorization, another one does not")
  void authorization() throws Exception {
    id = importedAtGcore("Bearer s3cr3t");
    says(WHOLE, "0123456789");

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(server.requests.getFirst()).contains("Authorization: Bearer s3cr3t");
    assertThat(house.authorizations.of(id)).as("forgotten once it is here").isEmpty();
  }

  @Test
  @DisplayName("GC-125: a kill between the file and its secret's end leaves no secret")
  void killedBeforeForgetting() throws Exception {
    id = importedAtGcore("Bearer s3cr3t");
    says(WHOLE, "0123456789");

    fetch().run(job(id), JobControl.none()); // and its end is never kept

    assertThat(house.authorizations.of(id)).isPresent();
    assertThat(runAfterRestart()).isInstanceOf(Outcome.Done.class);
    assertThat(house.authorizations.of(id)).isEmpty();
    assertThat(server.requests).hasSize(1);
  }

  @Test
  @DisplayName("The end of one fetch leaves the address of the next place alone")
  void fetchedElsewhereMeanwhile() throws Exception {
    says(WHOLE, "0123456789");
    Outcome first = fetch().run(job(id), JobControl.none());
    house.move.failed(id, IngestHouse.NOT_MEDIA);
    house
        .ports
        .videos()
        .update(video().fetchedElsewhere(new Source.Url(url("/b"), null), house.clock.instant()));
    house.authorizations.keepAddress(id, url("/b?signed"));

    ((Outcome.Done) first).change().run();

    assertThat(house.authorizations.addressOf(id)).contains(url("/b?signed"));
  }

  @Test
  @DisplayName("GC-125: a redirect to another host takes no secret along")
  void authorizationOfOthers() throws Exception {
    id = importedAtGcore("Bearer s3cr3t");
    StrangeServer other =
        keep(new StrangeServer((_, out) -> StrangeServer.say(out, WHOLE, "0123456789")));
    says(
        "HTTP/1.1 302 Found\nLocation: http://127.0.0.1:" + other.port() + "/b\nContent-Length: 0",
        "");

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(server.requests.getFirst()).contains("Authorization: Bearer s3cr3t");
    assertThat(other.requests.getFirst())
        .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("authorization"));
    assertThat(stored()).isEqualTo("0123456789");
  }

  private UUID importedAtGcore(@Nullable String authorization) {
    return importedAtGcore(authorization, "/film.mp4");
  }

  private UUID importedAtGcore(@Nullable String authorization, String path) {
    return house
        .importFromUrl
        .take(
            new ImportFromUrl.Asked(
                Samples.account(1),
                "gcore",
                "key",
                "name",
                new Source.Url(url(path), null),
                Wishes.none(),
                /* sameWithin= */ null,
                /* anyNumber= */ true,
                authorization))
        .video()
        .id();
  }

  @Test
  @DisplayName("REL-64: what is or becomes too large fails, and nothing of it stays")
  void tooLarge() throws Exception {
    answers.add(FetchTest::endless);

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(failure().kind()).isEqualTo(Failure.Kind.TOO_LARGE);
    assertThat(stored()).isEqualTo("nothing");
    house.retry.retry(id);
    says("HTTP/1.1 200 OK\nContent-Length: 1001", "x");
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(failure().kind()).isEqualTo(Failure.Kind.TOO_LARGE);
  }

  @Test
  @DisplayName("REL-64: a packed answer is not unpacked but refused")
  void packed() throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 10\nContent-Encoding: gzip", "0123456789");

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(failure().sentence()).contains("packed");
    assertThat(stored()).isEqualTo("nothing");
  }

  @Test
  @DisplayName("REL-64: silence ends at the idle limit, and a trickle at the time limit")
  void slow() throws Exception {
    answers.add((_, out) -> {
      StrangeServer.say(out, WHOLE, "01234");
      over.await();
    });
    Fetch impatient = fetch(settings(true, Duration.ofMillis(200)), Duration.ofMinutes(1));
    assertWaits(run(impatient), Duration.ofSeconds(30));
    assertThat(task().error()).contains("silent for too long");
    assertThat(house.take.toFetch(id).offset()).isEqualTo(5);

    answers.add((_, out) -> over.await());
    Fetch hurried = fetch(settings(true, Duration.ofMinutes(1)), Duration.ofMillis(200));
    assertWaits(run(hurried), Duration.ofMinutes(3));
    assertThat(task().error()).contains("longer than allowed");
  }

  @Test
  @DisplayName("MD-10: what the first bytes refuse is refused while it arrives")
  void refused() throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 500", "text" + "x".repeat(100));

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(phase()).isEqualTo(new Phase.Failed(IngestHouse.NOT_MEDIA));
    assertThat(stored()).isEqualTo("nothing");
  }

  @Test
  @DisplayName("REL-60, REL-66: a private address is never knocked at unless the switch is on")
  void privateTarget() throws Exception {
    Fetch strict = fetch(settings(false, Duration.ofSeconds(5)), Duration.ofMinutes(1));

    assertThat(run(strict)).isInstanceOf(Outcome.Done.class);

    assertThat(failure().sentence())
        .isEqualTo(
            "The URL leads to an address that is not public. Check that the URL can be opened from"
                + " anywhere, then try again.");
    assertThat(server.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/inside",
        "//localhost:%d/inside",
        "http://[::ffff:127.0.0.1]:%d/",
        "http://0x7f000001:%d/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:%d/"
      })
  @DisplayName("REL-61: a redirect to the inside is refused, and nobody knocks there")
  void redirectInside(String location) throws Exception {
    try (StrangeServer inside = StrangeServer.saying(WHOLE, "0123456789")) {
      says(
          "HTTP/1.1 302 Found\nContent-Length: 0\nLocation: " + location.formatted(inside.port()),
          "");
      var onlyOurs =
          new OutgoingSettings(
              false,
              List.of("127.0.0.1:" + server.port()),
              Duration.ofSeconds(5),
              Duration.ofSeconds(5));

      assertThat(run(fetch(onlyOurs, Duration.ofMinutes(1)))).isInstanceOf(Outcome.Done.class);

      assertThat(failure().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);
      assertThat(server.requests).hasSize(1);
      assertThat(inside.requests).isEmpty();
    }
  }

  @Test
  @DisplayName("REL-62: a name that leads inside, wholly or in part, is refused")
  void rebinding() throws Exception {
    List<List<String>> leads =
        List.of(List.of("127.0.0.1"), List.of("8.8.4.4", "10.0.0.1"), List.of("8.8.4.4", "::1"));
    for (List<String> addresses : leads) {
      UUID film = house.imported("http://rebind.example:" + server.port() + "/").video().id();
      Outgoing outgoing =
          keep(
              new Outgoing(
                  settings(false, Duration.ofSeconds(5)),
                  _ -> addresses.stream().map(InetAddress::ofLiteral).toList()));

      fetch(outgoing, house.receiver, Duration.ofMinutes(1)).run(job(film), JobControl.none());

      assertThat(house.ports.videos().byId(film).orElseThrow().phase())
          .isInstanceOf(Phase.Failed.class);
    }
    assertThat(server.requests).isEmpty();
  }

  @Test
  @DisplayName("LP-77: one gateway after the other, until one has the file")
  void gateways() throws Exception {
    id = house.imported("ipfs://Qm1/a.mp4").video().id();
    Fetch twoGateways =
        fetch(outgoing(), house.receiver, Duration.ofMinutes(1), url("/one/"), url("/two/"));
    says("HTTP/1.1 404 No\nContent-Length: 0", "");
    says("HTTP/1.1 503 No\nContent-Length: 0", "");
    assertWaits(run(twoGateways), Duration.ofSeconds(30));
    says(WHOLE, "01234");
    says(REST, "56789");
    assertThat(run(twoGateways)).isInstanceOf(Outcome.Done.class);

    assertThat(stored()).isEqualTo("0123456789");
    assertThat(server.requests)
        .extracting(List::getFirst)
        .containsExactly(
            "GET /one/Qm1/a.mp4 HTTP/1.1",
            "GET /two/Qm1/a.mp4 HTTP/1.1",
            "GET /one/Qm1/a.mp4 HTTP/1.1",
            "GET /two/Qm1/a.mp4 HTTP/1.1");
  }

  @Test
  @DisplayName("LP-77: when no gateway has it, it fails; when there is none any more, too")
  void noGateway() throws Exception {
    id = house.imported("ipfs://Qm1").video().id();
    says("HTTP/1.1 404 No\nContent-Length: 0", "");
    says("HTTP/1.1 410 No\nContent-Length: 0", "");
    run(fetch(outgoing(), house.receiver, Duration.ofMinutes(1), url("/one/"), url("/two/")));
    assertThat(failure().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);

    house.retry.retry(id);
    run(fetch(outgoing(), house.receiver, Duration.ofMinutes(1)));
    assertThat(failure().sentence()).contains("no gateway");
  }

  @Test
  @DisplayName("REL-12: without room it waits, says so, and counts no try")
  void noRoom() throws Exception {
    house.blobs.room(3);
    says(WHOLE, "0123456789");
    assertThat(run())
        .isInstanceOfSatisfying(
            Outcome.Wait.class, wait -> assertThat(wait.after()).isEqualTo(Duration.ofMinutes(1)));
    assertThat(task().error()).contains("no space left");
    assertThat(house.move.retries(id)).isZero();

    house.blobs.repair();
    says(WHOLE, "0123456789");
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(stored()).isEqualTo("0123456789");
  }

  @Test
  @DisplayName("REL-36: deleting hangs up at once and leaves no bytes")
  void delete() throws Exception {
    answers.add((_, out) -> {
      StrangeServer.say(out, WHOLE, "01234");
      over.await();
    });
    var run =
        CompletableFuture.supplyAsync(() -> {
          try {
            return run(fetch(settings(true, Duration.ofMinutes(5)), Duration.ofMinutes(5)));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    String upload = house.ports.uploads().ofVideo(id).map(Upload::id).orElseThrow();
    await().until(() -> house.writers.reach(upload).filter(far -> far.received() == 5).isPresent());

    house.delete.delete(id);

    await().until(run::isDone);
    assertThat(stored()).isEqualTo("nothing");
    assertThat(phase()).isEqualTo(new Phase.Deleting());
  }

  @Test
  @DisplayName("REL-11: a stop of the server counts no try")
  void stopped() throws Exception {
    says(WHOLE, "01234");
    JobControl stopping =
        new JobControl() {
          @Override
          public boolean cancelled() {
            return true;
          }

          @Override
          public void onCancel(Runnable action) {}
        };

    assertWaits(fetch().run(job(id), stopping), Duration.ZERO);
    assertThat(house.move.retries(id)).isZero();
    assertThat(phase()).isEqualTo(new Phase.Fetching());
  }

  @Test
  @DisplayName("REL-34: what goes wrong on our side again and again fails with a cure")
  void gaveUp() throws Exception {
    fetch().gaveUp(job(id), "nobody knows");
    assertThat(failure().kind()).isEqualTo(Failure.Kind.INTERNAL);
  }

  private Outcome run() throws Exception {
    return run(fetch());
  }

  /** As a new process would, which knows nothing of the bytes that came before. */
  private Outcome runAfterRestart() throws Exception {
    var receiver = new Receiver(house.take, house.blobs, (_, _) -> new FirstLook.Verdict.Pass());
    return run(fetch(outgoing(), receiver, Duration.ofMinutes(1)));
  }

  private Outcome run(Fetch fetch) throws Exception {
    Outcome outcome = fetch.run(job(id), JobControl.none());
    if (outcome instanceof Outcome.Done(Runnable change)) {
      change.run();
    }
    return outcome;
  }

  private static Job job(UUID video) {
    return new Job("fetch", video.toString(), 1, 0, Optional.empty());
  }

  private Fetch fetch() {
    return fetch(outgoing(), house.receiver, Duration.ofMinutes(1));
  }

  private Fetch fetch(OutgoingSettings settings, Duration longest) {
    return fetch(keep(new Outgoing(settings, Resolver.system())), house.receiver, longest);
  }

  private Fetch fetch(
      Outgoing outgoing, Receiver receiver, Duration longest, String... ipfsGateways) {
    var writers = receiver == house.receiver ? house.writers : new Writers(/* softLooks= */ false);
    return new Fetch(
        house.move,
        house.take,
        new Pull(outgoing, house.take, writers, receiver, longest),
        new Gateways(List.of(ipfsGateways), List.of()),
        house.authorizations,
        Set.of("gcore"),
        new Playlists(Set.of("livepeer")));
  }

  private Outgoing outgoing() {
    return keep(new Outgoing(settings(true, Duration.ofSeconds(20)), Resolver.system()));
  }

  private static OutgoingSettings settings(boolean allowPrivateTargets, Duration idle) {
    return new OutgoingSettings(allowPrivateTargets, List.of(), Duration.ofSeconds(5), idle);
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  private static void endless(List<String> head, OutputStream out) throws IOException {
    StrangeServer.say(out, "HTTP/1.1 200 OK", "");
    byte[] more = new byte[100];
    while (true) {
      out.write(more); // until the other side hangs up
    }
  }

  private void says(String head, String body) {
    answers.add((_, out) -> StrangeServer.say(out, head, body));
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private Video video() {
    return house.ports.videos().byId(id).orElseThrow();
  }

  private Phase phase() {
    return video().phase();
  }

  private Failure failure() {
    return ((Phase.Failed) phase()).failure();
  }

  private Task task() {
    return house.ports.tasks().ofVideo(id).orElseThrow();
  }

  private String stored() {
    return house.stored(house.ports.uploads().ofVideo(id).orElseThrow());
  }

  private static void assertWaits(Outcome outcome, Duration wait) {
    assertThat(outcome).isInstanceOf(Outcome.RetryAfter.class);
    assertThat(((Outcome.RetryAfter) outcome).after()).isEqualTo(wait);
  }
}
