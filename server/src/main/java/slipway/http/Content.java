package slipway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What an answer carries after its header fields. */
public sealed interface Content {

  /** Nothing. */
  static Content empty() {
    return new Parts(List.of(), () -> {});
  }

  /**
   * Runs of bytes whose length is known, sent in order; slices of files go from file to socket
   * without passing through this process where the connection allows it.
   *
   * @param release called exactly once when the parts were sent or given up, from any thread
   */
  record Parts(List<Part> parts, Runnable release) implements Content {
    public Parts {
      parts = List.copyOf(parts);
    }

    /** Sum of the lengths, in bytes. */
    public long length() {
      long length = 0;
      for (Part part : parts) {
        length += part.length();
      }
      return length;
    }
  }

  /**
   * Bytes that are made while they are sent, on the thread of the request.
   *
   * @param length number of bytes that will be written, or {@link #UNKNOWN}
   * @param release called exactly once when they were sent or given up, also when they were never
   *     written because only the head of the answer was asked for
   */
  record Stream(Writer writer, long length, Runnable release) implements Content {
    /** The length is known only at the end; the answer is chunked. */
    public static final long UNKNOWN = -1;

    /** One with nothing to release. */
    public Stream(Writer writer, long length) {
      this(writer, length, () -> {});
    }
  }

  /** Writes a streamed answer. */
  @FunctionalInterface
  interface Writer {
    /**
     * Writes everything. The stream blocks while the client is slow, and throws when it is gone;
     * {@code flush()} sends what was written so far.
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** These bytes. */
  static Content of(byte[] bytes) {
    return bytes.length == 0 ? empty() : of(List.of(Part.of(bytes)));
  }

  /** These parts, with nothing to release. */
  static Content of(List<Part> parts) {
    return new Parts(parts, () -> {});
  }

  /** All bytes, in memory: for small answers looked at without a socket, as tests do. */
  default byte[] toBytes() throws IOException {
    var bytes = new ByteArrayOutputStream();
    switch (this) {
      case Stream stream -> stream.writer().writeTo(bytes);
      case Parts parts -> {
        for (Part part : parts.parts()) {
          append(part, bytes);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void append(Part part, ByteArrayOutputStream bytes) throws IOException {
    switch (part) {
      case Part.Memory memory -> {
        ByteBuffer view = memory.bytes();
        byte[] copy = new byte[view.remaining()];
        view.get(copy);
        bytes.writeBytes(copy);
      }
      case Part.FileSlice slice -> {
        try (var channel = FileChannel.open(slice.file(), StandardOpenOption.READ)) {
          channel.transferTo(slice.position(), slice.length(), Channels.newChannel(bytes));
        }
      }
      case Part.ChannelSlice slice ->
          slice.channel().transferTo(slice.position(), slice.length(), Channels.newChannel(bytes));
    }
  }
}
