package slipway.media.packaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import slipway.media.container.AudioCodec;
import slipway.media.container.Matrix;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleEntry;
import slipway.media.container.SampleTable;
import slipway.media.container.VideoCodec;

/**
 * How the samples of a track are written in MPEG-2 TS. Only what every player of TS knows: H.264
 * with start codes (ISO/IEC 13818-1, 2.14) and AAC-LC with ADTS headers (ISO/IEC 14496-3, 1.A.2).
 */
sealed interface TsCoding {
  /** ISO/IEC 13818-1, table 2-34. */
  int streamType();

  /**
   * H.264.
   *
   * @param parameterSets with start codes, for each picture at which a player can start
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record H264(byte[] parameterSets) implements TsCoding {
    @Override
    public int streamType() {
      return 0x1b;
    }
  }

  /**
   * AAC-LC.
   *
   * @param rateIndex of the sampling rate (ISO/IEC 14496-3, table 1.18)
   * @param channels channel configuration (table 1.19)
   */
  record Adts(int rateIndex, int channels) implements TsCoding {
    static final int HEADER = 7;
    private static final int LONGEST_FRAME = (1 << 13) - 1;

    @Override
    public int streamType() {
      return 0x0f;
    }

    void header(int payload, byte[] into, int at) {
      int length = payload + HEADER;
      into[at] = (byte) 0xff;
      into[at + 1] = (byte) 0xf1; // MPEG-4, no checksum
      into[at + 2] = (byte) ((1 << 6) | (rateIndex << 2) | (channels >> 2)); // 1: LC
      into[at + 3] = (byte) (((channels & 3) << 6) | (length >> 11));
      into[at + 4] = (byte) (length >> 3);
      into[at + 5] = (byte) (((length & 7) << 5) | 0x1f);
      into[at + 6] = (byte) 0xfc;
    }
  }

  /** Each sample is read as a whole; nobody codes pictures as large as this. */
  int LARGEST_SAMPLE = 16 << 20;

  /**
   * How, if it can be done so that the picture looks as it does elsewhere: TS knows neither turned
   * pictures nor any shape of pixels but that which the coded picture states.
   */
  static Optional<TsCoding> of(Mp4Track track) {
    return track.video().isPresent()
        ? track.video().flatMap(entry -> video(track, entry))
        : track.audio().flatMap(entry -> audio(track.samples(), entry));
  }

  private static Optional<TsCoding> video(Mp4Track track, SampleEntry.Video entry) {
    if (!(entry.codec() instanceof VideoCodec.H264 h264)
        || h264.nalLengthSize() != 4
        || !track.matrix().equals(Matrix.IDENTITY)
        || !entry.pixelAspect().equals(h264.pixelAspect())
        || largest(track.samples()) > LARGEST_SAMPLE) {
      return Optional.empty();
    }
    return avcC(entry.box()).map(TsCoding::parameterSets).map(H264::new);
  }

  private static Optional<TsCoding> audio(SampleTable samples, SampleEntry.Audio entry) {
    if (!(entry.codec() instanceof AudioCodec.Aac aac)
        || aac.objectType() != 2
        || largest(samples) > Adts.LONGEST_FRAME - Adts.HEADER) {
      return Optional.empty();
    }
    int rate = rateIndex(aac.sampleRate());
    int channels = aac.channels() == 8 ? 7 : aac.channels();
    return rate < 0 || channels < 1 || channels > 7 || aac.channels() == 7
        ? Optional.empty()
        : Optional.of(new Adts(rate, channels));
  }

  private static int rateIndex(int rate) {
    return switch (rate) {
      case 96_000 -> 0;
      case 88_200 -> 1;
      case 64_000 -> 2;
      case 48_000 -> 3;
      case 44_100 -> 4;
      case 32_000 -> 5;
      case 24_000 -> 6;
      case 22_050 -> 7;
      case 16_000 -> 8;
      case 12_000 -> 9;
      case 11_025 -> 10;
      case 8_000 -> 11;
      case 7_350 -> 12;
      default -> -1;
    };
  }

  private static int largest(SampleTable samples) {
    int largest = 0;
    for (int sample = 0; sample < samples.count(); sample++) {
      largest = Math.max(largest, samples.size(sample));
    }
    return largest;
  }

  /**
   * The configuration record among the boxes of a visual sample entry (ISO/IEC 14496-15, 5.4.2).
   */
  private static Optional<ByteBuffer> avcC(ByteBuffer entry) {
    int at = 8 + 78;
    while (at + 8 <= entry.limit()) {
      int size = entry.getInt(at);
      if (size < 8 || size > entry.limit() - at) {
        return Optional.empty();
      }
      byte[] type = new byte[4];
      entry.get(at + 4, type);
      if (new String(type, StandardCharsets.ISO_8859_1).equals("avcC")) {
        return Optional.of(entry.slice(at + 8, size - 8));
      }
      at += size;
    }
    return Optional.empty();
  }

  /** SPS and PPS with start codes; what is cut short is left out. */
  private static byte[] parameterSets(ByteBuffer avcC) {
    ByteBuffer out = ByteBuffer.allocate(avcC.limit() * 4);
    int at = 5;
    for (int kind = 0; kind < 2 && at < avcC.limit(); kind++) {
      int count = avcC.get(at++) & (kind == 0 ? 0x1f : 0xff);
      for (int i = 0; i < count && at + 2 <= avcC.limit(); i++) {
        int length = avcC.getShort(at) & 0xffff;
        at += 2;
        if (length > avcC.limit() - at) {
          break;
        }
        out.putInt(1).put(avcC.slice(at, length));
        at += length;
      }
    }
    byte[] sets = new byte[out.position()];
    out.get(0, sets);
    return sets;
  }
}
