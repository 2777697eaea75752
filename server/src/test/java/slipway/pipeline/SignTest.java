package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.certificates.HouseAuthority;
import slipway.certificates.PemPair;
import slipway.core.event.RecordEvent;
import slipway.core.journey.MoveVideo;
import slipway.core.journey.RetryVideo;
import slipway.core.journey.SignVideo;
import slipway.core.rendition.Rendition;
import slipway.core.task.Task;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Signing;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.Outcome;
import slipway.media.packaging.Resource;
import slipway.media.packaging.WrittenResource;
import slipway.media.provenance.Signer;
import slipway.media.provenance.TimeStamps;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;
import slipway.storage.file.FileBlobs;
import slipway.testing.CancelledRun;
import slipway.testing.Clips;
import slipway.testing.CountingIds;
import slipway.testing.Ports;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.faults.FullStore;

/** The signing of outputs between the last rung and ready, over real files. */
final class SignTest {
  private static final JobControl CANCELLED = new CancelledRun();

  @TempDir Path folder;

  private final Ports ports = Ports.inMemory();
  private final SettableClock clock = new SettableClock();
  private final CountingIds ids = new CountingIds();
  private final RecordingWork work = new RecordingWork();
  private final RecordEvent record = new RecordEvent(ports.events(), ids);
  private final MoveVideo move =
      new MoveVideo(
          ports.videos(),
          ports.tasks(),
          ports.renditions(),
          work,
          record,
          ports.transactions(),
          clock);
  private final SignVideo signVideo =
      new SignVideo(ports.videos(), move, record, ports.transactions(), clock);
  private FileBlobs blobs;
  private SigningKeys keys;
  private Optional<TimeStamps> stamps = Optional.empty();

  @BeforeEach
  void open() throws IOException {
    blobs = new FileBlobs(folder.resolve("blobs"), /* reserve= */ 0);
    PemPair pair = new HouseAuthority(folder.resolve("c2pa")).signing(clock.instant());
    keys = () -> new Signer(pair.key(), pair.certificates());
  }

  @Test
  @DisplayName("LP-168: ready only once it is signed; the statement is kept, the samples stay")
  void signed_thenReady() throws IOException {
    UUID id = underWay();
    move.ready(id);
    assertThat(video(id).phase()).isInstanceOf(Phase.Viewable.class);
    assertThat(signing(id).state()).isEqualTo(Signing.State.WAITING);
    assertThat(work.asked()).containsExactly(new RecordingWork.Asked("sign", id));

    finish(run(id, 1));
    assertThat(video(id).phase()).isEqualTo(new Phase.Ready());
    assertThat(ports.tasks().ofVideo(id).orElseThrow().state()).isEqualTo(Task.State.COMPLETED);
    assertThat(signing(id).state()).isEqualTo(Signing.State.SIGNED);
    assertThat(signing(id).files().stream().map(Signing.File::rendition))
        .containsExactly("source", "source-audio");
    Resource whole = read(signing(id).files().getFirst());
    assertThat(whole.contentType()).isEqualTo("video/mp4");
    assertThat(whole.body()).allMatch(range -> range.file().equals(BlobKeys.source(id)));
    byte[] second = new byte[4];
    whole.head().get(whole.head().getInt(0) + 4, second);
    assertThat(second).isEqualTo(new byte[] {'u', 'u', 'i', 'd'});
  }

  @Test
  @DisplayName(
      "MD-87: without a key the asset is ready, says why it is unsigned, and can be retried")
  void failure_losesNothing() throws IOException {
    UUID id = underWay();
    move.ready(id);
    SigningKeys good = keys;
    keys =
        () -> {
          throw new SigningKeys.NotNow("The certificate is too old.");
        };
    for (int attempt = 1; attempt < 3; attempt++) {
      assertThat(run(id, attempt)).isInstanceOf(Outcome.RetryAfter.class);
      assertThat(video(id).phase()).isInstanceOf(Phase.Viewable.class);
    }
    finish(run(id, 3));
    assertThat(video(id).phase()).isEqualTo(new Phase.Ready());
    assertThat(signing(id).state()).isEqualTo(Signing.State.FAILED);
    assertThat(signing(id).error()).isEqualTo("The certificate is too old.");

    keys = good;
    retry(id);
    assertThat(work.asked().getLast()).isEqualTo(new RecordingWork.Asked("sign", id));
    assertThat(video(id).phase()).as("nobody notices").isEqualTo(new Phase.Ready());
    finish(run(id, 1));
    assertThat(signing(id).state()).isEqualTo(Signing.State.SIGNED);
    assertThat(signing(id).error()).isNull();
  }

  @Test
  @DisplayName("REL-30: a stop of the server in the last try is no failure")
  void stopped_isTriedAgain() throws IOException {
    UUID id = underWay();
    move.ready(id);
    SigningKeys good = keys;
    keys =
        () -> {
          throw new UncheckedIOException(new ClosedByInterruptException());
        };
    assertThat(stage().run(job(id, 3), new CancelledRun())).isInstanceOf(Outcome.RetryAfter.class);
    keys = good;
    finish(run(id, 3));
    assertThat(signing(id).state()).isEqualTo(Signing.State.SIGNED);
  }

  @Test
  @DisplayName("LP-168, MD-87: without a stamp it is tried again, then signed without and said so")
  void noStamp_losesNothing() throws IOException {
    UUID id = underWay();
    move.ready(id);
    int[] asked = {0};
    stamps =
        Optional.of(_ -> {
          asked[0]++;
          throw new TimeStamps.NoTimeStamp("The authority answered 503.");
        });
    for (int attempt = 1; attempt < 3; attempt++) {
      assertThat(run(id, attempt)).isInstanceOf(Outcome.RetryAfter.class);
      assertThat(video(id).phase()).isInstanceOf(Phase.Viewable.class);
    }
    finish(run(id, 3));
    assertThat(asked[0]).as("no second question once it is given up").isEqualTo(3);
    assertThat(video(id).phase()).isEqualTo(new Phase.Ready());
    assertThat(signing(id).state()).isEqualTo(Signing.State.UNSTAMPED);
    assertThat(signing(id).error())
        .isEqualTo("The files are signed without a time stamp. The authority answered 503.");
    assertThat(signing(id).files()).hasSize(2).allMatch(file -> file.stampedAt() == null);

    List<Signing.File> unstamped = signing(id).files();
    retry(id);
    finish(run(id, 3));
    assertThat(signing(id).files()).as("nothing better, nothing new").isEqualTo(unstamped);
    assertThat(signing(id).state()).isEqualTo(Signing.State.UNSTAMPED);

    stamps = Optional.of(_ -> new TimeStamps.Stamp(new byte[100], clock.instant()));
    retry(id);
    finish(run(id, 1));
    assertThat(signing(id).state()).isEqualTo(Signing.State.SIGNED);
    assertThat(signing(id).error()).isNull();
    assertThat(signing(id).files())
        .hasSize(2)
        .allMatch(file -> clock.instant().equals(file.stampedAt()))
        .doesNotContainAnyElementsOf(unstamped);
  }

  private void retry(UUID id) {
    new RetryVideo(
            ports.videos(),
            ports.tasks(),
            ports.renditions(),
            work,
            record,
            ports.transactions(),
            clock)
        .retry(id);
  }

  @Test
  @DisplayName("MD-87: a file that is gone, or a job that died too often, ends the same way")
  void brokenFile_losesNothing() throws IOException {
    UUID id = underWay();
    move.ready(id);
    blobs.delete(BlobKeys.source(id));
    finish(run(id, 3));
    assertThat(video(id).phase()).isEqualTo(new Phase.Ready());
    assertThat(signing(id).error()).contains("on our side");

    UUID other = underWay();
    move.ready(other);
    stage().gaveUp(job(other, 9), "died");
    assertThat(video(other).phase()).isEqualTo(new Phase.Ready());
    assertThat(signing(other).state()).isEqualTo(Signing.State.FAILED);
  }

  @Test
  @DisplayName("REL-13, REL-42: a full disk is waited for, counts no try, and costs no signature")
  void fullDisk_isWaitedFor() throws IOException {
    UUID id = underWay();
    move.ready(id);
    SigningKeys good = keys;
    keys =
        () -> {
          throw new NoSpaceException("the disk is full");
        };
    assertThat(run(id, 3)).as("the last try").isInstanceOf(Outcome.Wait.class);
    assertThat(signing(id).state()).isEqualTo(Signing.State.WAITING);
    keys = good;
    finish(run(id, 3));
    assertThat(signing(id).state()).isEqualTo(Signing.State.SIGNED);
  }

  @Test
  @DisplayName("REL-42: what was signed before the disk was found full does not stay on it")
  void fullDisk_isNotFilledFurther() throws IOException {
    UUID id = underWay();
    move.ready(id);
    Path mine = folder.resolve("blobs").resolve(BlobKeys.folder(id));
    Set<Path> before = files(mine);
    assertThat(stage(FullStore.atAppend(2, blobs)).run(job(id, 1), JobControl.none()))
        .isInstanceOf(Outcome.Wait.class);
    assertThat(files(mine)).isEqualTo(before);
    finish(run(id, 1));
    assertThat(files(mine)).hasSize(before.size() + 2);
  }

  private static Set<Path> files(Path in) throws IOException {
    try (Stream<Path> all = Files.list(in)) {
      return all.collect(Collectors.toSet());
    }
  }

  @Test
  @DisplayName("a run that is cut off, or whose end was never committed, is done again")
  void killed_isDoneAgain() throws IOException {
    UUID id = underWay();
    move.ready(id);
    assertThat(stage().run(job(id, 1), CANCELLED)).isInstanceOf(Outcome.RetryAfter.class);
    assertThat(signing(id).files()).isEmpty();

    assertThat(run(id, 1)).isInstanceOf(Outcome.Done.class); // and killed before the commit
    assertThat(signing(id).files()).isEmpty();
    Outcome again = run(id, 1);
    finish(again);
    List<Signing.File> files = signing(id).files();
    finish(again);
    assertThat(signing(id).files()).isEqualTo(files);
    finish(run(id, 1));
    assertThat(signing(id).files()).as("nothing is signed twice").isEqualTo(files);
    blobs.deleteFolder(BlobKeys.folder(id));
    assertThat(Files.exists(folder.resolve("blobs").resolve(BlobKeys.folder(id))))
        .as("what the killed run left goes with the rest")
        .isFalse();
  }

  @Test
  void deletedMeanwhile_andNotWished_nothingHappens() throws IOException {
    UUID id = underWay();
    move.ready(id);
    Outcome late = run(id, 1);
    ports.videos().update(video(id).deleted(clock.instant()));
    finish(late);
    assertThat(video(id).phase()).isEqualTo(new Phase.Deleting());
    finish(run(id, 1));

    UUID plain = underWay(Wishes.none());
    move.ready(plain);
    assertThat(video(plain).phase()).isEqualTo(new Phase.Ready());
    assertThat(video(plain).wishes().signing()).isNull();
  }

  @Test
  @DisplayName("a rung that is made later is signed as well, and what is signed already stays")
  void laterRung_isSigned() throws IOException {
    UUID id = underWay();
    move.ready(id);
    finish(run(id, 1));
    List<Signing.File> before = signing(id).files();
    String rung = BlobKeys.rendition(id, "360p0");
    Files.copy(Clips.clip("sample_video_only.mp4"), folder.resolve("blobs").resolve(rung));
    ports
        .renditions()
        .publish(new Rendition(id, "360p0", Rendition.Form.PICTURE, rung, /* size= */ 1));
    move.settled(id, Failure.Kind.INTERNAL);
    assertThat(work.asked().getLast()).isEqualTo(new RecordingWork.Asked("sign", id));
    finish(run(id, 1));
    assertThat(signing(id).files()).containsAll(before).hasSize(3);
    assertThat(video(id).wishes().signed("360p0")).isPresent();
  }

  private UUID underWay() throws IOException {
    return underWay(new Wishes(null, null, null, false, true, null, null, null));
  }

  private long serial = 500;

  private UUID underWay(Wishes wishes) throws IOException {
    serial++;
    Video ticket = Samples.video(1, serial, "holiday", wishes, new Source.Direct());
    Path file = folder.resolve("blobs").resolve(BlobKeys.source(ticket.id()));
    Files.createDirectories(file.resolveSibling("."));
    Files.copy(Clips.clip("sample.mp4"), file);
    Video video =
        ticket
            .bytesArrived(new Content(Files.size(file), /* sha256= */ null), clock.instant())
            .inspected(Samples.FACTS, clock.instant())
            .viewable(clock.instant());
    ports.videos().add(video);
    ports.tasks().add(Samples.task(serial, video));
    ports
        .renditions()
        .publish(
            new Rendition(
                video.id(),
                "source",
                Rendition.Form.SOURCE,
                BlobKeys.source(video.id()),
                Files.size(file)));
    return video.id();
  }

  private Video video(UUID id) {
    return ports.videos().byId(id).orElseThrow();
  }

  private Signing signing(UUID id) {
    return Objects.requireNonNull(video(id).wishes().signing());
  }

  private Sign stage() {
    return stage(blobs);
  }

  private Sign stage(BlobStore store) {
    return new Sign(signVideo, ports.renditions(), store, () -> keys.signer(), stamps, ids, "1.0");
  }

  private static Job job(UUID id, int attempt) {
    return new Job("sign", id.toString(), attempt, /* priority= */ 0, Optional.empty());
  }

  private Outcome run(UUID id, int attempt) {
    return stage().run(job(id, attempt), JobControl.none());
  }

  private static void finish(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    ((Outcome.Done) outcome).change().run();
  }

  private Resource read(Signing.File file) throws IOException {
    try (Blob blob = blobs.open(file.blob()).orElseThrow()) {
      return WrittenResource.read(new BlobSource(blob));
    }
  }
}
