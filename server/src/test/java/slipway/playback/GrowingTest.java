package slipway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.rendition.Chunks;
import slipway.core.rendition.Chunks.Chunk;
import slipway.core.rendition.Chunks.Piece;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.core.video.Content;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Response;
import slipway.media.container.FileByteSource;
import slipway.media.container.MovieJoiner;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Reading;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.thumbnail.PictureWish;
import slipway.storage.BlobKeys;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** A video that is watched while its first rendition is made (decision 0019). */
@Tag("ffmpeg")
final class GrowingTest {
  private static final String RUNG = "360p0";
  private static final String PICTURE =
      "-f lavfi -i testsrc2=size=160x90:rate=30000/1001:duration=%d -c:v libx264"
          + " -preset ultrafast -bf 2 -g 600 -sc_threshold 0 -force_key_frames"
          + " expr:gte(t,n_forced*2) -pix_fmt yuv420p";

  /** Lengths of the chunks: the boundaries between them are none between segments of 6 s. */
  private static final int[] LENGTHS = {4, 4, 8, 16};

  @TempDir static Path clips;
  private static final List<Path> CHUNKS = new ArrayList<>();
  private static final List<Path> SOUNDS = new ArrayList<>();
  private static Path sound = Path.of("");

  /** What is made of a video: chunks of its picture, and its sound. */
  private List<Path> chunks = CHUNKS;

  private List<Path> sounds = SOUNDS;

  @TempDir Path folder;
  private Screen screen;

  @BeforeEach
  void open() throws Exception {
    screen = new Screen(folder);
    if (CHUNKS.isEmpty()) {
      for (int length : LENGTHS) {
        CHUNKS.add(make("chunk" + CHUNKS.size() + ".mp4", PICTURE.formatted(length)));
      }
      sound = make("sound.mp4", "-f lavfi -i sine=duration=32 -c:a aac -ac 2");
      SOUNDS.addAll(pieces(44_100));
    }
  }

  private static List<Path> pieces(int rate) throws Exception {
    Path pieces = clips.toRealPath().resolve("piece" + rate + "-%d.m4a");
    RealFfmpeg.generate(
        pieces,
        "-f lavfi -i sine=duration=32 -ar %d -c:a aac -ac 2 -f segment -segment_format mp4"
                .formatted(rate)
            + " -segment_times 10,20 -reset_timestamps 1 -avoid_negative_ts disabled");
    List<Path> made = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      made.add(pieces.resolveSibling("piece" + rate + "-" + number + ".m4a"));
    }
    return made;
  }

  private static Path make(String name, String arguments) throws Exception {
    return RealFfmpeg.generate(
        clips.toRealPath().resolve(name), arguments + " -movflags +faststart");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 10})
  @DisplayName("What is made can be watched; lists grow, and what is listed stays what it is")
  void grows(int segment) throws Exception {
    Duration wished = segment == 0 ? null : Duration.ofSeconds(segment);
    Wishes wishes = new Wishes(null, null, null, false, false, wished, null, null);
    Video video = processing(1, wishes);
    publish(soundOf(video));
    Map<String, byte[]> seen = new HashMap<>();
    Map<String, String> lists = new HashMap<>();
    Set<String> targets = new HashSet<>();
    for (int number = 0; number < LENGTHS.length; number++) {
      piece(video, number, "same");
      String master = text(screen.get(video, "index.m3u8"));
      assertThat(master).contains("360p0/index.m3u8", "audio/index.m3u8").doesNotContain("I-FRAME");
      List<Double> reach = new ArrayList<>();
      for (String track : List.of(RUNG, "audio")) {
        Response answer = screen.get(video, track + "/index.m3u8");
        assertThat(answer.headers().first("Cache-Control")).contains("private, no-store");
        String list = text(answer);
        assertThat(list).contains("TYPE:EVENT\n", "EXT-X-START:TIME-OFFSET=0");
        assertThat(list).doesNotContain("ENDLIST").startsWith(lists.getOrDefault(track, ""));
        targets.add(target(list));
        lists.put(track, list);
        keep(video, track, list, seen);
        reach.add(seconds(list));
      }
      assertThat(reach.get(1))
          .as("sound as far as pictures")
          .isBetween(reach.get(0) - 0.1, reach.get(0) + 0.1);
      String mpd = text(screen.get(video, "index.mpd"));
      assertThat(mpd)
          .contains("type=\"dynamic\"", "minimumUpdatePeriod", "360p0/$Number$.m4s")
          .containsPattern("mediaPresentationDuration=\"PT3[0-2]\\.");
    }
    assertThat(seconds(lists.getOrDefault(RUNG, ""))).isGreaterThan(20);

    Video ready = joined(video);
    assertThat(text(screen.get(ready, "index.mpd")))
        .contains("type=\"static\"")
        .doesNotContain("minimumUpdatePeriod");
    for (String track : List.of(RUNG, "audio")) {
      String list = text(screen.get(ready, track + "/index.m3u8"));
      String before = lists.getOrDefault(track, "");
      assertThat(list).contains("TYPE:VOD\n", "ENDLIST");
      targets.add(target(list));
      assertThat(list).contains(before.substring(before.indexOf("#EXTINF")));
    }
    for (Map.Entry<String, byte[]> segment0 : seen.entrySet()) {
      assertThat(Screen.body(screen.get(ready, segment0.getKey())))
          .as(segment0.getKey())
          .isEqualTo(segment0.getValue());
    }
    assertThat(screen.openFiles()).as("two for the whole; the chunks are let go").isLessThan(8);
    assertThat(targets).hasSize(1);
  }

  @Test
  @DisplayName("Who looks while the beginning becomes the whole, and its parts go, gets the whole")
  void becomesWholeMeanwhile() throws Exception {
    Video video = processing(1, Wishes.none());
    publish(soundOf(video));
    piece(video, 0, "same");
    screen.chunks.thenOnce(() -> {
      try {
        joined(video);
        Files.delete(folder.resolve(BlobKeys.chunk(video.id(), "same", 0)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });

    assertThat(screen.get(video, RUNG + "/1.m4s").status()).isEqualTo(200);
  }

  @Test
  @DisplayName(
      "Sound that is being made, too, is told as far as it is there, and stays what it is when it"
          + " is whole")
  void soundInPieces() throws Exception {
    assertThat(targetsOfSoundInPieces()).containsExactly("#EXT-X-TARGETDURATION:7");
  }

  @Test
  @DisplayName(
      "MD-57, MD-58: the target duration does not change where only segments of the sound, which is"
          + " cut at its next frame, are longer than round seconds")
  void soundInPieces_cutLaterThanThePicture() throws Exception {
    chunks = new ArrayList<>();
    for (int length : LENGTHS) {
      String picture = PICTURE.formatted(length).replace("30000/1001", "25");
      chunks.add(make("even" + chunks.size() + ".mp4", picture));
    }
    sounds = pieces(48_000);
    assertThat(targetsOfSoundInPieces()).containsExactly("#EXT-X-TARGETDURATION:7");
  }

  /** Lets a video grow to the end; gives the different target durations that its lists told. */
  private Set<String> targetsOfSoundInPieces() throws Exception {
    Set<String> targets = new HashSet<>();
    Video video = processing(1, Wishes.none());
    piece(video, 0, "same");
    assertThat(screen.get(video, "index.m3u8").status()).as("without sound").isEqualTo(404);
    Map<String, byte[]> seen = new HashMap<>();
    Map<String, String> lists = new HashMap<>();
    for (int number = 0; number < 3; number++) {
      soundPiece(video, number);
      for (String track : List.of(RUNG, "audio")) {
        String list = text(screen.get(video, track + "/index.m3u8"));
        targets.add(target(list));
        assertThat(list).contains("TYPE:EVENT\n").startsWith(lists.getOrDefault(track, ""));
        lists.put(track, list);
        keep(video, track, list, seen);
      }
      if (number < 2) {
        piece(video, number + 1, "same");
      }
      // Pieces end at 10, 20 and 32 s, of which the last second may still be cut otherwise.
      double heard = seconds(text(screen.get(video, "audio/index.m3u8")));
      assertThat(heard).isBetween(number == 0 ? 7.9 : 13.9, number == 0 ? 10.0 : 32.0);
      assertThat(text(screen.get(video, "index.mpd"))).contains("audio/$Number$.m4s");
    }
    List<MovieJoiner.Part> parts = new ArrayList<>();
    List<FileByteSource> open = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      FileByteSource source =
          FileByteSource.open(folder.resolve(BlobKeys.chunk(video.id(), "heard", number)));
      open.add(source);
      if (Mp4Index.read(source) instanceof Mp4Reading.Parsed(var movie)) {
        parts.add(new MovieJoiner.Part(source, movie.audio().orElseThrow()));
      }
    }
    MovieJoiner.join(parts, folder.resolve(BlobKeys.rendition(video.id(), "audio")));
    for (FileByteSource source : open) {
      source.close();
    }
    publish(planned(video, "audio", Rendition.Form.SOUND).done(1, Traits.UNKNOWN));
    Video ready = joined(video);
    assertThat(seen).hasSizeGreaterThan(5);
    for (Map.Entry<String, byte[]> segment : seen.entrySet()) {
      assertThat(Screen.body(screen.get(ready, segment.getKey())))
          .as(segment.getKey())
          .isEqualTo(segment.getValue());
    }
    for (String track : List.of(RUNG, "audio")) {
      targets.add(target(text(screen.get(ready, track + "/index.m3u8"))));
    }
    return targets;
  }

  @Test
  @DisplayName(
      "CF-125, MD-70: pictures of what is there, each from the part in which it lies; nobody keeps"
          + " them, and the sheet of all comes with all")
  void picturesOfTheBeginning() throws Exception {
    Video video = processing(1, Wishes.none());
    publish(soundOf(video));
    piece(video, 0, "same");
    assertThat(screen.get(video, "thumbnails/thumbnail.jpg").status())
        .as("not viewable yet")
        .isEqualTo(404);
    Video viewable = video.viewable(SettableClock.START);
    screen.ports.videos().update(viewable);
    piece(viewable, 1, "same");
    assertThat(text(screen.get(viewable, "thumbnails/thumbnails.vtt")))
        .contains("keyframes_0.jpg", "00:00:08.");
    for (String name :
        List.of("thumbnail.jpg?time=1s", "thumbnail.jpg?time=5s", "thumbnail.jpg?time=1h")) {
      Response picture = screen.get(viewable, "thumbnails/" + name);
      assertThat(picture.status()).as(name).isEqualTo(200);
      assertThat(picture.headers().first("Cache-Control")).contains("private, no-store");
      Screen.body(picture);
    }
    assertThat(
            screen.pencil.drawn().stream()
                .map(wish -> ((PictureWish.Still) wish).at().toMillis() / 100)
                .toList())
        .as("in the part")
        .containsExactly(10L, 9L, 40L);
    assertThat(screen.get(viewable, "thumbnails/thumbnail.gif").status()).isEqualTo(200);
    assertThat(screen.get(viewable, "thumbnails/keyframes_1.jpg").status()).isEqualTo(200);
    assertThat(screen.get(viewable, "thumbnails/sprite.jpg").status()).isEqualTo(404);
    assertThat(screen.get(viewable, "thumbnails/sprite.vtt").status()).isEqualTo(404);
  }

  private void soundPiece(Video video, int number) throws IOException {
    put(sounds.get(number), BlobKeys.chunk(video.id(), "heard", number));
    screen.chunks.begin(video.id(), Chunks.PIECES_OF_SOUND, List.of(number));
    screen.chunks.done(
        new Chunk(video.id(), Chunks.PIECES_OF_SOUND, number, 1, /* done= */ true),
        new Piece("audio", "heard", number));
  }

  @Test
  @DisplayName("Nothing is shown before the sound is there, unless that cannot be made")
  void waitsForSound() throws Exception {
    Video video = processing(1, Wishes.none());
    piece(video, 0, "same");
    assertThat(screen.get(video, "index.m3u8").status()).isEqualTo(404);
    assertThat(screen.get(video, "360p0/0.m4s").status()).isEqualTo(404);
    publish(planned(video, "audio", Rendition.Form.SOUND).failed("no"));
    assertThat(text(screen.get(video, "index.m3u8")))
        .contains("360p0/index.m3u8")
        .doesNotContain("audio");
  }

  @Test
  @DisplayName("Sound alone is not shown of a video that is to have a picture")
  void noSoundAlone() throws Exception {
    Video video = processing(1, Wishes.none());
    publish(soundOf(video));
    assertThat(screen.get(video, "index.m3u8").status()).isEqualTo(404);
    Video viewable = video.viewable(SettableClock.START);
    screen.ports.videos().update(viewable);
    assertThat(screen.get(viewable, "index.m3u8").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("A part that will not be joined as it is ends what is shown")
  void unfit() throws Exception {
    Video video = processing(1, Wishes.none());
    publish(soundOf(video));
    piece(video, 0, "same");
    piece(video, 1, "same");
    Path other = make("other.mp4", PICTURE.formatted(8).replace("160x90", "320x180"));
    put(other, BlobKeys.chunk(video.id(), "same", 2));
    told(video, 2, "same");
    assertThat(seconds(text(screen.get(video, "360p0/index.m3u8")))).isBetween(7.9, 8.1);
    piece(video, 2, "other");
    assertThat(seconds(text(screen.get(video, "360p0/index.m3u8")))).isBetween(7.9, 8.1);
    Files.delete(folder.resolve(BlobKeys.chunk(video.id(), "same", 0)));
    piece(video, 2, "same");
    assertThat(screen.get(video, "index.m3u8").status()).as("the first one is gone").isEqualTo(404);
  }

  @Test
  @DisplayName("REL-83: the authoriser stands before it; a deleted and a failed one show nothing")
  void refused() throws Exception {
    Video video = processing(1, Screen.privately());
    publish(soundOf(video));
    piece(video, 0, "same");
    assertThat(screen.get(video, "360p0/0.m4s").status()).isEqualTo(401);
    Video open = processing(2, Wishes.none());
    publish(soundOf(open));
    piece(open, 0, "same");
    assertThat(Screen.body(screen.get(open, "360p0/0.m4s"))).isNotEmpty();
    assertThat(Outsider.getsNothing(screen, open, video)).isGreaterThan(10);
    screen
        .ports
        .videos()
        .update(
            open.failed(
                new slipway.core.video.Failure(slipway.core.video.Failure.Kind.INTERNAL, "no"),
                SettableClock.START));
    assertThat(screen.get(open, "360p0/0.m4s").status()).isEqualTo(404);
    screen.ports.videos().update(open.deleted(SettableClock.START));
    assertThat(screen.get(open, "360p0/0.m4s").status()).isEqualTo(404);
  }

  private Video processing(long serial, Wishes wishes) throws IOException {
    Video video =
        Samples.video(1, serial, "a video", wishes, new Source.Direct())
            .bytesArrived(new Content(1, null), SettableClock.START)
            .inspected(Samples.FACTS, SettableClock.START);
    screen.ports.videos().add(video);
    screen.chunks.begin(video.id(), 0, List.of(-1, 0, 1, 2, 3));
    publish(planned(video, RUNG, Rendition.Form.PICTURE));
    publish(planned(video, "audio", Rendition.Form.SOUND));
    return video;
  }

  private void publish(Rendition rendition) {
    screen.ports.renditions().publish(rendition);
  }

  private static Rendition planned(Video video, String name, Rendition.Form form) {
    return Rendition.planned(
        video.id(), name, form, BlobKeys.rendition(video.id(), name), Traits.UNKNOWN);
  }

  private Rendition soundOf(Video video) throws IOException {
    put(sound, BlobKeys.rendition(video.id(), "audio"));
    return planned(video, "audio", Rendition.Form.SOUND).done(1, Traits.UNKNOWN);
  }

  private void piece(Video video, int number, String recipe) throws IOException {
    put(chunks.get(number), BlobKeys.chunk(video.id(), recipe, number));
    told(video, number, recipe);
  }

  private void told(Video video, int number, String recipe) {
    screen.chunks.done(
        new Chunk(video.id(), 0, number, 1, /* done= */ true), new Piece(RUNG, recipe, number));
  }

  private void put(Path file, String key) throws IOException {
    Path blob = folder.resolve(key);
    Files.createDirectories(blob.resolveSibling("."));
    Files.write(blob, Files.readAllBytes(file));
  }

  private Video joined(Video video) throws IOException {
    List<MovieJoiner.Part> parts = new ArrayList<>();
    List<FileByteSource> open = new ArrayList<>();
    for (Path chunk : chunks) {
      FileByteSource source = FileByteSource.open(chunk);
      open.add(source);
      if (Mp4Index.read(source) instanceof Mp4Reading.Parsed(var movie)) {
        parts.add(new MovieJoiner.Part(source, movie.video().orElseThrow()));
      }
    }
    MovieJoiner.join(parts, folder.resolve(BlobKeys.rendition(video.id(), RUNG)));
    for (FileByteSource source : open) {
      source.close();
    }
    publish(planned(video, RUNG, Rendition.Form.PICTURE).done(1, Traits.UNKNOWN));
    screen.chunks.remove(video.id(), 0);
    Video ready = video.ready(SettableClock.START);
    screen.ports.videos().update(ready);
    return ready;
  }

  private void keep(Video video, String track, String list, Map<String, byte[]> seen)
      throws IOException {
    for (String name : segments(list)) {
      byte[] bytes = Screen.body(screen.get(video, track + "/" + name));
      byte[] before = seen.putIfAbsent(track + "/" + name, bytes);
      assertThat(bytes).isEqualTo(before == null ? bytes : before);
    }
  }

  private static List<String> segments(String list) {
    return list.lines().filter(line -> !line.startsWith("#")).toList();
  }

  private static String target(String list) {
    return list.lines().filter(line -> line.contains("TARGETDURATION")).findFirst().orElseThrow();
  }

  private static double seconds(String list) {
    return list.lines()
        .filter(line -> line.startsWith("#EXTINF:"))
        .mapToDouble(line -> Double.parseDouble(line.substring(8, line.indexOf(','))))
        .sum();
  }

  private static String text(Response response) throws IOException {
    assertThat(response.status()).isEqualTo(200);
    return new String(Screen.body(response), UTF_8);
  }
}
