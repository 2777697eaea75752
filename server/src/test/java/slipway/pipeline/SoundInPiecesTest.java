package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.event.RecordEvent;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Chunks;
import slipway.core.rendition.Chunks.Chunk;
import slipway.core.rendition.Chunks.Piece;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.core.video.Content;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.jobs.JobControl;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.probe.Container;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;
import slipway.media.transcode.LadderChoice;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.TranscodeSettings;
import slipway.pipeline.Preparation.Result.Go;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.file.FileBlobs;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryChunks;
import slipway.testing.Ports;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** The sound of a film that somebody waits for, with files and FFmpeg as they are. */
@Tag("ffmpeg")
final class SoundInPiecesTest {
  private static final int PIECES = 4;

  @TempDir Path folder;

  private final Ports ports = Ports.inMemory();
  private final InMemoryChunks chunks = new InMemoryChunks();
  private final MoveVideo move =
      new MoveVideo(
          ports.videos(),
          ports.tasks(),
          ports.renditions(),
          new RecordingWork(),
          new RecordEvent(ports.events(), new CountingIds()),
          ports.transactions(),
          new SettableClock());
  private FileBlobs blobs;
  private SoundInPieces sounds;
  private Video video;

  @BeforeEach
  void open() throws Exception {
    blobs = new FileBlobs(folder.toRealPath().resolve("blobs"), /* reserve= */ 0);
    sounds = new SoundInPieces(move, ports.transactions(), passes(), chunks, blobs);
    Path clip =
        RealFfmpeg.generate(
            folder.toRealPath().resolve("film.mkv"),
            "-f lavfi -i aevalsrc='0.5*sin(300*t*t)':s=44100:d=45"
                + " -f lavfi -i testsrc2=size=64x36:rate=5:duration=45 -c:a mp3 -c:v mpeg4");
    video =
        Samples.video(1, 1, "a film", Wishes.none(), new Source.Direct())
            .bytesArrived(new Content(1, null), SettableClock.START)
            .inspected(Samples.FACTS, SettableClock.START);
    ports.videos().add(video);
    ports.tasks().add(Samples.task(1, video));
    blobs.publish(clip, BlobKeys.source(video.id()));
    planned("360p0", Rendition.Form.PICTURE);
    planned(LadderPlan.AUDIO, Rendition.Form.SOUND);
    chunks.begin(video.id(), ChunkKey.FIRST_WAVE, List.of(ChunkKey.SOUND, 0, 1));
    chunks.done(
        new Chunk(video.id(), ChunkKey.FIRST_WAVE, 0, 1, /* done= */ true),
        new Piece("360p0", "recipe", 0));
  }

  @Test
  @DisplayName(
      "MD-40, issue 4: a run that was killed leaves its pieces; the next one keeps them, and the"
          + " whole is the same to the byte")
  void killedOnTheWay() throws Exception {
    make();
    assertThat(phase()).as("with the first piece").isInstanceOf(Phase.Viewable.class);
    List<Piece> pieces = chunks.beginningOfSound(video.id());
    assertThat(pieces).hasSize(PIECES);
    byte[] whole = bytes(BlobKeys.rendition(video.id(), LadderPlan.AUDIO));

    // As if it had been killed after the second piece, before that was written down.
    blobs.delete(BlobKeys.rendition(video.id(), LadderPlan.AUDIO));
    blobs.delete(key(pieces.get(2)));
    blobs.delete(key(pieces.get(3)));
    chunks.remove(video.id(), Chunks.PIECES_OF_SOUND);
    chunks.begin(video.id(), Chunks.PIECES_OF_SOUND, List.of(0));
    chunks.done(
        new Chunk(video.id(), Chunks.PIECES_OF_SOUND, 0, 1, /* done= */ true), pieces.getFirst());
    planned(LadderPlan.AUDIO, Rendition.Form.SOUND);
    String first = identity(pieces.get(0));
    String second = identity(pieces.get(1));

    make();
    assertThat(chunks.beginningOfSound(video.id())).isEqualTo(pieces);
    assertThat(identity(pieces.get(0))).as("what was heard stays").isEqualTo(first);
    assertThat(identity(pieces.get(1))).isEqualTo(second);
    assertThat(bytes(BlobKeys.rendition(video.id(), LadderPlan.AUDIO))).isEqualTo(whole);
  }

  @Test
  @DisplayName("A piece that is damaged on the disk does not spoil the whole: it is made in one")
  void damagedPiece() throws Exception {
    make();
    Piece second = chunks.beginningOfSound(video.id()).get(1);
    Path junk = Files.write(folder.resolve("junk"), new byte[100]);
    blobs.publish(junk, key(second));
    planned(LadderPlan.AUDIO, Rendition.Form.SOUND);
    make();
    Rendition sound = ports.renditions().named(video.id(), LadderPlan.AUDIO).orElseThrow();
    assertThat(sound.traits().duration()).isGreaterThan(Duration.ofMillis(44_900));
  }

  @Test
  @DisplayName("A disk that fails while a piece is kept costs the sound nothing")
  void diskFails() throws Exception {
    make();
    byte[] whole = bytes(BlobKeys.rendition(video.id(), LadderPlan.AUDIO));
    for (int failing = 0; failing < PIECES; failing++) {
      for (Piece piece : chunks.beginningOfSound(video.id())) {
        blobs.delete(key(piece));
      }
      chunks.remove(video.id(), Chunks.PIECES_OF_SOUND);
      blobs.delete(BlobKeys.rendition(video.id(), LadderPlan.AUDIO));
      planned(LadderPlan.AUDIO, Rendition.Form.SOUND);
      AtomicInteger calls = new AtomicInteger();
      int wrong = failing;
      BlobStore failingOnce =
          (BlobStore)
              Proxy.newProxyInstance(
                  BlobStore.class.getClassLoader(),
                  new Class<?>[] {BlobStore.class},
                  (_, method, arguments) -> {
                    Object result = called(method, arguments);
                    if (method.getName().equals("publish") && calls.getAndIncrement() == wrong) {
                      throw new IOException("the folder could not be flushed");
                    }
                    return result;
                  });
      sounds = new SoundInPieces(move, ports.transactions(), passes(), chunks, failingOnce);
      try {
        make();
      } catch (IOException ended) {
        make(); // the encoder had ended by then, so the job is tried again
      }
      assertThat(bytes(BlobKeys.rendition(video.id(), LadderPlan.AUDIO)))
          .as("after an error at piece %s", failing)
          .isEqualTo(whole);
    }
  }

  private Object called(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(blobs, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  private Passes passes() {
    return new Passes(move, ports.renditions(), blobs, TranscodeSettings.defaults());
  }

  private void make() throws IOException {
    Path source = blobs.open(BlobKeys.source(video.id())).orElseThrow().file().orElseThrow();
    var ffmpeg = RealFfmpeg.inStrongestLayer();
    ProbeResult probed = new Prober(ffmpeg).probe(source, Container.MATROSKA);
    MediaFacts facts = ((ProbeResult.Probed) probed).facts();
    LadderPlan plan =
        LadderPlan.of(facts, new LadderChoice.OwnSize(), TranscodeSettings.defaults());
    try (Blob blob = blobs.open(BlobKeys.source(video.id())).orElseThrow()) {
      Go go = new Go(video, ffmpeg, blob, source, facts, plan);
      assertThat(sounds.make(go, plan.soundOnly(), JobControl.none()))
          .isInstanceOf(Passes.Ended.Settled.class);
    }
    assertThat(ports.renditions().named(video.id(), LadderPlan.AUDIO).orElseThrow().isDone())
        .isTrue();
  }

  private Phase phase() {
    return ports.videos().byId(video.id()).orElseThrow().phase();
  }

  private void planned(String name, Rendition.Form form) {
    ports
        .renditions()
        .publish(
            Rendition.planned(
                video.id(), name, form, BlobKeys.rendition(video.id(), name), Traits.UNKNOWN));
  }

  private String key(Piece piece) {
    return BlobKeys.chunk(video.id(), piece.recipe(), piece.number());
  }

  private String identity(Piece piece) throws IOException {
    try (Blob blob = blobs.open(key(piece)).orElseThrow()) {
      return blob.identity();
    }
  }

  private byte[] bytes(String key) throws IOException {
    try (Blob blob = blobs.open(key).orElseThrow()) {
      return Files.readAllBytes(blob.file().orElseThrow());
    }
  }
}
