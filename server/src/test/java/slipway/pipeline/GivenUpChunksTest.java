package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.rendition.Chunks;
import slipway.core.rendition.Chunks.Chunk;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Rendition.Form;
import slipway.core.rendition.Rendition.State;
import slipway.core.rendition.Traits;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.jobs.Job;
import slipway.jobs.JobListener;
import slipway.jobs.JobQueue;
import slipway.jobs.JobSettings;
import slipway.jobs.Lane;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.transcode.TranscodeSettings;
import slipway.storage.BlobKeys;
import slipway.testing.InMemoryChunks;
import slipway.testing.IngestHouse;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Samples;
import slipway.testing.TestDatabase;

/** A chunk, or the joining of a wave, at which the workers died again and again. */
@OnEveryDatabase
class GivenUpChunksTest {
  private final IngestHouse house = new IngestHouse();
  private final InMemoryChunks chunks = new InMemoryChunks();
  private final JobQueue queue;
  private final EncodeChunk encode;
  private final Assemble assemble;
  private final UUID id;
  private final Upload upload;

  GivenUpChunksTest(TestDatabase databases) {
    queue =
        new JobQueue(
            databases.fresh(), JobSettings.defaults(), house.clock, "node", JobListener.NONE);
    var ports = house.ports;
    var settings = TranscodeSettings.defaults();
    var waves = new Waves(house.move, chunks, queue, house.clock);
    var passes = new Passes(house.move, ports.renditions(), house.blobs, settings);
    var preparation =
        new Preparation(
            house.move,
            ports.renditions(),
            house.blobs,
            new FfmpegState.Absent(List.of()),
            new Plans(settings, Map.of(), Set.of(), _ -> Optional.empty()),
            new Probes());
    encode =
        new EncodeChunk(house.move, ports.transactions(), preparation, passes, waves, house.blobs);
    assemble =
        new Assemble(house.move, ports.transactions(), preparation, passes, waves, house.blobs);
    // It is only asked whether it is queued.
    queue.register(Journey.TRANSCODE, Lane.HEAVY, encode);
    queue.register(Journey.CHUNK, Lane.HEAVY, encode);
    queue.register(Journey.ASSEMBLE, Lane.HEAVY, assemble);
    var given = house.ticket();
    id = given.video().id();
    upload = given.upload();
  }

  @BeforeEach
  void plan() {
    house.take.finish(house.take.start(upload, 10L, ""), new Content(10, null));
    house.move.started(id);
    house.move.inspectedForTranscoding(id, Samples.FACTS);
    house.move.planned(
        id,
        List.of(
            rendition("1080p0", Form.PICTURE, 1080, 5_000_000),
            rendition("360p0", Form.PICTURE, 360, 800_000),
            rendition("360p0 webm", Form.DOWNLOAD, 180, 100_000),
            rendition("720p0", Form.PICTURE, 720, 2_800_000),
            rendition("audio", Form.SOUND, 0, 128_000)));
    chunks.begin(id, ChunkKey.FIRST_WAVE, List.of(ChunkKey.SOUND, 0, 1, 2));
  }

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  @DisplayName("REL-33: a chunk of the smallest rung takes nothing else with it")
  void firstWave() {
    encode.gaveUp(job(Journey.CHUNK, id + ":0:0"), "died");
    assertThat(failed()).containsExactly("360p0");
    assertThat(video()).isInstanceOf(Phase.Processing.class);
    assertThat(jobs())
        .as("what waited for it goes on")
        .contains("chunk " + id + ":0:1", "chunk " + id + ":0:2", "transcode " + id);

    encode.gaveUp(job(Journey.CHUNK, id + ":0:1"), "died");
    assertThat(failed()).as("the same rung").containsExactly("360p0");
  }

  @Test
  @DisplayName("REL-33: a chunk of the other rungs leaves the smallest, the sound and the download")
  void secondWave() {
    chunks.begin(id, ChunkKey.SECOND_WAVE, List.of(0, 1));
    encode.gaveUp(job(Journey.CHUNK, id + ":1:1"), "died");
    assertThat(failed()).containsExactly("1080p0", "720p0");
    assertThat(reason("720p0")).startsWith("Converting the file failed on our side. ");
    assertThat(jobs()).as("one is still to come").doesNotContain("assemble " + id + ":1");

    house.move.viewable(id, List.of(done("360p0"), done("audio")));
    encode.gaveUp(job(Journey.CHUNK, id + ":1:0"), "died");
    assertThat(jobs()).as("it is joined, and so settled").contains("assemble " + id + ":1");
    assertThat(video()).isInstanceOf(Phase.Viewable.class);
  }

  @Test
  @DisplayName("REL-33: with no first wave a chunk takes all rungs, and they end the video")
  void onlyWave() {
    chunks.removeAll(id);
    chunks.begin(id, ChunkKey.SECOND_WAVE, List.of(0));
    encode.gaveUp(job(Journey.CHUNK, id + ":1:0"), "died");
    assertThat(failed()).containsExactly("1080p0", "360p0", "720p0");
  }

  @Test
  @DisplayName("MD-40: a second wave that cannot be joined is gone through once more, to sweep up")
  void sweptUp() {
    chunks.begin(id, ChunkKey.SECOND_WAVE, List.of(0));
    chunks.update(new Chunk(id, ChunkKey.SECOND_WAVE, 0, 1, /* done= */ true));
    assemble.gaveUp(job(Journey.ASSEMBLE, id + ":1"), "died");
    assertThat(jobs()).contains("assemble " + id + ":1");
    queue.cancel(Journey.ASSEMBLE, id + ":1");
    assemble.gaveUp(job(Journey.ASSEMBLE, id + ":1"), "died");
    assertThat(jobs()).as("but not for ever").isEmpty();
  }

  @Test
  @DisplayName("REL-33: what cannot be joined takes only its wave, and the last one settles it")
  void joining() {
    assemble.gaveUp(job(Journey.ASSEMBLE, id + ":1"), "died");
    assertThat(failed()).containsExactly("1080p0", "720p0");
    house.move.viewable(id, List.of(done("audio")));
    assemble.gaveUp(job(Journey.ASSEMBLE, id + ":0"), "died");
    assertThat(failed()).containsExactly("1080p0", "360p0", "720p0");
    assertThat(video()).as("its download is still to come").isInstanceOf(Phase.Processing.class);
    house.move.renditionFailed(id, "360p0 webm", Failure.of(Failure.Kind.INTERNAL, "No."));
    assemble.gaveUp(job(Journey.ASSEMBLE, id + ":0"), "died");
    assertThat(video()).isInstanceOf(Phase.Failed.class);
  }

  @Test
  @DisplayName(
      "REL-33: of two rungs of one size the one with fewer bits is the smallest, or the"
          + " later name")
  void ties() {
    house.move.planned(
        id,
        List.of(
            rendition("360p0", Form.PICTURE, 360, 800_000),
            rendition("poor", Form.PICTURE, 360, 400_000),
            rendition("poor too", Form.PICTURE, 360, 400_000)));
    // As done it has the bits that it came to take, which may be fewer.
    house.move.viewable(id, List.of(done("360p0")));
    encode.gaveUp(job(Journey.CHUNK, id + ":0:0"), "died");
    assertThat(failed()).containsExactly("poor too");
  }

  @Test
  @DisplayName("REL-33: a smallest rung that was given up can be made anew: no pieces stand for it")
  void anew() throws IOException {
    List<String> files = pieces();
    house.move.viewable(id, List.of(done("1080p0"), done("720p0"), done("audio")));
    house
        .ports
        .transactions()
        .change(() -> {
          assemble.gaveUp(job(Journey.ASSEMBLE, id + ":0"), "died");
          assertThat(files).as("until the change is kept").allMatch(this::isThere);
        });
    assertThat(failed()).containsExactly("360p0");
    assertThat(chunks.of(id, ChunkKey.FIRST_WAVE)).isEmpty();
    assertThat(files).noneMatch(this::isThere);
    assertThat(house.blobs.open(BlobKeys.rendition(id, "720p0"))).isPresent();
  }

  @Test
  @DisplayName(
      "REL-33: while nothing else can be watched the pieces stay, for a retry goes on there")
  void goesOn() throws IOException {
    List<String> files = pieces();
    assemble.gaveUp(job(Journey.ASSEMBLE, id + ":0"), "died");
    assertThat(chunks.of(id, ChunkKey.FIRST_WAVE)).hasSize(4);
    assertThat(files).allMatch(this::isThere);
  }

  private boolean isThere(String file) {
    return house.blobs.open(file).isPresent();
  }

  /** All chunks of the first wave are made, of which the last one cannot be watched by itself. */
  private List<String> pieces() throws IOException {
    List<String> files = new ArrayList<>();
    for (Chunk chunk : chunks.of(id, ChunkKey.FIRST_WAVE)) {
      if (chunk.number() == 2) {
        chunks.update(new Chunk(id, chunk.wave(), 2, 1, /* done= */ true));
      } else {
        chunks.done(chunk, new Chunks.Piece("360p0", "smallest", chunk.number()));
      }
      if (chunk.number() >= 0) {
        files.add(BlobKeys.chunk(id, "smallest", chunk.number()));
      }
    }
    chunks.begin(id, Chunks.PIECES_OF_SOUND, List.of(0));
    Chunk sound = chunks.of(id, Chunks.PIECES_OF_SOUND).getFirst();
    chunks.done(sound, new Chunks.Piece("audio", "sound", 0));
    files.add(BlobKeys.chunk(id, "sound", 0));
    for (String file : files) {
      house.blobs.append(file, 0).close();
    }
    house.blobs.append(BlobKeys.rendition(id, "720p0"), 0).close();
    return files;
  }

  private Rendition rendition(String name, Form form, int height, long bits) {
    Traits traits = new Traits(height * 16 / 9, height, 25, bits, "", Duration.ofMinutes(5));
    return Rendition.planned(id, name, form, id + "/" + name, traits);
  }

  private Rendition done(String name) {
    Rendition planned = house.ports.renditions().named(id, name).orElseThrow();
    Traits traits = planned.traits();
    return planned.done(
        10,
        new Traits(
            traits.width(), traits.height(), 25, 1000, "avc1.64001E", Duration.ofMinutes(5)));
  }

  private List<String> failed() {
    return house.ports.renditions().all(id).stream()
        .filter(one -> one.state() == State.FAILED)
        .map(Rendition::name)
        .sorted()
        .toList();
  }

  private String reason(String name) {
    return String.valueOf(house.ports.renditions().named(id, name).orElseThrow().reason());
  }

  private Phase video() {
    return house.ports.videos().byId(id).orElseThrow().phase();
  }

  private List<String> jobs() {
    return queue.list(100).stream().map(job -> job.kind() + " " + job.key()).sorted().toList();
  }

  private static Job job(String kind, String key) {
    return new Job(kind, key, 1, 0, Optional.empty());
  }
}
