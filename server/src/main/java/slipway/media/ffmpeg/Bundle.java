package slipway.media.ffmpeg;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The FFmpeg that comes inside our jar: found on the class path, unpacked once per version into a
 * folder of our own (MD-01, MD-02).
 *
 * <p>Files go into a folder beside the final one, are forced to disk and then renamed as a whole; a
 * list of names and sizes, written last, says that a folder is complete. Of several starts at the
 * same time, in one process or many, one unpacks while the others wait: a folder that is whole is
 * never replaced, for somebody may be running what is in it.
 */
final class Bundle {
  /** Of the dependency; a test compares it with the POM. */
  static final String VERSION = "8.0.1-1.5.13";

  /** Raise it when what we write beside the bundle's own files changes. */
  private static final int OURS = 1;

  private static final String CONTENTS = "contents";
  private static final String UNPACKING = ".unpacking-";
  private static final String LOCK = ".unpacking.lock";
  private static final Object IN_THIS_PROCESS = new Object();

  private static final List<String> FILES =
      List.of(
          "ffmpeg",
          "ffprobe",
          "libavcodec.so.62",
          "libavdevice.so.62",
          "libavfilter.so.11",
          "libavformat.so.62",
          "libavutil.so.60",
          "libdrm.so.2",
          "libswresample.so.6",
          "libswscale.so.9",
          "libva-drm.so.2",
          "libva.so.2");

  private final String platform;
  private final StubLibrary.Machine machine;

  private Bundle(String platform, StubLibrary.Machine machine) {
    this.platform = platform;
    this.machine = machine;
  }

  /**
   * The bundle for a machine, if this build carries one.
   *
   * @param operatingSystem as the system property {@code os.name} has it
   * @param architecture as the system property {@code os.arch} has it
   */
  static Optional<Bundle> on(String operatingSystem, String architecture) {
    if (!operatingSystem.equals("Linux")) {
      return Optional.empty();
    }
    Optional<Bundle> bundle =
        switch (architecture) {
          case "amd64", "x86_64" ->
              Optional.of(new Bundle("linux-x86_64-gpl", StubLibrary.Machine.X86_64));
          case "aarch64", "arm64" ->
              Optional.of(new Bundle("linux-arm64-gpl", StubLibrary.Machine.AARCH64));
          default -> Optional.empty();
        };
    return bundle.filter(Bundle::onClassPath);
  }

  private boolean onClassPath() {
    return loader().getResource(resource("ffmpeg")) != null;
  }

  private String resource(String file) {
    return "org/bytedeco/ffmpeg/" + platform + "/" + file;
  }

  private static ClassLoader loader() {
    return Bundle.class.getClassLoader();
  }

  /**
   * The folder with the unpacked bundle, unpacking it first when it is not there or not whole.
   *
   * @param home where unpacked bundles live; made when it is not there
   */
  Path install(Path home) throws IOException {
    Path parent = Files.createDirectories(home.toAbsolutePath().normalize());
    Path target = parent.resolve("ffmpeg-" + VERSION + "-" + platform + "-" + OURS);
    if (whole(target)) {
      return target;
    }
    // A lock of the file is the whole process's, so its threads need one of their own.
    synchronized (IN_THIS_PROCESS) {
      try (FileChannel file =
              FileChannel.open(
                  parent.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = file.lock()) {
        return whole(target) ? target : replace(parent, target);
      }
    }
  }

  private Path replace(Path parent, Path target) throws IOException {
    Path unpacking = Files.createTempDirectory(parent, UNPACKING);
    try {
      dropAbandoned(parent, Files.getLastModifiedTime(unpacking));
      unpack(unpacking);
      WorkFolder.deleteTree(target); // only ever a damaged one
      Files.move(unpacking, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      WorkFolder.deleteTree(unpacking);
    }
    return target;
  }

  private void unpack(Path folder) throws IOException {
    List<String> contents = new ArrayList<>();
    for (String name : FILES) {
      try (InputStream in = loader().getResourceAsStream(resource(name))) {
        if (in == null) {
          throw new IOException("the bundle lacks " + name);
        }
        contents.add(write(folder.resolve(name), in));
      }
    }
    for (StubLibrary.Name stub : StubLibrary.WANTED) {
      byte[] bytes = StubLibrary.bytes(stub, machine);
      try (InputStream in = new ByteArrayInputStream(bytes)) {
        contents.add(write(folder.resolve(stub.soname()), in));
      }
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.write(folder.resolve(CONTENTS), contents);
  }

  /** Returns the file's line in the list of contents. */
  private static String write(Path file, InputStream in) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = Channels.newOutputStream(channel);
      in.transferTo(out);
      channel.force(true);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.size(file) + " " + file.getFileName();
  }

  /** Whether every file is there in its full length. */
  private static boolean whole(Path folder) throws IOException {
    Path list = folder.resolve(CONTENTS);
    if (!Files.isRegularFile(list)) {
      return false;
    }
    List<String> contents = Files.readAllLines(list);
    for (String line : contents) {
      int space = line.indexOf(' ');
      Path file = folder.resolve(line.substring(space + 1));
      if (space < 0
          || !Files.isExecutable(file)
          || !Long.toString(Files.size(file)).equals(line.substring(0, space))) {
        return false;
      }
    }
    return contents.size() == FILES.size() + StubLibrary.WANTED.size();
  }

  /** What a start that was killed left behind, an hour ago or more. */
  private static void dropAbandoned(Path parent, FileTime now) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      for (Path entry : entries.toList()) {
        if (entry.getFileName().toString().startsWith(UNPACKING)
            && Files.getLastModifiedTime(entry)
                    .toInstant()
                    .compareTo(now.toInstant().minus(Duration.ofHours(1)))
                < 0) {
          WorkFolder.deleteTree(entry);
        }
      }
    }
  }
}
