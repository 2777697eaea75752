package slipway.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import slipway.core.video.Failure;

/** Gathers the first bytes of an upload until they have been judged. Used by one thread. */
final class Head {
  private final FirstLook look;
  private byte[] bytes = new byte[4096];
  private int length;
  private boolean judged;

  Head(FirstLook look) {
    this.look = look;
  }

  /** A head that asks nothing, for bytes that are not the file's first or not plain. */
  static Head unseen() {
    return new Head((head, complete) -> new FirstLook.Verdict.Pass());
  }

  /** Takes the next bytes without moving the buffers; gives the reason to refuse them, if any. */
  Optional<Failure> see(ByteBuffer[] buffers) {
    if (judged) {
      return Optional.empty();
    }
    for (ByteBuffer buffer : buffers) {
      take(buffer.duplicate());
    }
    return switch (look.judge(Arrays.copyOf(bytes, length), /* complete= */ false)) {
      case FirstLook.Verdict.Pass() -> {
        judged = true;
        yield Optional.empty();
      }
      case FirstLook.Verdict.NeedMore() -> {
        judged = length == FirstLook.ENOUGH;
        yield Optional.empty();
      }
      case FirstLook.Verdict.Refuse(Failure failure) -> Optional.of(failure);
    };
  }

  private void take(ByteBuffer buffer) {
    int more = Math.min(buffer.remaining(), FirstLook.ENOUGH - length);
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(FirstLook.ENOUGH, Math.max(2 * length, length + more)));
    }
    buffer.get(bytes, length, more);
    length += more;
  }
}
