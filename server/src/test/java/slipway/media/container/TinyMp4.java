package slipway.media.container;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Builds small MP4 files by hand, so that a test can say exactly what is odd about one. Four
 * pictures of 10 bytes, 512 ticks each, timescale 12800.
 */
public final class TinyMp4 {
  static final int SAMPLES = 4;
  static final int SAMPLE_BYTES = 10;

  /** H.264 high profile, level 3.1, 1080x720, as x264 writes it. */
  private static final String AVCC =
      "0164001fffe1001b6764001facd9404405be5c0440000003004000000f03c60c658001000668ebe3cb22c0";

  private boolean indexFirst;
  private boolean wideMdat;
  private boolean openMdat;
  private byte[] sizes =
      full("stsz", 0, ints(0, SAMPLES, SAMPLE_BYTES, SAMPLE_BYTES, SAMPLE_BYTES, SAMPLE_BYTES));
  private byte[] times = full("stts", 0, ints(1, SAMPLES, 512));
  private byte[] offsets = new byte[0];
  private byte[] sync = full("stss", 0, ints(1, 1));
  private byte[] chunkMap = full("stsc", 0, ints(1, 1, SAMPLES, 1));
  private byte[] edits = new byte[0];
  private boolean wideChunks;
  private byte[] description = new byte[0];
  private int chunks = 1;

  TinyMp4 indexFirst() {
    indexFirst = true;
    return this;
  }

  /** A media box with a 64-bit size. */
  TinyMp4 wideMdat() {
    wideMdat = true;
    return this;
  }

  /** A media box of size 0: to the end of the file. */
  TinyMp4 openMdat() {
    openMdat = true;
    indexFirst = true;
    return this;
  }

  /** Chunk offsets in {@code co64}. */
  TinyMp4 wideChunks() {
    wideChunks = true;
    return this;
  }

  TinyMp4 sizes(byte[] box) {
    sizes = box;
    return this;
  }

  TinyMp4 times(byte[] box) {
    times = box;
    return this;
  }

  TinyMp4 offsets(byte[] box) {
    offsets = box;
    return this;
  }

  TinyMp4 sync(byte[] box) {
    sync = box;
    return this;
  }

  TinyMp4 chunkMap(byte[] box) {
    chunkMap = box;
    return this;
  }

  /** So many chunks, all at the same place. */
  TinyMp4 chunks(int count) {
    chunks = count;
    return this;
  }

  /** A box inside the description of its samples. */
  TinyMp4 description(byte[] box) {
    description = box;
    return this;
  }

  TinyMp4 edits(byte[] box) {
    edits = box.length == 0 ? box : box("edts", box);
    return this;
  }

  byte[] build() {
    byte[] brand = box("ftyp", text("isom"), ints(512), text("isomavc1"));
    byte[] media = media();
    int header = media.length - SAMPLES * SAMPLE_BYTES;
    int position = brand.length + header + (indexFirst ? moov(0).length : 0);
    byte[] index = moov(position);
    return indexFirst ? join(brand, index, media) : join(brand, media, index);
  }

  private byte[] media() {
    byte[] payload = new byte[SAMPLES * SAMPLE_BYTES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      // One NAL unit of 6 bytes: an IDR slice first, then others.
      ByteBuffer.wrap(payload, sample * SAMPLE_BYTES, SAMPLE_BYTES)
          .putInt(6)
          .put((byte) (sample == 0 ? 0x65 : 0x41));
    }
    if (wideMdat) {
      return join(ints(1), text("mdat"), longs(payload.length + 16L), payload);
    }
    return openMdat ? join(ints(0), text("mdat"), payload) : box("mdat", payload);
  }

  private byte[] moov(long position) {
    byte[] entry =
        box(
            "avc1",
            new byte[6],
            shorts(1),
            new byte[16],
            shorts(1080, 720),
            new byte[50],
            box("avcC", HexFormat.of().parseHex(AVCC)),
            description);
    int[] positions = new int[chunks];
    Arrays.fill(positions, (int) position);
    byte[] places =
        wideChunks
            ? full("co64", 0, join(ints(1), longs(position)))
            : full("stco", 0, join(ints(chunks), ints(positions)));
    byte[] table =
        box(
            "stbl",
            full("stsd", 0, join(ints(1), entry)),
            times,
            offsets,
            sync,
            chunkMap,
            sizes,
            places);
    byte[] mdhd = full("mdhd", 0, join(ints(0, 0, 12_800, 2048), shorts(0x55c4, 0)));
    byte[] hdlr = full("hdlr", 0, join(ints(0), text("vide"), new byte[13]));
    byte[] matrix = ints(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
    byte[] tkhd =
        full("tkhd", 3, join(ints(0, 0, 1, 0, 0, 0, 0, 0, 0), matrix, ints(1080 << 16, 720 << 16)));
    byte[] mvhd = full("mvhd", 0, join(ints(0, 0, 1000, 160), new byte[80]));
    return box("moov", mvhd, box("trak", tkhd, edits, box("mdia", mdhd, hdlr, box("minf", table))));
  }

  static byte[] box(String type, byte[]... body) {
    byte[] joined = join(body);
    return join(ints(joined.length + 8), text(type), joined);
  }

  /** A box with version 0 and flags. */
  static byte[] full(String type, int versionAndFlags, byte[] body) {
    return box(type, ints(versionAndFlags), body);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] ints(int... values) {
    ByteBuffer out = ByteBuffer.allocate(values.length * 4);
    for (int value : values) {
      out.putInt(value);
    }
    return out.array();
  }

  static byte[] longs(long... values) {
    ByteBuffer out = ByteBuffer.allocate(values.length * 8);
    for (long value : values) {
      out.putLong(value);
    }
    return out.array();
  }

  static byte[] shorts(int... values) {
    ByteBuffer out = ByteBuffer.allocate(values.length * 2);
    for (int value : values) {
      out.putShort((short) value);
    }
    return out.array();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
