package slipway.media.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static slipway.media.container.TinyMp4.box;
import static slipway.media.container.TinyMp4.full;
import static slipway.media.container.TinyMp4.ints;
import static slipway.media.container.TinyMp4.join;
import static slipway.media.container.TinyMp4.longs;
import static slipway.media.container.TinyMp4.text;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.media.packaging.CutPoints;
import slipway.media.packaging.Links;
import slipway.media.packaging.Packability;
import slipway.media.packaging.PackagingCheck;
import slipway.media.packaging.PackagingSettings;
import slipway.media.packaging.Presentation;
import slipway.media.packaging.Rendition;
import slipway.media.packaging.TrackInput;
import slipway.testing.Clips;

/** Bytes that want to hurt us: each ends in an answer, soon and with little memory. */
final class NastyMp4Test {
  private static final long MOST_HEAP = 16L << 20;
  private static final long MOST_NANOS = 100_000_000;

  @TestFactory
  @DisplayName("MD-51, MD-91: noise, bombs and lies end in a typed error in 100 ms and 16 MiB")
  Stream<DynamicTest> endsInAnAnswer() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("empty", new byte[0]);
    files.put("one byte", new byte[1]);
    files.put("300 kB of noise", noise(300_000));
    files.put("noise behind ftyp", join(brand(), noise(300_000)));
    files.put("noise inside moov", join(brand(), box("moov", noise(300_000))));
    files.put("only zeros", new byte[300_000]);
    files.put("moov inside moov", join(brand(), nested("moov", 10_000)));
    files.put("trak inside trak", join(brand(), box("moov", mvhd(), nested("trak", 10_000))));
    files.put(
        "stbl inside stbl",
        join(
            brand(),
            box("moov", mvhd(), box("trak", box("mdia", box("minf", nested("stbl", 10_000)))))));
    files.put("half a million empty boxes", join(brand(), repeated(box("free"), 500_000)));
    files.put("no tracks", join(brand(), box("moov", mvhd())));
    files.put("many tracks", join(brand(), box("moov", mvhd(), repeated(box("trak"), 20_000))));
    for (int size = 2; size < 8; size++) {
      files.put("a box of size " + size, join(brand(), ints(size), text("free"), new byte[100]));
      files.put(
          "an inner box of size " + size,
          join(brand(), box("moov", ints(size), text("mvhd"), new byte[100])));
    }
    files.put("moov to the end, empty", join(brand(), ints(0), text("moov")));
    files.put(
        "a 64-bit size without end",
        join(brand(), ints(1), text("mdat"), longs(Long.MAX_VALUE), new byte[100]));
    files.put(
        "a negative 64-bit size", join(brand(), ints(1), text("mdat"), longs(-1), new byte[100]));
    files.put(
        "a 64-bit size smaller than its header",
        join(brand(), ints(1), text("moov"), longs(9), new byte[100]));
    files.put("an index of 4 GB", join(brand(), ints(-1), text("moov"), new byte[100]));
    for (String table : new String[] {"stts", "ctts", "stss", "stsz", "stsc"}) {
      for (int count : new int[] {0x7fffffff, -1, 20_000_000, 1_000_000}) {
        files.put(table + " says " + Integer.toUnsignedString(count), bomb(table, count));
      }
    }
    files.put(
        "20 million samples of a byte",
        new TinyMp4()
            .sizes(full("stsz", 0, ints(1, 20_000_000)))
            .times(full("stts", 0, ints(1, 20_000_000, 1)))
            .chunkMap(full("stsc", 0, ints(1, 1, 20_000_000, 1)))
            .build());
    files.put(
        "20 million samples of a byte, and fragments may follow",
        withFragments(
            new TinyMp4()
                .sizes(full("stsz", 0, ints(1, 20_000_000)))
                .times(full("stts", 0, ints(1, 20_000_000, 1)))
                .chunkMap(full("stsc", 0, ints(1, 1, 20_000_000, 1)))
                .build(),
            ints(1, 1, 0, 0, 0),
            full("trun", 0, ints(0))));
    files.put(
        "a fragment of a billion samples",
        fragment(ints(1, 1, 0, 0, 0), full("trun", 0, ints(1_000_000_000))));
    files.put(
        "a fragment of a million free samples",
        fragment(ints(1, 1, 1, 1, 0), full("trun", 0, ints(1_000_000))));
    byte[][] runs = new byte[1_100][];
    Arrays.fill(runs, full("trun", 0, ints(18_000)));
    files.put(
        "a thousand runs that all have the same bytes", fragment(ints(1, 1, 1, 1, 0), join(runs)));
    return files.entrySet().stream()
        .map(file -> DynamicTest.dynamicTest(file.getKey(), () -> assertRefused(file.getValue())));
  }

  private static void assertRefused(byte[] bytes) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long shortest = Long.MAX_VALUE;
    // The machine may be busy with something else once, but not three times.
    for (int attempt = 0; attempt < 3 && shortest > MOST_NANOS; attempt++) {
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long begun = System.nanoTime();
      Mp4Reading reading = Mp4Index.read(new BytesSource(bytes));
      shortest = Math.min(shortest, System.nanoTime() - begun);
      allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
      assertThat(reading).isInstanceOf(Mp4Reading.Refused.class);
      assertThat(((Mp4Reading.Refused) reading).reason()).endsWith(".");
      assertThat(allocated).isLessThan(MOST_HEAP);
    }
    assertThat(shortest).isLessThan(MOST_NANOS);
  }

  @Test
  @DisplayName("MD-51: all tracks and fragments of a file share one number of samples")
  void sharedBudget() {
    var budget = budget(1_000, 0);
    assertThatCode(() -> budget.take(600, 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> budget.take(101, 4)).isInstanceOf(Refusal.class);
    assertThatCode(() -> budget.take(100, 4)).doesNotThrowAnyException();
    assertThatThrownBy(() -> budget.take(1, 1)).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> budget(1_000, 0).take(Integer.toUnsignedLong(-1), 4))
        .isInstanceOf(Refusal.class);
  }

  private static SampleBudget budget(int samples, long memory) {
    return new SampleBudget(
        limits(samples, memory), new IndexTurns(/* room= */ 0, /* largest= */ 64L << 20).turn());
  }

  private static Mp4Limits limits(int samples, long memory) {
    return new Mp4Limits(64L << 20, samples, memory, 400_000, 64);
  }

  @Test
  @DisplayName(
      "REL-53, MD-51: what is kept of a film of a day in pictures and sound is not too much")
  void aDay() {
    long most = 64L << 20; // whatever heap this test has
    assertThatCode(
            () -> {
              SampleBudget day = budget(Mp4Limits.DEFAULT.maxSamples(), most);
              long pictures = 24 * 3600 * 30L;
              day.take(pictures, 1);
              day.hold(pictures, /* size, offset, half a chunk */ 10);
              long sounds = 24 * 3600 * 48_000L / 1024;
              day.take(sounds, 1);
              day.hold(sounds, /* size, half a chunk */ 6);
            })
        .doesNotThrowAnyException();
    assertThat(Mp4Limits.DEFAULT.maxMemory()).isGreaterThanOrEqualTo(most);
  }

  @TestFactory
  @DisplayName(
      "REL-53, MD-51: everything that grows with a count of the file is taken from one budget")
  Stream<DynamicTest> oneBudget() {
    int[] many = new int[100_000];
    int[] pairs = new int[2 * many.length];
    for (int i = 0; i < many.length; i++) {
      many[i] = i + 1;
      pairs[2 * i] = 1;
      pairs[2 * i + 1] = i % 2;
    }
    int[] twice = new int[3 * many.length];
    for (int i = 0; i < many.length; i++) {
      twice[3 * i] = i + 1;
      twice[3 * i + 1] = 1 + i % 2;
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "sizes", large().sizes(full("stsz", 0, join(ints(0, many.length), ints(many)))).build());
    files.put(
        "small sizes",
        large().sizes(full("stz2", 0, join(ints(8, many.length), new byte[many.length]))).build());
    files.put(
        "times", large().times(full("stts", 0, join(ints(many.length), ints(pairs)))).build());
    files.put(
        "offsets", large().offsets(full("ctts", 0, join(ints(many.length), ints(pairs)))).build());
    files.put("sync", large().sync(full("stss", 0, join(ints(many.length), ints(many)))).build());
    files.put(
        "runs of chunks",
        large().chunkMap(full("stsc", 0, join(ints(many.length), ints(twice)))).build());
    files.put(
        "edits", large().edits(full("elst", 0, join(ints(many.length), ints(twice)))).build());
    files.put("descriptions", large().description(box("free", new byte[1 << 20])).build());
    files.put(
        "before fragments",
        withFragments(large().build(), ints(1, 1, 0, 0, 0), full("trun", 0, ints(0))));
    for (int field : new int[] {0x100, 0x200, 0x400, 0x800}) {
      files.put(
          "field %x of a fragment".formatted(field),
          fragment(ints(1, 1, 1, 1, 0), full("trun", field, join(ints(many.length), ints(many)))));
    }
    return files.entrySet().stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.getKey(),
                () -> {
                  Mp4Limits tight = limits(20_000_000, 90_000);
                  assertThat(Mp4Index.read(new BytesSource(file.getValue()), tight))
                      .isInstanceOfSatisfying(
                          Mp4Reading.Unsupported.class,
                          refused -> assertThat(refused.reason()).contains("memory", "heap"));
                }));
  }

  @Test
  @DisplayName("MD-51: a million samples in one chunk are counted once, not each from the first on")
  void oneChunk() {
    int[] sizes = new int[1_000_002];
    Arrays.fill(sizes, 1);
    sizes[0] = 0;
    sizes[1] = 1_000_000;
    TinyMp4 large =
        new TinyMp4()
            .sizes(full("stsz", 0, ints(sizes)))
            .times(full("stts", 0, ints(1, 1_000_000, 1)))
            .sync(new byte[0])
            .chunkMap(full("stsc", 0, ints(1, 1, 1_000_000, 1)));
    byte[] plain = large.build();
    byte[] mvex = box("mvex", full("trex", 0, ints(1, 1, 1, 1, 0)));
    byte[] file = join(plain, mvex);
    int moov = indexBounds(plain)[0];
    ByteBuffer.wrap(file).putInt(moov, ByteBuffer.wrap(plain).getInt(moov) + mvex.length);
    Mp4Reading reading =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60), // hours, where each is counted from the first on
            () -> Mp4Index.read(new BytesSource(file)));
    assertThat(reading).isInstanceOf(Mp4Reading.Parsed.class);
    Mp4Movie movie = ((Mp4Reading.Parsed) reading).movie();
    SampleTable samples = movie.tracks().getFirst().samples();
    assertThat(samples.count()).isEqualTo(1_000_000);
    long first = samples.position(0);
    for (int sample : new int[] {1, 1_023, 1_024, 1_025, 500_000, 999_999}) {
      assertThat(samples.position(sample)).isEqualTo(first + sample);
      assertThat(samples.bytes(sample, 1_000_000)).isEqualTo(1_000_000 - sample);
    }
  }

  @Test
  @DisplayName("MD-51, MD-53: a few samples that last for years are not cut into segments")
  void endless() throws IOException {
    byte[] bytes = new TinyMp4().times(full("stts", 0, ints(1, 4, 0x7fffffff))).build();
    BytesSource source = new BytesSource(bytes);
    Mp4Movie movie = ((Mp4Reading.Parsed) Mp4Index.read(source)).movie();
    assertThat(PackagingCheck.of(movie, source))
        .isEqualTo(new Packability.Transcode("A track lasts longer than 48 hours."));

    // Nor are those that last for half an hour and are shown two days later.
    bytes =
        new TinyMp4()
            .times(full("stts", 0, ints(1, 4, 20_000_000)))
            .offsets(full("ctts", 0, ints(1, 4, 0x7fffffff)))
            .build();
    source = new BytesSource(bytes);
    movie = ((Mp4Reading.Parsed) Mp4Index.read(source)).movie();
    assertThat(PackagingCheck.of(movie, source))
        .isEqualTo(new Packability.Transcode("The file plays longer than 48 hours."));
  }

  @Test
  @DisplayName("MD-16, MD-91: chunks beyond the end make a file incomplete")
  void chunksBeyondTheEnd() throws IOException {
    byte[] bytes = new TinyMp4().sizes(full("stsz", 0, ints(0x40000000, 4))).build();
    assertThat(Mp4Index.read(new BytesSource(bytes)))
        .isInstanceOfSatisfying(
            Mp4Reading.MediaMissing.class,
            missing -> assertThat(missing.neededSize()).isGreaterThan(4L << 30));
  }

  @Test
  @DisplayName("MD-15: every mark of encryption is seen")
  void encryptionIsSeen() throws IOException {
    byte[] piff = join(longs(0xa2394f525a9b4f14L, 0xa2446c427c648df4L), new byte[8]);
    for (byte[] mark : new byte[][] {box("pssh", new byte[24]), box("uuid", piff)}) {
      byte[] file = join(brand(), box("moov", mvhd(), mark));
      assertThat(Mp4Index.read(new BytesSource(file))).isInstanceOf(Mp4Reading.Encrypted.class);
    }
    byte[] plain = new TinyMp4().build();
    for (String entry : new String[] {"encv", "drmi"}) {
      assertThat(Mp4Index.read(new BytesSource(replaced(plain, "avc1", entry))))
          .isInstanceOf(Mp4Reading.Encrypted.class);
    }
    assertThat(Mp4Index.read(new BytesSource(replaced(plain, "avcC", "sinf"))))
        .isInstanceOf(Mp4Reading.Encrypted.class);
    byte[] clip = Files.readAllBytes(Clips.clip("sample_fragmented_clearkey.mp4"));
    assertThat(Mp4Index.read(new BytesSource(clip))).isInstanceOf(Mp4Reading.Encrypted.class);
  }

  @DisplayName(
      "MD-51, MD-91: flipped bits never do more than change the answer, up to and including every segment")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sample.mp4",
        "sample_fragmented.mp4",
        "sample_audio_only_15s.mp4",
        "bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4",
        "bt601.mov",
        "h265_bframes.mp4",
        "hdr10-av1.mp4"
      })
  void mutationsEndInAnAnswer(String name) throws IOException {
    byte[] clip = Files.readAllBytes(Clips.clip(name));
    long seed = Long.getLong("slipway.seed", new Random().nextLong());
    System.out.println("mutations of " + name + ": -Dslipway.seed=" + seed);
    Random random = new Random(seed);
    int[] index = indexBounds(clip);
    for (int round = 0; round < 300; round++) {
      byte[] mutant = clip.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        int at = index[0] + random.nextInt(index[1] - index[0]);
        switch (random.nextInt(3)) {
          case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
          case 1 -> mutant[at] = (byte) random.nextInt(256);
          default ->
              ByteBuffer.wrap(mutant)
                  .putInt(
                      Math.min(at, mutant.length - 4),
                      new int[] {0, -1, 0x7fffffff, 1, 1 << 24}[random.nextInt(5)]);
        }
      }
      try {
        useWholly(mutant);
      } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError unexpected) {
        throw new AssertionError(name + ", seed " + seed + ", round " + round, unexpected);
      }
    }
  }

  /** Everything between the first byte and the last segment, as a server would do it. */
  private static void useWholly(byte[] bytes) throws IOException {
    BytesSource source = new BytesSource(bytes);
    if (!(Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie))) {
      return;
    }
    Mp4Facts.of(movie);
    for (Mp4Track track : movie.tracks()) {
      if (track.video().isPresent() && track.samples().count() > 0) {
        assertThat(CutPoints.verified(track, source).count())
            .isLessThanOrEqualTo(track.samples().count());
      }
    }
    if (!(PackagingCheck.of(movie, source) instanceof Packability.AsIs asIs)) {
      return;
    }
    Presentation presentation =
        Presentation.of(
            asIs.tracks().stream()
                .map(track -> new TrackInput("t" + track.track().kind(), "f", track))
                .toList(),
            PackagingSettings.DEFAULT);
    presentation.masterPlaylist(Links.PLAIN);
    presentation.manifest(Links.PLAIN);
    for (Rendition rendition : presentation.renditions()) {
      presentation.mediaPlaylist(rendition.name(), Links.PLAIN);
      presentation.init(rendition.name());
      for (int segment = 0; segment < rendition.segments(); segment++) {
        presentation
            .segment(rendition.name(), segment)
            .orElseThrow()
            .body()
            .forEach(range ->
                assertThat(range.position() + range.length()).isLessThanOrEqualTo(bytes.length));
      }
    }
  }

  /** Mutations elsewhere would hardly ever hit anything that we read. */
  private static int[] indexBounds(byte[] clip) {
    ByteBuffer in = ByteBuffer.wrap(clip);
    for (int at = 0; at + 8 <= clip.length; at += in.getInt(at)) {
      if (in.getInt(at + 4) == 0x6d6f6f76) { // moov
        boolean fragmentFollows =
            at + in.getInt(at) + 8 < clip.length
                && in.getInt(at + in.getInt(at) + 4) == 0x6d6f6f66; // moof
        int end = at + in.getInt(at);
        return new int[] {at, fragmentFollows ? end + in.getInt(end) : end};
      }
    }
    throw new AssertionError("no moov");
  }

  private static byte[] bomb(String table, int count) {
    byte[] box = full(table, 0, table.equals("stsz") ? ints(0, count) : ints(count));
    TinyMp4 file = new TinyMp4();
    return switch (table) {
      case "stts" -> file.times(box).build();
      case "ctts" -> file.offsets(box).build();
      case "stss" -> file.sync(box).build();
      case "stsz" -> file.sizes(box).build();
      case "stsc" -> file.chunkMap(box).build();
      default -> throw new AssertionError(table);
    };
  }

  /** A fragmented file without samples in its index, and one fragment. */
  private static byte[] fragment(byte[] trackDefaults, byte[] run) {
    byte[] empty = full("stsc", 0, ints(0));
    byte[] plain =
        new TinyMp4()
            .sizes(full("stsz", 0, ints(0, 0)))
            .times(full("stts", 0, ints(0)))
            .sync(new byte[0])
            .chunkMap(empty)
            .build();
    return withFragments(plain, trackDefaults, run);
  }

  /** 100,000 samples of a byte, of which next to nothing is said. */
  private static TinyMp4 large() {
    return new TinyMp4()
        .sizes(full("stsz", 0, ints(1, 100_000)))
        .times(full("stts", 0, ints(1, 100_000, 1)))
        .sync(new byte[0])
        .chunkMap(full("stsc", 0, ints(1, 1, 100_000, 1)));
  }

  /** A file whose index is its last box, and one fragment. */
  private static byte[] withFragments(byte[] plain, byte[] trackDefaults, byte[] run) {
    int moov = indexBounds(plain)[0];
    byte[] mvex = box("mvex", full("trex", 0, trackDefaults));
    byte[] file = join(plain, mvex, box("moof", box("traf", full("tfhd", 0, ints(1)), run)));
    ByteBuffer.wrap(file).putInt(moov, ByteBuffer.wrap(plain).getInt(moov) + mvex.length);
    return file;
  }

  private static byte[] replaced(byte[] bytes, String type, String other) {
    byte[] copy = bytes.clone();
    // The brand has the same four letters; the entry is the last place they stand.
    for (int at = copy.length - 4; at >= 0; at--) {
      if (ByteBuffer.wrap(copy).getInt(at) == ByteBuffer.wrap(text(type)).getInt()) {
        System.arraycopy(text(other), 0, copy, at, 4);
        return copy;
      }
    }
    throw new AssertionError(type);
  }

  private static byte[] brand() {
    return box("ftyp", text("isom"), ints(512), text("isom"));
  }

  private static byte[] mvhd() {
    return full("mvhd", 0, join(ints(0, 0, 1000, 160), new byte[80]));
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }

  private static byte[] nested(String type, int depth) {
    ByteBuffer out = ByteBuffer.allocate(depth * 8);
    for (int level = depth; level > 0; level--) {
      out.putInt(level * 8).put(text(type));
    }
    return out.array();
  }

  private static byte[] repeated(byte[] box, int times) {
    ByteBuffer out = ByteBuffer.allocate(box.length * times);
    for (int i = 0; i < times; i++) {
      out.put(box);
    }
    return out.array();
  }
}
