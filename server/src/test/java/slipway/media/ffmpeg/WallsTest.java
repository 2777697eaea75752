package slipway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that name another file or an address (REL-51), behind each wall alone. The other file is a
 * pipe and the address a socket, so that whoever only opens them is noticed, whatever becomes of
 * the bytes. Without any wall each is opened: a trick that does not work proves nothing.
 */
@Tag("ffmpeg")
final class WallsTest {
  private static final int SECONDS = 20; // of one run, which takes a tenth of one
  private static final Limits LIMITS = FfmpegSettings.defaults().probeLimits();

  @TempDir Path temporary;

  /** What stands between a file and the rest of the world. */
  enum Wall {
    /** {@code -protocol_whitelist}. */
    PROTOCOLS,
    /** {@code -format_whitelist}. */
    FORMATS,
    /** What FFmpeg only does when it is told to, which we never do. */
    NOT_TOLD,
    /** Bubblewrap. */
    NAMESPACES
  }

  /**
   * @param options what makes FFmpeg fall for it, also where it would not by itself
   * @param text of the file; {@code FILE} and {@code ADDRESS} stand for what is outside. None: a
   *     MOV whose pictures lie elsewhere
   * @param walls each of which is enough
   */
  record Trick(String name, List<String> options, Optional<String> text, Set<Wall> walls) {
    Trick(String name, List<String> options, String text, Wall first, Wall... others) {
      this(name, options, Optional.of(text), EnumSet.of(first, others));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<String> AS_LIST =
      List.of("-f", "hls", "-allowed_extensions", "ALL", "-extension_picky", "0");

  private static final List<String> AS_SCRIPT = List.of("-f", "concat", "-safe", "0");

  private static final String ALL_PROTOCOLS = "file,http,tcp,subfile,concat";

  private static final String LIST = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";

  static Stream<Trick> tricks() {
    return Stream.of(
        new Trick(
            "a playlist of an address",
            AS_LIST,
            LIST + "#EXTINF:2,\nADDRESS/a.ts\n#EXT-X-ENDLIST\n",
            Wall.PROTOCOLS,
            Wall.FORMATS,
            Wall.NAMESPACES),
        new Trick(
            "a playlist whose key is at an address",
            AS_LIST,
            LIST
                + "#EXT-X-KEY:METHOD=AES-128,URI=\"ADDRESS/key\"\n"
                + "#EXTINF:2,\nfile:FILE\n#EXT-X-ENDLIST\n",
            Wall.PROTOCOLS,
            Wall.FORMATS,
            Wall.NAMESPACES),
        new Trick(
            "a playlist of a file",
            AS_LIST,
            LIST + "#EXTINF:2,\nfile:FILE\n#EXT-X-ENDLIST\n",
            Wall.FORMATS,
            Wall.NAMESPACES),
        new Trick(
            "a script that names a file",
            AS_SCRIPT,
            "ffconcat version 1.0\nfile 'file:FILE'\n",
            Wall.FORMATS,
            Wall.NAMESPACES),
        new Trick(
            "a script that names a part of a file",
            AS_SCRIPT,
            "ffconcat version 1.0\nfile 'subfile,,start,0,end,0,,:FILE'\n",
            Wall.PROTOCOLS,
            Wall.FORMATS,
            Wall.NAMESPACES),
        new Trick(
            "a script that names joined files",
            AS_SCRIPT,
            "ffconcat version 1.0\nfile 'concat:FILE|nothing'\n",
            Wall.PROTOCOLS,
            Wall.FORMATS,
            Wall.NAMESPACES),
        new Trick(
            "a script that names an address",
            AS_SCRIPT,
            "ffconcat version 1.0\nfile 'ADDRESS/a.ts'\n",
            Wall.PROTOCOLS,
            Wall.FORMATS,
            Wall.NAMESPACES),
        new Trick(
            "a MOV whose pictures lie in another file",
            List.of("-f", "mov", "-enable_drefs", "1", "-use_absolute_path", "1"),
            Optional.empty(),
            EnumSet.of(Wall.NOT_TOLD, Wall.NAMESPACES)));
  }

  static Stream<Arguments> eachWallAlone() {
    return tricks().flatMap(trick -> trick.walls().stream().map(wall -> Arguments.of(trick, wall)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tricks")
  @DisplayName(
      "REL-51: without walls the outside is opened, so that the other tests mean something")
  void noWall(Trick trick) throws Exception {
    assertThat(opensTheOutside(trick, EnumSet.noneOf(Wall.class))).isTrue();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("eachWallAlone")
  @DisplayName("REL-51: each wall alone keeps the outside closed")
  void oneWall(Trick trick, Wall wall) throws Exception {
    assertThat(opensTheOutside(trick, EnumSet.of(wall))).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tricks")
  @DisplayName("REL-51: our own command, in each layer, opens nothing but its input")
  void ourOwnCommand(Trick trick) throws Exception {
    assertThat(opensTheOutside(trick, EnumSet.complementOf(EnumSet.of(Wall.NAMESPACES)))).isFalse();
    assertThat(opensTheOutside(trick, EnumSet.allOf(Wall.class))).isFalse();
  }

  /** Looks into the file with the command that the product uses, less the walls left out. */
  private boolean opensTheOutside(Trick trick, Set<Wall> walls) throws Exception {
    Layer layer = walls.contains(Wall.NAMESPACES) ? Layer.BUBBLEWRAP : Layer.LIMITS;
    Ffmpeg ffmpeg = RealFfmpeg.in(layer);
    Path folder = Files.createTempDirectory(temporary.toRealPath(), "walls");
    try (Outside outside = new Outside(folder);
        WorkFolder work = ffmpeg.workFolder()) {
      Path file = folder.resolve("input");
      if (trick.text().isPresent()) {
        Files.writeString(file, outside.named(trick.text().get()));
      } else {
        pointingTo(outside.pipe(), file);
      }
      ProbeCommand command =
          new ProbeCommand(file, Optional.empty(), ffmpeg.settings().maxPixels());
      List<String> arguments = new ArrayList<>(command.arguments(work.path()));
      if (!walls.contains(Wall.PROTOCOLS)) {
        // Left out, FFmpeg would take a list of its own: "file,crypto,data".
        arguments.set(arguments.indexOf("-protocol_whitelist") + 1, ALL_PROTOCOLS);
      }
      if (!walls.contains(Wall.FORMATS)) {
        int at = arguments.indexOf("-format_whitelist");
        arguments.subList(at, at + 2).clear();
      }
      if (!walls.contains(Wall.NOT_TOLD)) {
        arguments.addAll(arguments.indexOf("-i"), trick.options());
      }
      Sandbox sandbox = Sandbox.of(layer, ffmpeg.settings(), ffmpeg.folder()).orElseThrow();
      Path program = ffmpeg.folder().resolve(command.tool().program());
      run(ffmpeg, sandbox.wrap(program, arguments, command.inputs(), work.path(), LIMITS), work);
      return outside.wasOpened();
    }
  }

  private static void run(Ffmpeg ffmpeg, List<String> line, WorkFolder work) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(work.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.path().resolve("output").toFile());
    builder.environment().clear();
    builder.environment().put("LD_LIBRARY_PATH", ffmpeg.folder().toString());
    Process process = builder.start();
    try (OutputStream go = process.getOutputStream()) {
      go.write('\n');
    }
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("ended within " + SECONDS + " s").isTrue();
    String output = Files.readString(work.path().resolve("output"), StandardCharsets.ISO_8859_1);
    assertThat(output).as("the tool itself ran").containsPattern("file:|\\[|format\\.");
  }

  /** A pipe and a socket that notice when they are opened. */
  private static final class Outside implements AutoCloseable {
    private final Path pipe;
    private final ServerSocket socket;
    private final CountDownLatch opened = new CountDownLatch(1);

    Outside(Path folder) throws IOException, InterruptedException {
      pipe = folder.resolve("outside.ts");
      assumeTrue(
          new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0,
          "skipped: no pipes can be made here");
      socket = new ServerSocket(0, /* backlog= */ 5, InetAddress.getLoopbackAddress());
      Thread.ofPlatform().daemon().start(this::watchSocket);
      Thread.ofPlatform().daemon().start(this::watchPipe);
    }

    Path pipe() {
      return pipe;
    }

    String named(String text) {
      return text.replace("FILE", pipe.toString())
          .replace("ADDRESS", "http://127.0.0.1:" + socket.getLocalPort());
    }

    private void watchSocket() {
      try (Socket _ = socket.accept()) {
        opened.countDown();
      } catch (IOException closed) {
        // Nobody came.
      }
    }

    /** Opening a pipe for writing waits for somebody who opens it for reading. */
    private void watchPipe() {
      try (FileChannel _ = FileChannel.open(pipe, StandardOpenOption.WRITE)) {
        opened.countDown();
      } catch (IOException gone) {
        // Nobody came.
      }
    }

    /** A moment for our own threads to notice, where there is something to notice. */
    boolean wasOpened() throws InterruptedException {
      return opened.await(200, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
      socket.close();
      // Lets the waiting thread go.
      FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
    }
  }

  /**
   * A small MP4 whose data reference is an alias to another file by its absolute path (QuickTime
   * File Format, "Data reference atoms"; the record as classic Mac OS wrote it).
   */
  private static void pointingTo(Path other, Path file) throws Exception {
    Path plain =
        RealFfmpeg.generate(
            file.resolveSibling("plain.mp4"),
            "-f lavfi -i testsrc2=size=64x64:rate=10:duration=0.5 -c:v libx264");
    byte[] bytes = Files.readAllBytes(plain);
    byte[] alias = alias(other);
    int moov = indexOf(bytes, "moov", 0);
    int entry = indexOf(bytes, "url ", moov) - 4;
    int was = ByteBuffer.wrap(bytes).getInt(entry);
    int dref = indexOf(bytes, "dref", moov);
    for (String box : List.of("moov", "trak", "mdia", "minf", "dinf", "dref")) {
      int size = (box.equals("dref") ? dref : indexOf(bytes, box, moov)) - 4;
      ByteBuffer in = ByteBuffer.wrap(bytes);
      in.putInt(size, in.getInt(size) + alias.length - was);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, entry);
    out.writeBytes(alias);
    out.write(bytes, entry + was, bytes.length - entry - was);
    Files.write(file, out.toByteArray());
  }

  private static byte[] alias(Path other) {
    byte[] path = ("V" + other.toString().replace('/', ':')).getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(path, path.length + path.length % 2);
    ByteBuffer entry = ByteBuffer.allocate(12 + 150 + 4 + padded.length + 4);
    entry.putInt(entry.capacity()).put("alis".getBytes(StandardCharsets.US_ASCII)).putInt(0);
    entry.position(12 + 10).put((byte) 1).put((byte) 'V'); // the volume's name, as a Pascal string
    entry.position(12 + 10 + 28 + 12).put((byte) 1).put((byte) 'f'); // the file's name
    entry.position(12 + 150);
    entry.putShort((short) 2).putShort((short) path.length).put(padded); // absolute path
    entry.putShort((short) -1).putShort((short) 0);
    return entry.array();
  }

  private static int indexOf(byte[] bytes, String word, int from) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(word, from);
    assertThat(at).as(word).isNotNegative();
    return at;
  }
}
