package slipway.storage.file;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code posix_fadvise(2)} of Linux, which the JDK does not offer. By a descriptor of its own, as
 * that of a channel is nobody's to have, and opened each time, as it is rarely needed.
 */
final class LinuxPageCache implements PageCache {
  private static final Logger log = LoggerFactory.getLogger(LinuxPageCache.class);

  /** Where the two numbers below are what they are; others have others. */
  private static final Set<String> MACHINES = Set.of("amd64", "x86_64", "aarch64");

  /** {@code O_RDONLY | O_CLOEXEC} of fcntl.h. */
  private static final int READ_ONLY = 0x80000;

  /** {@code POSIX_FADV_DONTNEED} of fcntl.h. */
  private static final int DONT_NEED = 4;

  private final Path file;

  private LinuxPageCache(Path file) {
    this.file = file;
  }

  /** That of a file, where it can be told anything. */
  static PageCache of(Path file) {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux")
            && MACHINES.contains(System.getProperty("os.arch"))
        ? new LinuxPageCache(file)
        : UNTOLD;
  }

  @Override
  public void drop(long from, long to) {
    Calls.INSTANCE.ifPresent(calls -> calls.advise(file, from, to));
  }

  /** The functions of the C library; found when the first file is large enough to need them. */
  private record Calls(MethodHandle open, MethodHandle advise, MethodHandle close) {
    static final Optional<Calls> INSTANCE = find();

    @SuppressWarnings("restricted") // Three functions of the C library, with plain numbers.
    private static Optional<Calls> find() {
      try {
        Linker linker = Linker.nativeLinker();
        return Optional.of(
            new Calls(
                linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("open"),
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(2)),
                linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("posix_fadvise"),
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT)),
                linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("close"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))));
      } catch (RuntimeException unknown) {
        log.debug("the page cache cannot be told anything", unknown);
        return Optional.empty();
      }
    }

    private void advise(Path file, long from, long to) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment name = arena.allocateFrom(file.toString());
        int descriptor = (int) open.invokeExact(name, READ_ONLY);
        if (descriptor < 0) {
          return; // deleted meanwhile
        }
        try {
          int _ = (int) advise.invokeExact(descriptor, from, to - from, DONT_NEED);
        } finally {
          int _ = (int) close.invokeExact(descriptor);
        }
      } catch (RuntimeException | Error failure) {
        throw failure;
      } catch (Throwable impossible) {
        throw new IllegalStateException("functions of C throw nothing", impossible);
      }
    }
  }
}
