package slipway.core.upload;

/** What the store has room for. */
@FunctionalInterface
public interface Space {

  /**
   * Bytes that can still be written, the operator's reserve taken off; never negative.
   *
   * @throws java.io.UncheckedIOException when it cannot be found out
   */
  long free();
}
