package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.problem.ProblemException;
import slipway.core.sound.FinishSound;
import slipway.core.sound.KeepSounds;
import slipway.core.sound.RemoteSounds;
import slipway.core.sound.Sound;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobListener;
import slipway.jobs.JobQueue;
import slipway.jobs.JobSettings;
import slipway.jobs.JobView;
import slipway.jobs.Outcome;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.transcode.TranscodeSettings;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.NoSpaceException;
import slipway.testing.CountingIds;
import slipway.testing.InMemorySounds;
import slipway.testing.MemoryBlobs;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

/** Files of added sound come and go with its record and its jobs; the queue itself stands still. */
@OnEveryDatabase
class EraseSoundTest {
  private final SettableClock clock = new SettableClock();
  private final Ports ports = Ports.inMemory();
  private final InMemorySounds sounds = new InMemorySounds();
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final Video video = Samples.video(1, 1);
  private final JobQueue queue;
  private final KeepSounds keep;
  private final FinishSound finish;
  private RemoteSounds.Fetched remote = new RemoteSounds.Fetched.Whole();

  EraseSoundTest(TestDatabase databases) {
    queue =
        new JobQueue(databases.fresh(), JobSettings.defaults(), clock, "node", JobListener.NONE);
    QueuedSounds work = new QueuedSounds(queue, clock);
    finish = new FinishSound(ports.videos(), sounds, work, ports.transactions());
    QueuedSounds.register(
        queue,
        finish,
        (url, of, sound, most) -> remote,
        blobs,
        new FfmpegState.Absent(List.of()),
        TranscodeSettings.defaults());
    keep =
        new KeepSounds(
            ports.videos(),
            sounds,
            work,
            url -> Optional.empty(),
            ports.transactions(),
            new CountingIds(),
            clock);
  }

  @BeforeEach
  void video() {
    ports.videos().add(video);
  }

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  @DisplayName("CF-145 bytes that came for nothing are given back, whenever the server died")
  void orphans() throws Exception {
    UUID id = keep.expect(video.id());
    assertThat(jobs()).containsExactly(Journey.SOUND_ERASE);
    assertThat(queue.list(10).getFirst().due())
        .isEqualTo(clock.instant().plus(Duration.ofHours(6)));
    store(BlobKeys.soundSource(video.id(), id));
    erase(id);
    assertThat(there(BlobKeys.soundSource(video.id(), id))).isFalse();
  }

  @Test
  @DisplayName("CF-145 once it is added its file stays until the track is made of it")
  void added() throws Exception {
    UUID id = keep.expect(video.id());
    store(BlobKeys.soundSource(video.id(), id));
    keep.add(video.id(), id, "Deutsch");
    assertThat(jobs()).containsExactly(Journey.SOUND);
    erase(id);
    assertThat(there(BlobKeys.soundSource(video.id(), id))).isTrue();
    assertThatThrownBy(() -> keep.add(video.id(), id, "English"))
        .as("it was added already, or its time is over")
        .isInstanceOf(ProblemException.class);

    store(BlobKeys.sound(video.id(), id));
    finish.ready(id, 3);
    assertThat(jobs()).contains(Journey.SOUND_ERASE);
    erase(id);
    assertThat(there(BlobKeys.soundSource(video.id(), id))).isFalse();
    assertThat(there(BlobKeys.sound(video.id(), id))).isTrue();

    keep.remove(video.id(), id);
    assertThat(jobs()).containsExactly(Journey.SOUND_ERASE);
    erase(id);
    assertThat(there(BlobKeys.sound(video.id(), id))).isFalse();
  }

  @Test
  @DisplayName("CF-145 a file is fetched in three tries, or refused with the reason")
  void fetched() throws Exception {
    Sound sound = keep.copy(video.id(), "Deutsch", "https://x.example/a");
    remote = new RemoteSounds.Fetched.Later(new Failure(Failure.Kind.NOT_FETCHED, "Nobody there."));
    assertThat(fetch(sound, 1)).isInstanceOf(Outcome.RetryAfter.class);
    assertThat(fetch(sound, 2)).isInstanceOf(Outcome.RetryAfter.class);
    remote = new RemoteSounds.Fetched.Whole();
    done(fetch(sound, 3));
    assertThat(jobs()).contains(Journey.SOUND);

    Sound second = keep.copy(video.id(), "English", "https://x.example/b");
    remote = new RemoteSounds.Fetched.Later(new Failure(Failure.Kind.NOT_FETCHED, "Nobody there."));
    done(fetch(second, 3));
    assertThat(sounds.byId(second.id()).orElseThrow().reason()).isEqualTo("Nobody there.");
    Sound third = keep.copy(video.id(), "Türkçe", "https://x.example/c");
    remote = new RemoteSounds.Fetched.Refused(new Failure(Failure.Kind.NOT_FETCHED, "Not there."));
    done(fetch(third, 1));
    assertThat(sounds.byId(third.id()).orElseThrow().state()).isEqualTo(Sound.State.FAILED);
  }

  @Test
  @DisplayName(
      "REL-42: a disk that is full when a file of sound comes is waited for, and is no try")
  void fetchedOnFullDisk() throws Exception {
    Sound sound = keep.copy(video.id(), "Deutsch", "https://x.example/a");
    var fetch =
        new FetchSound(
            finish,
            (url, of, id, most) -> {
              throw new NoSpaceException("the disk is full");
            });
    Job third = job(Journey.SOUND_FETCH, sound.id(), 3);
    assertThat(fetch.run(third, JobControl.none())).isInstanceOf(Outcome.Wait.class);
  }

  private Outcome fetch(Sound sound, int attempt) throws IOException {
    return new FetchSound(finish, (url, of, id, most) -> remote)
        .run(job(Journey.SOUND_FETCH, sound.id(), attempt), JobControl.none());
  }

  private void erase(UUID id) throws IOException, InterruptedException {
    done(
        new EraseSound(queue, finish, blobs)
            .run(job(Journey.SOUND_ERASE, id, 1), JobControl.none()));
  }

  private Job job(String kind, UUID sound, int attempt) {
    return new Job(kind, SoundKey.of(video.id(), sound), attempt, 0, Optional.empty());
  }

  private static void done(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    ((Outcome.Done) outcome).change().run();
  }

  private List<String> jobs() {
    return queue.list(/* limit= */ 10).stream().map(JobView::kind).toList();
  }

  private boolean there(String key) throws IOException {
    return blobs.open(key).isPresent();
  }

  private void store(String key) throws IOException {
    try (BlobAppender appender = blobs.append(key, 0)) {
      appender.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[3])});
      appender.force();
    }
  }
}
