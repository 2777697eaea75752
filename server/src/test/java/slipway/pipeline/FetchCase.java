package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import slipway.core.task.Task;
import slipway.core.upload.Gateways;
import slipway.core.upload.ImportFromUrl;
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
import slipway.testing.IngestHouse;
import slipway.testing.Samples;

/** A server that does whatever a test likes, and the stage that fetches from it. */
abstract class FetchCase {
  static final String WHOLE = "HTTP/1.1 200 OK\nContent-Length: 10\nETag: \"a\"";
  static final String REST =
      "HTTP/1.1 206 Partial\nContent-Length: 5\nContent-Range: bytes 5-9/10\nETag: \"a\"";

  final IngestHouse house = new IngestHouse();
  final Deque<StrangeServer.Manners> answers = new ArrayDeque<>();
  final List<AutoCloseable> opened = new ArrayList<>();
  final CountDownLatch over = new CountDownLatch(1);

  StrangeServer server;
  UUID id;

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

  Outcome run() throws Exception {
    return run(fetch());
  }

  /** As a new process would, which knows nothing of the bytes that came before. */
  Outcome runAfterRestart() throws Exception {
    var receiver = new Receiver(house.take, house.blobs, (_, _) -> new FirstLook.Verdict.Pass());
    return run(fetch(outgoing(), receiver, Duration.ofMinutes(1)));
  }

  Outcome run(Fetch fetch) throws Exception {
    Outcome outcome = fetch.run(job(id), JobControl.none());
    if (outcome instanceof Outcome.Done(Runnable change)) {
      change.run();
    }
    return outcome;
  }

  static Job job(UUID video) {
    return new Job("fetch", video.toString(), 1, 0, Optional.empty());
  }

  Fetch fetch() {
    return fetch(outgoing(), house.receiver, Duration.ofMinutes(1));
  }

  Fetch fetch(OutgoingSettings settings, Duration longest) {
    return fetch(keep(new Outgoing(settings, Resolver.system())), house.receiver, longest);
  }

  Fetch fetch(Outgoing outgoing, Receiver receiver, Duration longest, String... ipfsGateways) {
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

  Outgoing outgoing() {
    return keep(new Outgoing(settings(true, Duration.ofSeconds(20)), Resolver.system()));
  }

  static OutgoingSettings settings(boolean allowPrivateTargets, Duration idle) {
    return new OutgoingSettings(allowPrivateTargets, List.of(), Duration.ofSeconds(5), idle);
  }

  <T extends AutoCloseable> T keep(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  void says(String head, String body) {
    answers.add((_, out) -> StrangeServer.say(out, head, body));
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  Video video() {
    return house.ports.videos().byId(id).orElseThrow();
  }

  Phase phase() {
    return video().phase();
  }

  Failure failure() {
    return ((Phase.Failed) phase()).failure();
  }

  Task task() {
    return house.ports.tasks().ofVideo(id).orElseThrow();
  }

  String stored() {
    return house.stored(house.ports.uploads().ofVideo(id).orElseThrow());
  }

  static void assertWaits(Outcome outcome, Duration wait) {
    assertThat(outcome).isInstanceOf(Outcome.RetryAfter.class);
    assertThat(((Outcome.RetryAfter) outcome).after()).isEqualTo(wait);
  }

  UUID importedAtGcore(@Nullable String authorization) {
    return importedAtGcore(authorization, "/film.mp4");
  }

  UUID importedAtGcore(@Nullable String authorization, String path) {
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
}
