package slipway.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import slipway.storage.Blob;

/** A file open for reading. */
record FileBlob(Path path, FileChannel fileChannel, long size, String identity) implements Blob {

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return fileChannel.read(into, position);
  }

  @Override
  public Optional<Path> file() {
    return Optional.of(path);
  }

  @Override
  public Optional<FileChannel> channel() {
    return Optional.of(fileChannel);
  }

  @Override
  public void close() throws IOException {
    fileChannel.close();
  }
}
