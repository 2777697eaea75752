package slipway.storage.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.storage.Blob;

/** Against what npm ipfs-unixfs-importer 17.1.1 calls the same bytes. */
final class FileBlocksTest {
  private static final int LEAF = 1 << 18;

  @ParameterizedTest
  @CsvSource({
    "0, bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
    "262144, bafkreicyf2rsjlabvogs5vfihpzfegm2q5hjwrohaneftr2crm6gsnlznm",
    "262145, bafybeidgoqoyg4yhalu6oks2gnsjbs74tnoepwkl77plj4i4rd6lhvt424",
    "45613056, bafybeictnhkryr6nrwjc27yponmmlpktev4dnsvngaji55edlddqcrcwqu",
    "45613057, bafybeibceeiwyvx3pxrrewxawlbhjvw5ia7lqgj7pt6zjsw56m6vxph5dq",
    "45875200, bafybeihx4vnip7mv4u77w37y5ozzzwmezhejugk64dz55eyhyh42gg6aii",
  })
  @DisplayName("MD-88, MD-89: the CIDs of the sizes where the layout changes")
  void cids(long size, String cid) throws IOException {
    assertThat(FileBlocks.of(new Pattern(size)).root()).isEqualTo(new Cid(cid));
  }

  @Test
  @DisplayName("MD-88, MD-89: the contract's own vector, and one byte")
  void smallOnes() throws IOException {
    assertThat(FileBlocks.of("hello".getBytes(UTF_8)).root().text())
        .isEqualTo("bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq");
    assertThat(FileBlocks.of(new byte[] {7}).root().text())
        .isEqualTo("bafkreigkgwdvr5wspzwpiutssn4xpj2i7wedshnwphhnu7ohx4pqaxxipe");
  }

  @Test
  @DisplayName(
      "MD-89: every block once, the root last, and never more of the file at hand than one")
  void blocks_comeInOrder() throws IOException {
    Pattern file = new Pattern(175L * LEAF);
    FileBlocks blocks = FileBlocks.of(file);
    int count = 0;
    Cid last = null;
    for (Optional<Block> next = blocks.next(); next.isPresent(); next = blocks.next()) {
      last = next.get().cid();
      count++;
      assertThat(file.asked).as("read in order").isEqualTo(blocks.position());
    }
    assertThat(count).as("leaves, two nodes above them, one above those").isEqualTo(175 + 2 + 1);
    assertThat(last).isEqualTo(FileBlocks.of(new Pattern(175L * LEAF)).root());
  }

  @Test
  @DisplayName("MD-89: an archive is its header and every block behind its length")
  void car() throws IOException {
    byte[] hello = "hello".getBytes(UTF_8);
    Cid root = FileBlocks.of(hello).root();
    var out = new ByteArrayOutputStream();
    Car.write(out, root, FileBlocks.of(hello));
    byte[] car = out.toByteArray();
    assertThat(car[0]).as("length of the header").isEqualTo((byte) 58);
    assertThat(car[59]).as("length of the block and its name").isEqualTo((byte) 41);
    assertThat(car).hasSize(1 + 58 + 1 + 41).endsWith(hello);
    byte[] name = new byte[36];
    System.arraycopy(car, 60, name, 0, 36);
    assertThat(name).isEqualTo(root.bytes());
  }

  /** Bytes that follow from where they stand. */
  private static final class Pattern implements Blob {
    private final long size;
    private long asked;

    Pattern(long size) {
      this.size = size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public String identity() {
      return "pattern";
    }

    @Override
    public int read(ByteBuffer into, long position) {
      int count = (int) Math.min(Math.min(into.remaining(), 100_003), size - position);
      for (long at = position; at < position + count; at++) {
        into.put((byte) (at * 31 + (at >>> 8)));
      }
      asked = position + count;
      return count;
    }

    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }

    @Override
    public Optional<FileChannel> channel() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
