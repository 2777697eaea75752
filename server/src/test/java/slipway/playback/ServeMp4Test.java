package slipway.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.config.ByteSize;
import slipway.core.Changes;
import slipway.core.problem.BusyException;
import slipway.core.rendition.Rendition;
import slipway.core.video.Signing;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Content;
import slipway.http.Request;
import slipway.http.Response;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.storage.BlobKeys;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

final class ServeMp4Test {
  /** More than are told as parts. */
  private static final int PLACES = 20_000;

  @TempDir Path folder;
  private Screen screen;

  @BeforeEach
  void open() throws IOException {
    screen = new Screen(folder);
  }

  @Test
  @DisplayName("MD-79, LP-127: length known, ranges of the same bytes, index first, both tracks")
  void file_isWholeAndCanBeCut() throws IOException {
    Video video = screen.ready(1, "sample.mp4", Wishes.none());
    Response whole = screen.get(video, "source.mp4");
    assertThat(whole.status()).isEqualTo(200);
    assertThat(header(whole, "Content-Type")).isEqualTo("video/mp4");
    assertThat(header(whole, "Content-Disposition")).isEmpty();
    assertThat(header(whole, "Cache-Control")).isEqualTo("public, max-age=3600");
    assertThat(((Content.Parts) whole.content()).length()).isPositive();
    byte[] bytes = Screen.body(whole);
    Mp4Movie movie = read(bytes);
    assertThat(movie.indexFirst()).isTrue();
    assertThat(movie.video()).isPresent();
    assertThat(movie.audio()).isPresent();

    for (int from : List.of(0, 1000, bytes.length / 2, bytes.length - 1)) {
      int to = Math.min(from + 5000, bytes.length - 1);
      Response part =
          screen.send(
              Request.to("GET", Screen.path(video, "source.mp4"))
                  .header("Range", "bytes=" + from + "-" + to));
      assertThat(part.status()).isEqualTo(206);
      assertThat(header(part, "ETag")).isEqualTo(header(whole, "ETag"));
      assertThat(Screen.body(part)).isEqualTo(Arrays.copyOfRange(bytes, from, to + 1));
    }
    assertThat(screen.openFiles()).as("only the video's own").isEqualTo(1);
  }

  @Test
  @DisplayName(
      "LP-168, MD-80: what is to be signed is not there before it is, and then it is signed")
  void signed_isHandedOut() throws IOException {
    Video video = screen.ready(1, "sample.mp4", toBeSigned());
    byte[] unsigned = Screen.body(screen.get(video, "source.mp4"));
    Video waits =
        Samples.video(1, 2, "a video", toBeSigned(), new Source.Direct())
            .bytesArrived(Objects.requireNonNull(video.content()), SettableClock.START)
            .inspected(Samples.FACTS, SettableClock.START)
            .viewable(SettableClock.START);
    screen.ports.videos().add(waits);
    publish(waits, "source", Rendition.Form.SOURCE, video);
    assertThat(screen.get(waits, "source.mp4").status()).isEqualTo(404);
    assertThat(screen.get(waits, "index.m3u8").status()).as("it plays").isEqualTo(200);

    String key = BlobKeys.signed(video.id(), "source", new UUID(1, 1));
    Video signed = signed(waits, key);
    assertThat(Screen.body(screen.get(signed, "source.mp4")))
        .as("without its blob it is better than nothing (MD-87)")
        .isEqualTo(unsigned);

    byte[] head = Arrays.copyOf(unsigned, unsigned.length - 500);
    head[50] ^= 1;
    String later = BlobKeys.signed(video.id(), "source", new UUID(2, 2));
    keep(later, resource(head, BlobKeys.source(video.id())));
    Video once = signed(signed, later);
    Response answer = screen.get(once, "source.mp4");
    byte[] bytes = Screen.body(answer);
    assertThat(bytes).startsWith(head).hasSize(unsigned.length);
    assertThat(header(answer, "ETag"))
        .isNotEqualTo(header(screen.get(video, "source.mp4"), "ETag"));
  }

  @Test
  @DisplayName(
      "MD-79: of a file that lies in very many places no more is in memory than is being sent")
  void file_inManyPlaces() throws IOException {
    Video video = screen.ready(1, "sample.mp4", toBeSigned());
    byte[] source = Files.readAllBytes(screen.sourceFile(video));
    byte[] head = {1, 2, 3, 4, 5};
    byte[] expected = Arrays.copyOf(head, head.length + 2 * PLACES);
    for (int place = 0; place < PLACES; place++) {
      System.arraycopy(source, 3 * place, expected, head.length + 2 * place, 2);
    }
    String key = BlobKeys.signed(video.id(), "source", new UUID(1, 1));
    keep(key, inManyPlaces(head, BlobKeys.source(video.id())));
    signed(video, key);

    Response whole = screen.get(video, "source.mp4");
    assertThat(whole.content())
        .isInstanceOfSatisfying(
            Content.Stream.class, stream -> assertThat(stream.length()).isEqualTo(expected.length));
    assertThat(Screen.body(whole)).isEqualTo(expected);
    for (int from : List.of(0, 3, 5, 6, 2_000, expected.length - 1)) {
      for (int count : List.of(1, 4, 700, expected.length)) {
        int to = Math.min(from + count, expected.length) - 1;
        Response part =
            screen.send(
                Request.to("GET", Screen.path(video, "source.mp4"))
                    .header("Range", "bytes=" + from + "-" + to));
        assertThat(Screen.body(part))
            .as("%d to %d", from, to)
            .isEqualTo(Arrays.copyOfRange(expected, from, to + 1));
      }
    }
    assertThat(screen.openFiles()).as("only the video's own").isEqualTo(1);
  }

  @Test
  @DisplayName(
      "REL-53: whole files that many fetch slowly have one budget of memory, and one always fits")
  void oneBudget() throws IOException {
    Video first = screen.ready(1, "sample.mp4", Wishes.none());
    Video other = screen.ready(2, "sample.mp4", Wishes.none());
    HeldMemory plenty = new HeldMemory(1 << 30);
    Response kept = serve(serving(plenty), first);
    long one = plenty.held();
    assertThat(one).isPositive();
    Screen.release(kept);
    assertThat(plenty.held()).as("for who comes next").isEqualTo(one);

    HeldMemory little = new HeldMemory(one + one / 2);
    ServeMp4 wholeFiles = serving(little);
    Response slow = serve(wholeFiles, first);
    assertThatThrownBy(() -> serve(wholeFiles, other)).isInstanceOf(BusyException.class);
    Response beside = serve(wholeFiles, first);
    assertThat(little.held()).as("the same file is in memory once").isEqualTo(one);
    Screen.release(beside);
    byte[] bytes = slow.content().toBytes();
    Screen.release(slow);
    assertThat(little.held()).isZero();
    assertThat(Screen.body(serve(wholeFiles, other))).isEqualTo(bytes);
    assertThat(little.held()).isZero();

    HeldMemory tiny = new HeldMemory(1);
    assertThat(Screen.body(serve(serving(tiny), first))).isEqualTo(bytes);
    assertThat(tiny.held()).isZero();
  }

  private ServeMp4 serving(HeldMemory memory) {
    PlaybackSettings settings = new PlaybackSettings(ByteSize.ofMebibytes(64), true);
    return new ServeMp4(
        new Programme(screen.library(Changes.unseen())),
        new OpenVideos(screen.blobs, new Indexes(settings), settings),
        screen.blobs,
        memory);
  }

  private static Response serve(ServeMp4 wholeFiles, Video video) throws IOException {
    return wholeFiles.serve(Request.to("GET", Screen.path(video, "source.mp4")).build(), video);
  }

  /** Some bytes, and then two of every three of a file. */
  private static byte[] inManyPlaces(byte[] head, String file) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(0x53575201);
      out.writeUTF("video/mp4");
      out.writeInt(1);
      out.writeUTF(file);
      out.writeInt(PLACES);
      for (int place = 0; place < PLACES; place++) {
        out.writeInt(0);
        out.writeLong(3L * place);
        out.writeLong(2);
      }
      out.writeInt(head.length);
      out.write(head);
    }
    return bytes.toByteArray();
  }

  private Video signed(Video video, String key) {
    Video signed =
        (video.isUnderWay() ? video.ready(SettableClock.START) : video)
            .signed(
                Signing.State.SIGNED,
                List.of(new Signing.File("source", key, /* stampedAt= */ null)),
                /* error= */ null,
                SettableClock.START);
    screen.ports.videos().update(signed);
    return signed;
  }

  private static Wishes toBeSigned() {
    return new Wishes(null, null, null, false, /* provenance= */ true, null, null, null);
  }

  /** Some bytes, and then the last 500 of a file. */
  private byte[] resource(byte[] head, String file) throws IOException {
    long size = Files.size(folder.resolve(file));
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(0x53575201);
      out.writeUTF("video/mp4");
      out.writeInt(1);
      out.writeUTF(file);
      out.writeInt(1);
      out.writeInt(0);
      out.writeLong(size - 500);
      out.writeLong(500);
      out.writeInt(head.length);
      out.write(head);
    }
    return bytes.toByteArray();
  }

  private void keep(String key, byte[] bytes) throws IOException {
    Files.write(folder.resolve(key), bytes);
  }

  @Test
  @DisplayName("MD-79: picture and sound from two files; sound alone is an M4A")
  void files_areJoined() throws IOException {
    Video video = screen.ready(1, "sample_video_only.mp4", Wishes.none());
    Video sound = screen.ready(2, "sample_audio_only_15s.mp4", Wishes.none());
    screen.ports.renditions().removeAll(video.id());
    publish(video, "720p0", Rendition.Form.PICTURE, video);
    publish(video, "audio", Rendition.Form.SOUND, sound);

    Mp4Movie movie = read(Screen.body(screen.get(video, "720p0.mp4")));
    assertThat(movie.video()).isPresent();
    assertThat(movie.audio().orElseThrow().presentationEnd()).isGreaterThan(14);
    Response audio = screen.get(video, "audio.m4a");
    assertThat(header(audio, "Content-Type")).isEqualTo("audio/mp4");
    Mp4Movie alone = read(Screen.body(audio));
    assertThat(alone.tracks()).hasSize(1);
    for (String name :
        List.of("audio.mp4", "720p0.m4a", "360p0.mp4", "SOURCE.mp4", "x/720p0.mp4")) {
      assertThat(screen.get(video, name).status()).as(name).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "source.mp4?download, source.mp4",
    "source.mp4?download=MY_VIDEO, MY_VIDEO.mp4",
    "source.mp4?download=MY_VIDEO.mp4, MY_VIDEO.mp4",
    "source.mp4?download=.htaccess, source.mp4",
    "source.mp4?download=a%22b, source.mp4",
    "source.mp4?download=a%0d%0ab, source.mp4",
    "source.mp4?download=../x, source.mp4"
  })
  @DisplayName("REL-56: saved under a plain name, never shown as a page")
  void files_areSavedUnderPlainNames(String path, String name) throws IOException {
    Video video = screen.ready(1, "sample.mp4", Wishes.none());
    Response answer = screen.get(video, path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(header(answer, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"" + name + "\"");
    assertThat(header(answer, "Content-Type")).isEqualTo("video/mp4");
    assertThat(header(answer, "Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
    Screen.body(answer);
  }

  @Test
  @DisplayName("Reliability rule 7: nothing of a private or deleted video")
  void private_givesNothing() throws IOException {
    Video closed = screen.ready(1, "sample.mp4", Screen.privately());
    Video gone = screen.ready(2, "sample.mp4", Wishes.none());
    screen.ports.videos().update(gone.deleted(SettableClock.START));
    assertThat(screen.get(closed, "source.mp4").status()).isEqualTo(401);
    assertThat(screen.get(gone, "source.mp4").status()).isEqualTo(404);
  }

  private void publish(Video video, String name, Rendition.Form form, Video from) {
    screen
        .ports
        .renditions()
        .publish(new Rendition(video.id(), name, form, Screen.source(from).blob(), 1));
  }

  private Mp4Movie read(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("fetched.mp4"), bytes);
    try (FileByteSource source = FileByteSource.open(file)) {
      return ((Mp4Reading.Parsed) Mp4Index.read(source)).movie();
    }
  }

  private static String header(Response response, String name) {
    return response.headers().first(name).orElse("");
  }
}
