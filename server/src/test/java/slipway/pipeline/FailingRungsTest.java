package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.event.RecordEvent;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Rendition;
import slipway.core.video.Content;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.JobListener;
import slipway.jobs.JobQueue;
import slipway.jobs.JobSettings;
import slipway.jobs.Lane;
import slipway.jobs.Outcome;
import slipway.media.ffmpeg.FaultyFfmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.transcode.H264Profile;
import slipway.media.transcode.LadderChoice;
import slipway.media.transcode.TranscodeSettings;
import slipway.media.transcode.VideoEncoder;
import slipway.media.transcode.WantedRung;
import slipway.storage.BlobKeys;
import slipway.storage.file.FileBlobs;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryChunks;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

/** An encoder that dies over some outputs and not over others. */
@Tag("ffmpeg")
@OnEveryDatabase
@SuppressWarnings("NullAway") // each test begins with wire(), which fills in all
final class FailingRungsTest {
  private static final String PICTURE = "-f lavfi -i testsrc2=size=320x180:rate=5:duration=";

  /** Parts of commands that tell which rungs they make. */
  private static final String OVER_180 = "scale=w=320:h=180:";

  private static final String OVER_90 = "scale=w=160:h=90:";

  @TempDir Path temporary;
  private final Ports ports = Ports.inMemory();
  private final InMemoryChunks chunks = new InMemoryChunks();
  private final SettableClock clock = new SettableClock();
  private final MoveVideo move =
      new MoveVideo(
          ports.videos(),
          ports.tasks(),
          ports.renditions(),
          new RecordingWork(),
          new RecordEvent(ports.events(), new CountingIds()),
          ports.transactions(),
          clock);
  private final JobQueue queue;
  private Path folder;
  private FileBlobs blobs;
  private Video video;
  private Transcode transcode;
  private EncodeChunk encode;
  private MakeWebm webm;
  private String fault;
  private TranscodeSettings settings;
  private @Nullable Preparation preparation;

  FailingRungsTest(TestDatabase databases) {
    queue =
        new JobQueue(databases.fresh(), JobSettings.defaults(), clock, "node", JobListener.NONE);
  }

  @BeforeEach
  void open() throws Exception {
    folder = temporary.toRealPath();
    blobs = new FileBlobs(folder.resolve("blobs"), /* reserve= */ 0);
  }

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  @DisplayName("REL-32, REL-33, MD-25: of a run that dies over one rung the others are made alone")
  void oneTooLarge() throws Exception {
    wire(dies(137, OVER_180), 3, settings(120));
    for (Duration wait : Tries.WAITS) {
      assertThat(run(transcode, 1))
          .isInstanceOfSatisfying(
              Outcome.RetryAfter.class, again -> assertThat(again.after()).isEqualTo(wait));
      assertThat(states()).hasSize(3).doesNotContainValue("FAILED").doesNotContainValue("DONE");
    }
    end(run(transcode, 1));
    assertThat(states()).isEqualTo(Map.of("180p0", "FAILED", "90p0", "DONE", "audio", "DONE"));
    assertThat(reason("180p0")).startsWith("Converting the file failed.");
    assertThat(ports.videos().byId(video.id()).orElseThrow().phase().toString())
        .startsWith("Ready");
  }

  @Test
  @DisplayName("REL-33: a first pass that nobody can make leaves the rest their turn")
  void firstPass() throws Exception {
    wire(dies(134, OVER_90), 5, settings(120));
    run(transcode, 1);
    run(transcode, 1);
    end(run(transcode, 1));
    assertThat(states()).isEqualTo(Map.of("180p0", "DONE", "90p0", "FAILED", "audio", "DONE"));
  }

  @Test
  @DisplayName("REL-33, MD-40: in a chunk as well each rung has a try of its own in the end")
  void inAChunk() throws Exception {
    wire(dies(137, OVER_180), 9, settings(2));
    planned();
    chunks.begin(video.id(), ChunkKey.SECOND_WAVE, List.of(0, 1, 2));
    assertThat(runChunk(JobControl.none())).isInstanceOf(Outcome.RetryAfter.class);
    assertThat(runChunk(JobControl.none())).isInstanceOf(Outcome.RetryAfter.class);
    assertThat(states()).doesNotContainValue("FAILED");
    end(runChunk(JobControl.none()));
    assertThat(states()).containsEntry("180p0", "FAILED").doesNotContainEntry("90p0", "FAILED");
    assertThat(chunks.of(video.id(), ChunkKey.SECOND_WAVE).getFirst().done()).isTrue();
    try (var files = Files.walk(folder.resolve("blobs"))) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("chunk-")))
          .as("that of the other rung")
          .hasSize(1);
    }
  }

  @Test
  @DisplayName("MD-25, LP-112: a probe that fails is a try of the chunk, not of the whole video")
  void probe() throws Exception {
    Path broken = folder.resolve("broken");
    String fault = "case \"$0 $*\" in *ffprobe*-show_*) test -e " + broken + " && exit 137;; esac";
    wire(fault, 9, settings(2));
    planned();
    Files.createFile(broken);
    chunks.begin(video.id(), ChunkKey.SECOND_WAVE, List.of(0, 1, 2));
    for (Duration wait : Tries.WAITS) {
      assertThat(runChunk(JobControl.none()))
          .isInstanceOfSatisfying(
              Outcome.RetryAfter.class, again -> assertThat(again.after()).isEqualTo(wait));
    }
    assertThat(move.retries(video.id())).isZero();
    assertThat(states()).doesNotContainValue("FAILED");
    end(runChunk(JobControl.none()));
    assertThat(states()).containsEntry("180p0", "FAILED").doesNotContainEntry("audio", "FAILED");
    assertThat(chunks.of(video.id(), ChunkKey.SECOND_WAVE).getFirst().done()).isTrue();
  }

  @Test
  @DisplayName("REL-30, MD-25: what dies because the server stops has used up no try")
  void stop() throws Exception {
    wire(dies(143, ".mp4"), 9, settings(2));
    planned();
    chunks.begin(video.id(), ChunkKey.SECOND_WAVE, List.of(0, 1, 2));
    for (int restart = 0; restart < 5; restart++) {
      assertThat(runChunk(stopping())).isEqualTo(Tries.cancelled());
    }
    wire(dies(255, ".m"), 3, settings(120));
    for (int restart = 0; restart < 5; restart++) {
      assertThat(transcode.run(job(1), stopping())).isEqualTo(Tries.cancelled());
    }
    assertThat(move.retries(video.id())).isZero();
    assertThat(states()).doesNotContainValue("FAILED");
  }

  @Test
  @DisplayName("REL-33, MD-44: a download that cannot be made leaves the next one all of its tries")
  void downloads() throws Exception {
    wire(dies(137, OVER_180 + "\"*\".webm"), 3, settings(120));
    planned();
    assertThat(states()).containsKeys("180p0-webm", "90p0-webm");
    assertThat(run(webm, 1)).isInstanceOf(Outcome.RetryAfter.class);
    assertThat(run(webm, 2)).isInstanceOf(Outcome.RetryAfter.class);
    end(run(webm, 3));
    assertThat(states())
        .containsEntry("180p0-webm", "FAILED")
        .doesNotContainEntry("90p0-webm", "FAILED");
    assertThat(queue.list(10))
        .as("the next one by a job of its own")
        .anyMatch(job -> job.kind().equals(Journey.WEBM));
    end(run(webm, 1));
    assertThat(states()).containsEntry("90p0-webm", "DONE");
  }

  private static String dies(int code, String over) {
    return "case \"$*\" in *\"" + over + "\"*) exit " + code + ";; esac";
  }

  private static TranscodeSettings settings(int chunkAbove) {
    TranscodeSettings usual = TranscodeSettings.defaults();
    return new TranscodeSettings(
        usual.maxShortSide(),
        usual.preset(),
        usual.quality(),
        usual.maxRate(),
        usual.audioBitRate(),
        usual.audioSampleRate(),
        usual.ladder(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(chunkAbove),
        usual.leastShare());
  }

  private void wire(String fault, int seconds, TranscodeSettings settings) throws Exception {
    this.fault = fault;
    this.settings = settings;
    boolean downloads = fault.contains("webm");
    if (video == null) {
      Path film =
          RealFfmpeg.generate(
              folder.resolve("film.mp4"),
              PICTURE + seconds + " -f lavfi -i sine=duration=" + seconds + " -c:v mpeg4 -c:a aac");
      video =
          Samples.video(1, 1, "a film", Wishes.none(), new Source.Direct())
              .bytesArrived(new Content(1, null), SettableClock.START)
              .inspected(Samples.FACTS, SettableClock.START);
      ports.videos().add(video);
      ports.tasks().add(Samples.task(1, video));
      blobs.publish(film, BlobKeys.source(video.id()));
    }
    var passes = new Passes(move, ports.renditions(), blobs, settings);
    var waves = new Waves(move, chunks, queue, clock);
    LadderChoice choice =
        downloads
            ? new LadderChoice.ByHand(List.of(webm(320, "180p0-webm"), webm(160, "90p0-webm")))
            : new LadderChoice.ShortSides(List.of(90, 180));
    var prepares =
        new Preparation(
            move,
            ports.renditions(),
            blobs,
            new FfmpegState.Present(FaultyFfmpeg.in(folder, fault)),
            new Plans(settings, Map.of("livepeer", choice), Set.of(), _ -> Optional.empty()),
            new Probes());
    webm = new MakeWebm(move, prepares, passes, queue, clock);
    transcode = new Transcode(move, ports.transactions(), prepares, passes, waves, blobs, webm);
    encode = new EncodeChunk(move, ports.transactions(), prepares, passes, waves, blobs);
    if (preparation == null) { // They are only asked whether they are queued.
      queue.register(Journey.TRANSCODE, Lane.HEAVY, transcode);
      queue.register(Journey.CHUNK, Lane.HEAVY, encode);
      queue.register(Journey.WEBM, Lane.HEAVY, webm);
      queue.register(Journey.ASSEMBLE, Lane.HEAVY, encode);
    }
    preparation = prepares;
  }

  private static WantedRung webm(int width, String name) {
    return new WantedRung(
        Optional.of(name),
        OptionalInt.of(width),
        OptionalInt.empty(),
        OptionalLong.of(100_000),
        Optional.empty(),
        OptionalInt.empty(),
        VideoEncoder.VP8,
        H264Profile.HIGH,
        Optional.empty());
  }

  /** As the first stage does it. */
  private void planned() throws Exception {
    move.started(video.id());
    var prepared = preparation.of(video.id(), job(1));
    assertThat(prepared).isInstanceOf(Preparation.Result.Go.class);
    try (var go = (Preparation.Result.Go) prepared) {
      move.planned(video.id(), Rungs.of(video.id(), go.plan()));
    }
    // What was probed is forgotten, as after a restart.
    wire(fault, 0, settings);
  }

  private static JobControl stopping() {
    return new JobControl() {
      @Override
      public boolean cancelled() {
        return false;
      }

      @Override
      public void onCancel(Runnable action) {
        // Not before its time.
      }

      @Override
      public boolean cutShort() {
        return true;
      }
    };
  }

  private Outcome run(JobHandler handler, int attempt) throws Exception {
    return handler.run(job(attempt), JobControl.none());
  }

  private Outcome runChunk(JobControl control) throws Exception {
    String key = ChunkKey.of(chunks.of(video.id(), ChunkKey.SECOND_WAVE).getFirst());
    return encode.run(new Job(Journey.CHUNK, key, 1, 0, Optional.empty()), control);
  }

  private Job job(int attempt) {
    UUID id = video.id();
    return new Job("stage", id.toString(), attempt, 0, Optional.empty());
  }

  private static void end(Outcome outcome) {
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Done.class, done -> done.change().run());
  }

  private Map<String, String> states() {
    return ports.renditions().all(video.id()).stream()
        .collect(Collectors.toMap(Rendition::name, one -> one.state().toString()));
  }

  private String reason(String name) {
    return String.valueOf(ports.renditions().named(video.id(), name).orElseThrow().reason());
  }
}
