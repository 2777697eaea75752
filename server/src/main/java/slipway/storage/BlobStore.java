package slipway.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps blobs under keys of the form {@code <folder>/<name>}, both made by us ({@code
 * [A-Za-z0-9._-]+}). Safe for any thread; one blob has one appender at a time, which the caller
 * sees to.
 */
public interface BlobStore {

  /**
   * Opens a blob for appending at {@code offset}, making it when it is not there. What lies behind
   * the offset is cut off first: it was never acknowledged (TUS-183).
   *
   * @throws IOException when the blob is shorter than {@code offset}; it is never filled up
   *     (REL-17)
   * @throws NoSpaceException when the store is full
   */
  BlobAppender append(String key, long offset) throws IOException;

  /** Opens a blob for reading; empty when there is none. */
  Optional<Blob> open(String key) throws IOException;

  /**
   * Makes a finished file of a work folder a blob: durable first, then visible, never half
   * (reliability rule 2). The file is gone from its old place afterwards.
   */
  void publish(Path file, String key) throws IOException;

  /**
   * Makes one blob of others, which stay, in the given order and with repetitions: durable first,
   * then visible, never half. Costs no space where the store can share bytes, else a copy.
   *
   * @throws IOException also when one of them is not there
   * @throws NoSpaceException when the store is full; nothing stays behind
   */
  void concat(List<String> keys, String key) throws IOException;

  /** Removes one blob; nothing happens when there is none. */
  void delete(String key) throws IOException;

  /** Removes a folder with all its blobs; nothing happens when there is none. */
  void deleteFolder(String folder) throws IOException;

  /** Bytes that can still be stored, the operator's reserve taken off; never negative. */
  long room() throws IOException;
}
