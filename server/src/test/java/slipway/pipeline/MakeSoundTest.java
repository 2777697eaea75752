package slipway.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.sound.FinishSound;
import slipway.core.sound.Sound;
import slipway.core.video.Content;
import slipway.core.video.Facts;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.Outcome;
import slipway.media.container.Mp4Movie;
import slipway.media.container.SampleEntry;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.transcode.TranscodeSettings;
import slipway.storage.BlobKeys;
import slipway.storage.file.FileBlobs;
import slipway.testing.InMemorySounds;
import slipway.testing.Ports;
import slipway.testing.RecordedSoundWork;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** With the real FFmpeg, in its box. */
@Tag("ffmpeg")
final class MakeSoundTest {
  private static final UUID ID = new UUID(7, 1);

  @TempDir Path folder;

  private final Ports ports = Ports.inMemory();
  private final InMemorySounds sounds = new InMemorySounds();
  private final RecordedSoundWork work = new RecordedSoundWork();
  private FileBlobs blobs;

  @BeforeEach
  void open() throws IOException {
    blobs = new FileBlobs(folder, /* reserve= */ 0);
  }

  @ParameterizedTest
  @CsvSource({"sample.wav, 6500", "bear-id3.mp3, 1000", "sample_ac3_aac.mp4, 2345"})
  @DisplayName("CF-145 sound of any length is padded or cut to the video's")
  void fitted(String clip, long millis) throws Exception {
    Video video = video(Duration.ofMillis(millis));
    brought(video, RealFfmpeg.clip(clip));
    done(make());

    Sound sound = sounds.byId(ID).orElseThrow();
    assertThat(sound.state()).as("%s", sound).isEqualTo(Sound.State.READY);
    Path made = folder.resolve(BlobKeys.sound(video.id(), ID));
    assertThat(sound.size()).isEqualTo(Files.size(made));
    Mp4Movie movie = Measured.movie(made).orElseThrow();
    assertThat(movie.duration()).isCloseTo(millis / 1000.0, within(0.03));
    assertThat(movie.audio().orElseThrow().audio().map(SampleEntry.Audio::channels)).contains(2);
    assertThat(movie.video()).isEmpty();
    assertThat(work.asked()).containsExactly("erase");
  }

  @Test
  @DisplayName("CF-145 what is no sound ends as an error with its reason")
  void unusable() throws Exception {
    Video video = video(Duration.ofSeconds(1));
    brought(video, RealFfmpeg.clip("sample_video_only.mp4"));
    done(make());
    assertThat(sounds.byId(ID).orElseThrow().reason())
        .isEqualTo("There is no sound in the file. Convert it to AAC or MP3, and add it again.");

    sounds.add(queued(video));
    Files.write(folder.resolve(BlobKeys.soundSource(video.id(), ID)), new byte[5000]);
    done(make());
    assertThat(sounds.byId(ID).orElseThrow().reason()).contains("not recognised");

    sounds.add(queued(video));
    Files.delete(folder.resolve(BlobKeys.soundSource(video.id(), ID)));
    done(make());
    assertThat(sounds.byId(ID).orElseThrow().reason()).contains("missing");
    assertThat(folder.resolve(BlobKeys.sound(video.id(), ID))).doesNotExist();
  }

  @Test
  @DisplayName("CF-145, CF-117 the language that the file names stays with the track")
  void language() throws Exception {
    Video video = video(Duration.ofSeconds(2));
    Path german = folder.resolve("german.mp4");
    byte[] bytes = Files.readAllBytes(RealFfmpeg.clip("sample_audio_only_15s.mp4"));
    // Three letters in five bits each, behind two times, a scale and a length (ISO/IEC 14496-12).
    int language = new String(bytes, ISO_8859_1).indexOf("mdhd") + 24;
    bytes[language] = 0x10;
    bytes[language + 1] = (byte) 0xB5;
    Files.write(german, bytes);
    brought(video, german);
    done(make());

    Mp4Movie movie = Measured.movie(folder.resolve(BlobKeys.sound(video.id(), ID))).orElseThrow();
    assertThat(movie.audio().orElseThrow().language()).isEqualTo("deu");
  }

  @Test
  @DisplayName("CF-145 sound waits for its video's length, and not for a deleted one's")
  void waits() throws Exception {
    Video video = Samples.video(1, 1);
    ports.videos().add(video);
    brought(video, RealFfmpeg.clip("sample.wav"));
    assertThat(make()).isInstanceOf(Outcome.Wait.class);
    ports.videos().update(video.deleted(SettableClock.START));
    done(make());
    assertThat(sounds.byId(ID).orElseThrow().state()).isEqualTo(Sound.State.QUEUED);
  }

  @Test
  @DisplayName("REL-13, REL-42: on a full disk it waits, and no try is used up")
  void onFullDisk_itWaits() throws Exception {
    brought(video(Duration.ofSeconds(1)), RealFfmpeg.clip("sample.wav"));
    assertThat(make(RealFfmpeg.onFullDisk()))
        .isInstanceOfSatisfying(
            Outcome.Wait.class,
            wait -> assertThat(wait.reason()).isEqualTo("waiting for space on the disk"));
  }

  private Video video(Duration length) {
    Video video =
        Samples.video(1, 1)
            .bytesArrived(new Content(1, null), SettableClock.START)
            .inspected(new Facts(List.of("mp4"), length, List.of()), SettableClock.START)
            .ready(SettableClock.START);
    ports.videos().add(video);
    return video;
  }

  private void brought(Video video, Path file) throws IOException {
    Path source = folder.resolve(BlobKeys.soundSource(video.id(), ID));
    Files.createDirectories(source.resolveSibling("."));
    Files.copy(file, source);
    sounds.add(queued(video));
  }

  private static Sound queued(Video video) {
    return new Sound(
        ID,
        video.id(),
        "Deutsch",
        /* byDefault= */ false,
        Sound.State.QUEUED,
        null,
        null,
        0,
        SettableClock.START);
  }

  private Outcome make() throws IOException {
    return make(RealFfmpeg.inStrongestLayer());
  }

  private Outcome make(Ffmpeg ffmpeg) throws IOException {
    String key = SoundKey.of(Samples.video(1, 1).id(), ID);
    return new MakeSound(
            new FinishSound(ports.videos(), sounds, work, ports.transactions()),
            blobs,
            new FfmpegState.Present(ffmpeg),
            TranscodeSettings.defaults())
        .run(new Job(Journey.SOUND, key, 1, 0, Optional.empty()), JobControl.none());
  }

  private static void done(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    ((Outcome.Done) outcome).change().run();
  }
}
