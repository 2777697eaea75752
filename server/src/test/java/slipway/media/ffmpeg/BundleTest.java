package slipway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ffmpeg")
final class BundleTest {
  @TempDir Path temporary;

  private static Bundle bundle() {
    Optional<Bundle> bundle =
        Bundle.on(System.getProperty("os.name"), System.getProperty("os.arch"));
    assumeTrue(bundle.isPresent(), "skipped: this build has no bundle for this machine");
    return bundle.orElseThrow();
  }

  @Test
  @DisplayName("MD-01: the version in the code is that of the dependency")
  void version() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<ffmpeg.version>" + Bundle.VERSION + "</ffmpeg.version>");
  }

  @Test
  @DisplayName("MD-01: machines without a bundle")
  void otherMachines() {
    assertThat(Bundle.on("Mac OS X", "aarch64")).isEmpty();
    assertThat(Bundle.on("Linux", "riscv64")).isEmpty();
  }

  @Test
  @DisplayName("MD-02: of several starts at once one unpacks, and takes nothing away from another")
  void atOnce() throws Exception {
    Path home = temporary.resolve("shared");
    List<Future<Object>> used = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        // Its identity, at the moment when this start begins to use it.
        used.add(pool.submit(() -> identity(bundle().install(home).resolve("ffmpeg"))));
      }
    }
    Object last = identity(bundle().install(home).resolve("ffmpeg"));
    for (Future<Object> one : used) {
      assertThat(one.get()).isEqualTo(last);
    }
  }

  private static Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Test
  @DisplayName("MD-02, MD-03: two starts at once, a second start, a damaged folder")
  void install() throws Exception {
    Path home = temporary.resolve("home");
    List<Future<Path>> starts = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      Callable<Path> start = () -> bundle().install(home);
      starts.add(pool.submit(start));
      starts.add(pool.submit(start));
    }
    Path folder = starts.getFirst().get();
    assertThat(starts.getLast().get()).isEqualTo(folder);
    try (Stream<Path> entries = Files.list(home)) {
      assertThat(entries).containsExactlyInAnyOrder(folder, home.resolve(".unpacking.lock"));
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).noneMatch(name -> name.startsWith("libjni")).hasSize(12 + 4 + 1);
      assertThat(names).contains("ffmpeg", "ffprobe", "libpulse.so.0", "libxcb-shm.so.0");
    }
    assertThat(folder.resolve("ffmpeg")).isExecutable();

    Object before = Files.getLastModifiedTime(folder.resolve("ffmpeg"));
    assertThat(bundle().install(home)).isEqualTo(folder);
    assertThat(Files.getLastModifiedTime(folder.resolve("ffmpeg"))).isEqualTo(before);

    Files.write(folder.resolve("libavutil.so.60"), new byte[] {1, 2, 3});
    assertThat(bundle().install(home)).isEqualTo(folder);
    assertThat(folder.resolve("libavutil.so.60").toFile().length()).isGreaterThan(1_000_000);
  }

  @Test
  @DisplayName(
      "MD-04: the bundle runs in an empty root with libc, libm, libmvec, libgcc_s, libstdc++")
  void runsInEmptyRoot() throws Exception {
    Ffmpeg ffmpeg = RealFfmpeg.in(Layer.BUBBLEWRAP);
    String bundle = ffmpeg.folder().toString();
    List<String> line = new ArrayList<>(List.of("/usr/bin/bwrap", "--unshare-all", "--clearenv"));
    line.addAll(List.of("--setenv", "LD_LIBRARY_PATH", "/bundle:/system"));
    line.addAll(List.of("--ro-bind", bundle, "/bundle"));
    Path loader = Path.of("/lib64/ld-linux-x86-64.so.2");
    assumeTrue(Files.exists(loader), "skipped: written for x86-64 with glibc");
    line.addAll(List.of("--ro-bind", loader.toRealPath().toString(), loader.toString()));
    for (String name :
        List.of("libc.so.6", "libm.so.6", "libmvec.so.1", "libgcc_s.so.1", "libstdc++.so.6")) {
      Path library =
          Stream.of("/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib")
              .map(folder -> Path.of(folder, name))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      line.addAll(List.of("--ro-bind", library.toRealPath().toString(), "/system/" + name));
    }
    line.addAll(List.of("/bundle/ffmpeg", "-hide_banner", "-v", "error", "-f", "lavfi", "-i"));
    line.addAll(List.of("testsrc2=size=64x64:duration=0.2", "-c:v", "libx264", "-f", "null", "-"));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @Test
  @DisplayName("MD-03: a stub is an ELF64 shared object for its machine, with its versions")
  void stubs() {
    StubLibrary.Name name = new StubLibrary.Name("libasound.so.2", List.of("ALSA_0.9"));
    for (StubLibrary.Machine machine : StubLibrary.Machine.values()) {
      byte[] bytes = StubLibrary.bytes(name, machine);
      ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(elf.getInt(0)).isEqualTo(0x464c457f);
      assertThat(elf.getShort(16)).isEqualTo((short) 3); // ET_DYN
      assertThat((int) elf.getShort(18))
          .isEqualTo(machine == StubLibrary.Machine.X86_64 ? 62 : 183);
      assertThat(elf.getLong(64 + 32)).isEqualTo(bytes.length); // PT_LOAD covers the file
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
          .contains("\0libasound.so.2\0", "\0ALSA_0.9\0");
    }
  }

  @Test
  @DisplayName("MD-03: the hash of the System V ABI")
  void hash() {
    assertThat(StubLibrary.hash("printf")).isEqualTo(0x077905a6);
    assertThat(StubLibrary.hash("exit")).isEqualTo(0x0006cf04);
    assertThat(StubLibrary.hash("GLIBC_2.2.5")).isEqualTo(0x09691a75);
  }
}
