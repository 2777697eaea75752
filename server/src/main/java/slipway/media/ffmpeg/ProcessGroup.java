package slipway.media.ffmpeg;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * A started tool with all its children, as something that can be killed (MD-24).
 *
 * <p>The tool is the leader of its own session and process group, so one {@code kill(2)} with a
 * negative number reaches children of children, also those whose parent has gone. The JDK has no
 * call for that; asking libc directly needs no further process at a moment when there may be too
 * many.
 */
final class ProcessGroup {
  private static final int SIGKILL = 9;
  private static final MethodHandle KILL = libcKill();

  private final Process process;

  // Process.destroy() would also close the pipes and lose what the tool said last.
  private final ProcessHandle handle;
  private final boolean leadsGroup;
  private final boolean wrapped;

  /**
   * @param leadsGroup whether {@code setsid} stands in front of the tool
   * @param wrapped whether the process is bubblewrap, which must outlive a TERM: it dies of it, and
   *     takes the tool along with KILL
   */
  ProcessGroup(Process process, boolean leadsGroup, boolean wrapped) {
    this.process = process;
    this.handle = process.toHandle();
    this.leadsGroup = leadsGroup;
    this.wrapped = wrapped;
  }

  /** Asks the tool to end. */
  void terminate() {
    process.descendants().forEach(ProcessHandle::destroy);
    if (!wrapped) {
      handle.destroy();
    }
  }

  /** Ends the tool and whatever it started. Safe after its end, to sweep up what it left. */
  void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    if (leadsGroup) {
      signalGroup(process.pid(), SIGKILL);
    }
    handle.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static void signalGroup(long leader, int signal) {
    if (leader <= 1 || leader > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("not a process group: " + leader);
    }
    try {
      // -1 (no such group) is the usual answer when everything has ended already.
      int ignored = (int) KILL.invokeExact((int) -leader, signal);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  // Restricted: a wrong signature would crash the JVM. POSIX: int kill(pid_t pid, int sig), with
  // pid_t an int on Linux.
  @SuppressWarnings("restricted")
  private static MethodHandle libcKill() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("kill"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }
}
