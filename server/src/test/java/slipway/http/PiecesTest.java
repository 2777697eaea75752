package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the slices are, their bytes leave in order, and few pieces are made of many. */
final class PiecesTest {
  @TempDir Path folder;
  private byte[] bytes = new byte[3 << 20];
  private Path file;

  @BeforeEach
  void fill() throws IOException {
    new Random(1).nextBytes(bytes);
    file = Files.write(folder.resolve("bytes"), bytes);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anySlices_leaveInOrder(long seed) throws IOException {
    Random random = new Random(seed);
    try (FileChannel channel = FileChannel.open(file)) {
      List<Part> parts = new ArrayList<>();
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      int position = 0;
      int most = 1 << (4 + random.nextInt(16));
      while (position < bytes.length - most) {
        int length = random.nextInt(most);
        switch (random.nextInt(8)) {
          case 0 ->
              parts.add(Part.of(java.util.Arrays.copyOfRange(bytes, position, position + length)));
          case 1 -> parts.add(new Part.FileSlice(file, position, length));
          default -> parts.add(new Part.ChannelSlice(channel, position, length));
        }
        expected.write(bytes, position, length);
        position += length + random.nextInt(random.nextBoolean() ? 300 : 20_000);
        if (random.nextInt(50) == 0) {
          position = random.nextInt(position + 1); // backwards, too
        }
        if (parts.size() > 2_000) {
          break;
        }
      }
      for (boolean regions : new boolean[] {true, false}) {
        assertThat(send(parts, regions)).isEqualTo(expected.toByteArray());
      }
    }
  }

  @Test
  @DisplayName("Hundreds of slices with a little between them are a few reads and writes")
  void interleaved_isGathered() throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        OpenFiles files = new OpenFiles(List.of())) {
      List<Part> parts = new ArrayList<>();
      for (int position = 0; position + 10_000 < 2_000_000; position += 10_400) {
        parts.add(new Part.ChannelSlice(channel, position, 10_000));
      }
      int count = 0;
      try (Pieces pieces = new Pieces(parts, files, UnpooledByteBufAllocator.DEFAULT, true)) {
        for (Pieces.Piece piece = pieces.next(); piece != null; piece = pieces.next()) {
          assertThat(piece.memory()).isBetween(piece.length(), 256L << 10);
          ((ByteBuf) piece.message()).release();
          count++;
        }
      }
      assertThat(parts).hasSizeGreaterThan(190);
      assertThat(count).isLessThan(40);
    }
  }

  @Test
  @DisplayName("Sound among pictures, some of its frames side by side and most alone, is one piece")
  void tinySlices_areOneRun() throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        OpenFiles files = new OpenFiles(List.of())) {
      List<Part> parts = new ArrayList<>(List.of(Part.of(new byte[4_000])));
      int position = 0;
      for (int frame = 0; frame < 280; frame++) {
        parts.add(new Part.ChannelSlice(channel, position, 340));
        position += 340 + (frame % 3 == 0 ? 3_000 : 9_000);
      }
      try (Pieces pieces = new Pieces(parts, files, UnpooledByteBufAllocator.DEFAULT, true)) {
        Pieces.Piece all = Objects.requireNonNull(pieces.next());
        assertThat(all.length()).isEqualTo(4_000 + 280 * 340);
        assertThat(((ByteBuf) all.message()).nioBufferCount()).isEqualTo(1);
        assertThat(((ByteBuf) all.message()).release()).isTrue();
        assertThat(pieces.next()).isNull();
      }
    }
  }

  @Test
  @DisplayName("A head before a long slice takes its own memory only")
  void headBeforeRegion_isSmall() throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        OpenFiles files = new OpenFiles(List.of())) {
      List<Part> parts =
          List.of(Part.of(new byte[2_000]), new Part.ChannelSlice(channel, 0, 1_000_000));
      try (Pieces pieces = new Pieces(parts, files, UnpooledByteBufAllocator.DEFAULT, true)) {
        Pieces.Piece head = Objects.requireNonNull(pieces.next());
        assertThat(head.memory()).isEqualTo(2_000);
        assertThat(((ByteBuf) head.message()).release()).isTrue();
      }
    }
  }

  private static byte[] send(List<Part> parts, boolean regions) throws IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    WritableByteChannel to = Channels.newChannel(sent);
    try (OpenFiles files = new OpenFiles(parts);
        Pieces pieces = new Pieces(parts, files, UnpooledByteBufAllocator.DEFAULT, regions)) {
      for (Pieces.Piece piece = pieces.next(); piece != null; piece = pieces.next()) {
        int before = sent.size();
        if (piece.message() instanceof ByteBuf buffer) {
          buffer.readBytes(sent, buffer.readableBytes());
          assertThat(buffer.release()).isTrue();
        } else {
          assertThat(regions).isTrue();
          BorrowedRegion region = (BorrowedRegion) piece.message();
          while (region.transferred() < region.count()) {
            assertThat(region.transferTo(to, region.transferred())).isPositive();
          }
          region.release();
        }
        assertThat(sent.size() - before).isEqualTo((int) piece.length());
      }
    }
    return sent.toByteArray();
  }
}
