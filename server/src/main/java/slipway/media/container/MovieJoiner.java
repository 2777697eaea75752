package slipway.media.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins MP4 files with one track each into one, one after the other, without touching a sample
 * (MD-40, MD-64). The parts must have come from one encoder with one configuration: then their
 * configuration is equal byte for byte, and the record of the first serves all of them.
 *
 * <p>The result has its index first: {@code ftyp}, {@code moov}, {@code mdat} (ISO/IEC 14496-12). A
 * part begins where the one before ends in decoding time, so every part but the last must be as
 * long as the distance to the next one; whoever made the parts sees to that. Parts of a picture are
 * encoded apart. Those of a sound come from one run of its encoder, and what that needs before the
 * first sample stands in the first of them alone.
 */
public final class MovieJoiner {
  private static final int MOVIE_TIMESCALE = 1000;
  private static final int COPY = 1 << 20;

  /** Layer, group and volume of a track (ISO/IEC 14496-12, 8.3.2): 1.0 in 8.8 bits, last but 16. */
  private static final long FULL_VOLUME = 0x0100_0000;

  /** Samples that share one entry of the table of positions. */
  private static final int TOGETHER = 64;

  private final List<Part> parts;
  private final Patchable out = new Patchable();

  /** Bytes of which some are known only later; a copy for each would be several of a long film. */
  private static final class Patchable extends ByteArrayOutputStream {
    void patch(int position, int value) {
      ByteBuffer.wrap(buf).putInt(position, value);
    }
  }

  private MovieJoiner(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** A file and what is in it. */
  public record Part(ByteSource source, Mp4Track track) {}

  /** Why the parts cannot be joined; empty when they can. */
  public static Optional<String> obstacle(List<Part> parts) {
    Mp4Track first = parts.getFirst().track();
    for (int number = 0; number < parts.size(); number++) {
      Mp4Track track = parts.get(number).track();
      if (track.entries().size() != 1 || box(track).isEmpty() || track.samples().count() == 0) {
        return Optional.of("a part has neither pictures nor sound");
      }
      if (track.kind() != first.kind() || !isCodedLike(track, first)) {
        return Optional.of("the parts are coded differently");
      }
      boolean goesOn = isSound(track) && number > 0;
      if (track.timescale() != first.timescale()
          || track.mediaStart() != (goesOn ? 0 : first.mediaStart())
          || track.startDelayTicks() != 0) {
        return Optional.of("the parts count time differently");
      }
    }
    return Optional.empty();
  }

  /** The record of a sound tells its bit rate, too, which may be another one in each part. */
  private static boolean isCodedLike(Mp4Track one, Mp4Track other) {
    return isSound(one)
        ? one.audio()
            .map(SampleEntry.Audio::codec)
            .equals(other.audio().map(SampleEntry.Audio::codec))
        : box(one).equals(box(other));
  }

  private static boolean isSound(Mp4Track track) {
    return track.kind() == TrackKind.AUDIO;
  }

  /**
   * Writes the joined file.
   *
   * @param file made anew
   * @throws IllegalArgumentException when {@link #obstacle} names one
   */
  public static void join(List<Part> parts, Path file) throws IOException {
    require(parts);
    new MovieJoiner(parts).write(file);
  }

  /** What stands in the joined file before the samples. */
  static byte[] head(List<Part> parts) {
    require(parts);
    return new MovieJoiner(parts).head();
  }

  private static void require(List<Part> parts) {
    Optional<String> obstacle = obstacle(parts);
    if (obstacle.isPresent()) {
      throw new IllegalArgumentException(obstacle.get());
    }
  }

  /** Empty where it has neither pictures nor sound. */
  private static Optional<ByteBuffer> box(Mp4Track track) {
    return track
        .video()
        .map(SampleEntry.Video::box)
        .or(() -> track.audio().map(SampleEntry.Audio::box));
  }

  private byte[] head() {
    box("ftyp", () -> ascii("isom").i32(0x200).ascii("isomiso2avc1mp41"));
    int head = out.size();
    // The length of the index does not depend on the positions in it.
    movie(/* media= */ 0);
    long media = out.size() + 16L;
    byte[] beginning = out.toByteArray();
    out.reset();
    out.write(beginning, 0, head);
    movie(media);
    long bytes = parts.stream().mapToLong(part -> all(part.track())).sum();
    return i32(1).ascii("mdat").i64(bytes + 16).out.toByteArray();
  }

  private void write(Path file) throws IOException {
    byte[] head = head();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      fully(channel, ByteBuffer.wrap(head));
      ByteBuffer buffer = ByteBuffer.allocateDirect(COPY);
      for (Part part : parts) {
        SampleTable samples = part.track().samples();
        for (ByteRange range : samples.ranges(0, samples.count())) {
          copy(part.source(), range, channel, buffer);
        }
      }
    }
  }

  private static long all(Mp4Track track) {
    return track.samples().bytes(0, track.samples().count());
  }

  private static void copy(ByteSource from, ByteRange range, FileChannel to, ByteBuffer buffer)
      throws IOException {
    long position = range.position();
    long end = position + range.length();
    while (position < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
      from.readFully(position, buffer);
      position += buffer.position();
      fully(to, buffer.flip());
    }
  }

  private static void fully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private void movie(long media) {
    Mp4Track first = parts.getFirst().track();
    long ticks = parts.stream().mapToLong(part -> part.track().samples().decodeEnd()).sum();
    boolean sound = isSound(first);
    // Of sound what comes before its start is not played; a picture has no more than its order.
    long millis =
        sound
            ? (long) Math.ceil(first.seconds(ticks - first.mediaStart()) * MOVIE_TIMESCALE)
            : Math.round(first.seconds(ticks) * MOVIE_TIMESCALE);
    Size size = sound ? new Size(0, 0) : first.codedSize().orElseThrow();
    box(
        "moov",
        () -> {
          box(
              "mvhd",
              () -> {
                full(1, 0).i64(0).i64(0).i32(MOVIE_TIMESCALE).i64(millis);
                i32(0x10000).i32(0x01000000).i64(0);
                matrix().i64(0).i64(0).i64(0).i32(2);
              });
          box(
              "trak",
              () -> {
                box(
                    "tkhd",
                    () -> {
                      full(1, /* enabled, in movie */ 3).i64(0).i64(0).i32(1).i32(0).i64(millis);
                      i64(0).i64(sound ? FULL_VOLUME : 0);
                      matrix().i32(size.width() << 16).i32(size.height() << 16);
                    });
                box(
                    "edts",
                    () ->
                        box(
                            "elst",
                            () ->
                                full(1, 0)
                                    .i32(1)
                                    .i64(millis)
                                    .i64(first.mediaStart())
                                    .i32(0x10000)));
                box("mdia", () -> mediaOf(first, ticks, media));
              });
        });
  }

  private void mediaOf(Mp4Track first, long ticks, long media) {
    box(
        "mdhd",
        () ->
            full(1, 0)
                .i64(0)
                .i64(0)
                .i32((int) first.timescale())
                .i64(ticks)
                .i32(language(first.language()) << 16));
    boolean sound = isSound(first);
    String handler = sound ? "SoundHandler\0" : "VideoHandler\0";
    box(
        "hdlr",
        () -> full(0, 0).i32(0).ascii(sound ? "soun" : "vide").i64(0).i32(0).ascii(handler));
    box(
        "minf",
        () -> {
          if (sound) {
            box("smhd", () -> full(0, 0).i32(0));
          } else {
            box("vmhd", () -> full(0, 1).i64(0));
          }
          box(
              "dinf",
              () ->
                  box(
                      "dref",
                      () -> {
                        full(0, 0).i32(1);
                        box("url ", () -> full(0, 1));
                      }));
          box("stbl", () -> table(first, media));
        });
  }

  /** Three letters in five bits each (ISO/IEC 14496-12, 8.4.2). */
  private static int language(String code) {
    String letters = code.matches("[a-z]{3}") ? code : "und";
    return (letters.charAt(0) - 0x60) << 10
        | (letters.charAt(1) - 0x60) << 5
        | (letters.charAt(2) - 0x60);
  }

  private void table(Mp4Track first, long media) {
    box("stsd", () -> full(0, 0).i32(1).bytes(box(first).orElseThrow()));
    runs("stts", 0, SampleTable::duration);
    if (isSound(first)) {
      // Each sample is shown when it is decoded, and a player can start at each.
      positions(count(), media);
      return;
    }
    runs("ctts", 1, SampleTable::compositionOffset);
    box("stss", this::sync);
    positions(count(), media);
  }

  private int count() {
    return parts.stream().mapToInt(part -> part.track().samples().count()).sum();
  }

  private void sync() {
    full(0, 0).i32(parts.stream().mapToInt(part -> part.track().samples().syncCount()).sum());
    int before = 0;
    for (Part part : parts) {
      SampleTable samples = part.track().samples();
      for (int i = 0; i < samples.syncCount(); i++) {
        i32(before + samples.syncSample(i) + 1);
      }
      before += samples.count();
    }
  }

  private void positions(int count, long media) {
    int whole = count / TOGETHER;
    int rest = count % TOGETHER;
    box(
        "stsc",
        () -> {
          full(0, 0).i32((whole > 0 ? 1 : 0) + (rest > 0 ? 1 : 0));
          if (whole > 0) {
            i32(1).i32(TOGETHER).i32(1);
          }
          if (rest > 0) {
            i32(whole + 1).i32(rest).i32(1);
          }
        });
    List<Long> chunks = new ArrayList<>();
    box(
        "stsz",
        () -> {
          full(0, 0).i32(0).i32(count);
          long position = media;
          int number = 0;
          for (Part part : parts) {
            SampleTable samples = part.track().samples();
            for (int i = 0; i < samples.count(); i++) {
              if (number++ % TOGETHER == 0) {
                chunks.add(position);
              }
              i32(samples.size(i));
              position += samples.size(i);
            }
          }
        });
    box(
        "co64",
        () -> {
          full(0, 0).i32(chunks.size());
          chunks.forEach(this::i64);
        });
  }

  /** A number of each sample. */
  private interface Value {
    int of(SampleTable samples, int sample);
  }

  /** A table of runs of equal numbers. */
  private void runs(String type, int version, Value value) {
    box(
        type,
        () -> {
          full(version, 0);
          int counted = out.size();
          i32(0);
          out.patch(counted, writeRuns(value));
        });
  }

  /**
   * @return how many there are
   */
  private int writeRuns(Value value) {
    int runs = 0;
    int length = 0;
    int before = 0;
    for (Part part : parts) {
      SampleTable samples = part.track().samples();
      for (int i = 0; i < samples.count(); i++) {
        int now = value.of(samples, i);
        if (length > 0 && now != before) {
          i32(length).i32(before);
          runs++;
          length = 0;
        }
        before = now;
        length++;
      }
    }
    if (length > 0) {
      i32(length).i32(before);
      runs++;
    }
    return runs;
  }

  private void box(String type, Runnable content) {
    int start = out.size();
    i32(0).ascii(type);
    content.run();
    out.patch(start, out.size() - start);
  }

  private MovieJoiner full(int version, int flags) {
    return i32(version << 24 | flags);
  }

  private MovieJoiner matrix() {
    i32(0x10000).i32(0).i32(0).i32(0).i32(0x10000).i32(0);
    return i32(0).i32(0).i32(0x40000000);
  }

  private MovieJoiner i32(int value) {
    out.write(value >>> 24);
    out.write(value >>> 16);
    out.write(value >>> 8);
    out.write(value);
    return this;
  }

  private MovieJoiner i64(long value) {
    return i32((int) (value >>> 32)).i32((int) value);
  }

  private MovieJoiner ascii(String text) {
    return bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private MovieJoiner bytes(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    out.writeBytes(copy);
    return this;
  }
}
