package slipway.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a full disk from other failures, of the store and of the folders that are worked in. The
 * JDK has no type for it: the system's message is all there is, and that is in the language of
 * whoever started this server. Safe for any thread.
 */
public final class FullDisk {
  private static final Logger log = LoggerFactory.getLogger(FullDisk.class);

  /** ENOSPC and EDQUOT, as file systems of other machines say it, too. */
  private static final List<String> ENGLISH = List.of("No space left on device", "quota exceeded");

  /** ENOSPC is 28 everywhere, EDQUOT 122 on Linux and 69 on macOS. */
  private static final List<Integer> NUMBERS =
      List.of(28, System.getProperty("os.name", "").startsWith("Mac") ? 69 : 122);

  /** Bytes of the longest words that are looked at. */
  private static final int LONGEST = 1024;

  private static final List<String> WORDS =
      Stream.concat(
              ENGLISH.stream(),
              NUMBERS.stream().map(FullDisk::inItsLanguage).flatMap(Optional::stream))
          .distinct()
          .toList();

  private FullDisk() {}

  /** The failure, by its own name when the disk or the quota is full. */
  public static IOException named(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return WORDS.stream().anyMatch(message::contains)
        ? new NoSpaceException("the disk is full", failure)
        : failure;
  }

  /** Whether a full disk or quota explains the failure. */
  public static boolean is(IOException failure) {
    return named(failure) instanceof NoSpaceException;
  }

  /** Passes over a failure that a full disk explains, and throws any other. */
  public static void orThrow(IOException failure) throws IOException {
    if (!is(failure)) {
      throw failure;
    }
  }

  /** What the system calls an error of this number; empty when it cannot be asked. */
  @SuppressWarnings("restricted") // strerror takes a number and gives a text that stays
  static Optional<String> inItsLanguage(int number) {
    try {
      Linker linker = Linker.nativeLinker();
      MethodHandle strerror =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("strerror"),
              FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
      MemorySegment words = (MemorySegment) strerror.invokeExact(number);
      return Optional.of(text(words.reinterpret(LONGEST))).filter(text -> !text.isBlank());
    } catch (Throwable unusual) {
      log.debug("the system's words for error {} are not known", number, unusual);
      return Optional.empty();
    }
  }

  /** Read as the JDK reads it, which is not UTF-8 everywhere. */
  private static String text(MemorySegment words) {
    var bytes = new ByteArrayOutputStream();
    for (long at = 0; at < LONGEST && words.get(ValueLayout.JAVA_BYTE, at) != 0; at++) {
      bytes.write(words.get(ValueLayout.JAVA_BYTE, at));
    }
    return bytes.toString(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
  }
}
