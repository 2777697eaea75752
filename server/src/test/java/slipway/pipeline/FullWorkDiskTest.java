package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.spec.MGF1ParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.event.RecordEvent;
import slipway.core.journey.MoveVideo;
import slipway.core.task.Task;
import slipway.core.video.Content;
import slipway.core.video.Particulars;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.media.container.FileByteSource;
import slipway.media.container.MovieJoiner;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Reading;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.protect.HouseKey;
import slipway.media.transcode.TranscodeSettings;
import slipway.storage.Blob;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.FullDisk;
import slipway.storage.NoSpaceException;
import slipway.storage.file.FileBlobs;
import slipway.testing.Clips;
import slipway.testing.CountingIds;
import slipway.testing.Ports;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.faults.FrailDisk;

/**
 * A disk that is found full while a stage writes into its own folder: the video waits for room and
 * says so, and none of its tries is used up.
 */
final class FullWorkDiskTest {
  @TempDir Path temporary;

  private interface Stage {
    JobHandler on(House house) throws Exception;
  }

  @Test
  @DisplayName("REL-13, REL-42: cutting a source waits for room, at whatever call the disk is full")
  void cut() throws Exception {
    Wishes wishes = Wishes.none().with(Particulars.cut(/* description= */ null, 0, 1));
    byte[] film = Files.readAllBytes(Clips.clip("sample.mp4"));
    everyCall(
        wishes,
        film,
        house ->
            new CutSource(
                house.move,
                house.work,
                house.blobs,
                new FfmpegState.Absent(List.of()),
                TranscodeSettings.defaults(),
                house.disk.root().resolve("work")),
        "Waiting for space on the disk to cut the file.");
  }

  @Test
  @DisplayName("REL-13, REL-42: decrypting waits for room, at whatever call the disk is full")
  void decrypt() throws Exception {
    HouseKey key = HouseKey.in(temporary.resolve("key.pem"));
    byte[] aes = new byte[16];
    Cipher wrap = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    wrap.init(
        Cipher.ENCRYPT_MODE,
        key.publicKey(),
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    String wrapped = Base64.getEncoder().encodeToString(wrap.doFinal(aes));
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(aes, "AES"), new IvParameterSpec(new byte[16]));
    byte[] secret = cipher.doFinal(new byte[5000]);
    byte[] file = new byte[16 + secret.length];
    System.arraycopy(secret, 0, file, 16, secret.length);
    everyCall(
        new Wishes(null, null, null, false, false, null, wrapped, null),
        file,
        house ->
            new Decrypt(
                house.move, house.work, house.blobs, key, house.disk.root().resolve("work")),
        "Waiting for space on the disk to decrypt the file.");
  }

  @Test
  @DisplayName("REL-13: what joins the parts of a film finds the disk full, and not something else")
  void join() throws Exception {
    try (var source = FileByteSource.open(Clips.clip("sample_video_only.mp4"))) {
      var movie = ((Mp4Reading.Parsed) Mp4Index.read(source)).movie();
      var parts = List.of(new MovieJoiner.Part(source, movie.video().orElseThrow()));
      FrailDisk whole = new FrailDisk();
      MovieJoiner.join(parts, whole.root().resolve("joined"));
      assertThat(whole.calls()).as("the file, its head, its samples").isGreaterThanOrEqualTo(3);
      for (int call = 0; call < whole.calls(); call++) {
        FrailDisk disk = new FrailDisk();
        disk.fullAt(call);
        IOException failure = failureOf(() -> MovieJoiner.join(parts, disk.root().resolve("j")));
        assertThat(FullDisk.named(failure))
            .as("call %d", call)
            .isInstanceOf(NoSpaceException.class);
      }
    }
  }

  @Test
  @DisplayName("REL-13, REL-42: a disk without room for ffprobe is waited for, and is no try")
  void look() throws Exception {
    byte[] film = Files.readAllBytes(Clips.clip("sample_with_srt.mkv"));
    FfmpegState full = new FfmpegState.Present(RealFfmpeg.onFullDisk());

    House inspected = new House(Wishes.none(), film);
    try (Blob blob = inspected.blobs.open(BlobKeys.source(inspected.video.id())).orElseThrow()) {
      assertThat(
              new Inspector(full, new Probes(), (_, _) -> {}).inspect(inspected.video.id(), blob))
          .isEqualTo(new Inspection.NotNow("Waiting for space on the disk."));
    }

    House encoded = new House(Wishes.none(), film);
    TranscodeSettings settings = TranscodeSettings.defaults();
    Preparation preparation =
        new Preparation(
            encoded.move,
            encoded.ports.renditions(),
            encoded.blobs,
            full,
            new Plans(settings, Map.of(), Set.of(), _ -> Optional.empty()),
            new Probes());
    assertThat(preparation.of(encoded.video.id(), encoded.job()))
        .isInstanceOfSatisfying(
            Preparation.Result.Stop.class,
            stop -> assertThat(stop.outcome()).isInstanceOf(Outcome.Wait.class));
    assertThat(encoded.task().error()).isEqualTo("Waiting for space on the disk.");
    assertThat(encoded.task().retries()).isZero();

    House cut = new House(Wishes.none().with(Particulars.cut(/* description= */ null, 0, 1)), film);
    Path work = temporary.resolve("work");
    var stage = new CutSource(cut.move, cut.work, cut.blobs, full, settings, work);
    assertThat(cut.run(stage)).isInstanceOf(Outcome.Wait.class);
    assertThat(cut.task().error()).isEqualTo("Waiting for space on the disk to cut the file.");
    assertThat(cut.task().retries()).isZero();
  }

  private interface Attempt {
    void make() throws IOException;
  }

  private static IOException failureOf(Attempt attempt) {
    try {
      attempt.make();
    } catch (IOException failure) {
      return failure;
    }
    throw new AssertionError("the disk was not full");
  }

  /** Runs a stage on one disk after another, each full at a later call of the stage. */
  private static void everyCall(Wishes wishes, byte[] source, Stage stage, String reason)
      throws Exception {
    House whole = new House(wishes, source);
    JobHandler undisturbed = stage.on(whole);
    int begun = whole.disk.calls();
    whole.finish(undisturbed);
    int calls = whole.disk.calls() - begun;
    assertThat(calls).as("folder, file, bytes and what publishes them").isGreaterThanOrEqualTo(5);
    int full = 0;
    for (int call = 0; call < calls; call++) {
      House house = new House(wishes, source);
      JobHandler handler = stage.on(house);
      house.disk.fullAt(house.disk.calls() + call);
      Outcome outcome = house.run(handler);
      if (outcome instanceof Outcome.Done(Runnable change)) {
        // Not every call has to succeed: a folder that may be there already, or what is swept up.
        change.run();
        house.assertMade();
        continue;
      }
      full++;
      assertThat(outcome)
          .as("call %d", call)
          .isInstanceOfSatisfying(
              Outcome.Wait.class, again -> assertThat(again.reason()).isEqualTo(reason));
      Task task = house.task();
      assertThat(task.error()).as("call %d", call).isEqualTo(reason);
      assertThat(task.retries()).as("call %d", call).isZero();
      house.finish(handler);
    }
    assertThat(full).isGreaterThanOrEqualTo(4);
  }

  /** One video on a disk of its own. */
  private static final class House {
    final FrailDisk disk = new FrailDisk();
    final Ports ports = Ports.inMemory();
    final RecordingWork work = new RecordingWork();
    final MoveVideo move =
        new MoveVideo(
            ports.videos(),
            ports.tasks(),
            ports.renditions(),
            work,
            new RecordEvent(ports.events(), new CountingIds()),
            ports.transactions(),
            new SettableClock());
    final FileBlobs blobs;
    final Video video;

    House(Wishes wishes, byte[] source) throws IOException {
      blobs = new FileBlobs(disk.root().resolve("blobs"), /* reserve= */ 0);
      video =
          Samples.video(1, 1, "a film", wishes, new Source.Direct())
              .bytesArrived(new Content(source.length, null), SettableClock.START);
      ports.videos().add(video);
      ports.tasks().add(Samples.task(1, video));
      try (BlobAppender out = blobs.append(BlobKeys.source(video.id()), 0)) {
        out.write(new ByteBuffer[] {ByteBuffer.wrap(source)});
        out.force();
      }
    }

    Outcome run(JobHandler handler) throws Exception {
      return handler.run(job(), JobControl.none());
    }

    Job job() {
      return new Job("stage", video.id().toString(), 1, 0, Optional.empty());
    }

    void finish(JobHandler handler) throws Exception {
      Outcome outcome = run(handler);
      assertThat(outcome).isInstanceOf(Outcome.Done.class);
      ((Outcome.Done) outcome).change().run();
      assertMade();
    }

    void assertMade() throws IOException {
      assertThat(ports.videos().byId(video.id()).orElseThrow().phase())
          .isNotInstanceOf(Phase.Failed.class);
      assertThat(work.asked()).contains(new RecordingWork.Asked("inspect", video.id()));
      try (Blob made = blobs.open(BlobKeys.clear(video.id())).orElseThrow()) {
        assertThat(made.size()).isPositive();
      }
    }

    Task task() {
      return ports.tasks().ofVideo(video.id()).orElseThrow();
    }
  }
}
