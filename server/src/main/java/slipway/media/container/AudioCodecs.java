package slipway.media.container;

import java.util.Optional;

/** From the name of a sample entry and its {@code esds} to an {@link AudioCodec}. */
final class AudioCodecs {
  /** ISO/IEC 14496-3, table 1.18. */
  private static final int[] SAMPLE_RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };

  /** ISO/IEC 14496-3, table 1.19; 0 leaves it to the stream. */
  private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8};

  private static final int ELEMENTARY_STREAM = 3;
  private static final int DECODER_CONFIGURATION = 4;
  private static final int DECODER_SPECIFIC = 5;
  private static final int ESCAPE = 31;
  private static final int SBR = 5;
  private static final int PS = 29;

  private AudioCodecs() {}

  static AudioCodec of(String format, Optional<byte[]> esds) {
    if (format.equals("mp4a")) {
      return esds.map(AudioCodecs::descriptors).orElse(new AudioCodec.Other("aac", ""));
    }
    return switch (format) {
      case "ac-3" -> new AudioCodec.Other("ac3", "ac-3");
      case "ec-3" -> new AudioCodec.Other("eac3", "ec-3");
      case "Opus" -> new AudioCodec.Other("opus", "opus");
      case "fLaC" -> new AudioCodec.Other("flac", "flac");
      case "alac" -> new AudioCodec.Other("alac", "");
      case ".mp3" -> new AudioCodec.Other("mp3", "mp3");
      case "samr" -> new AudioCodec.Other("amr_nb", "");
      case "sawb" -> new AudioCodec.Other("amr_wb", "");
      case "sowt" -> new AudioCodec.Other("pcm_s16le", "");
      case "twos" -> new AudioCodec.Other("pcm_s16be", "");
      default -> new AudioCodec.Other(format, "");
    };
  }

  /** ISO/IEC 14496-1, 7.2.6: ES_Descriptor > DecoderConfigDescriptor > DecoderSpecificInfo. */
  private static AudioCodec descriptors(byte[] esds) {
    AudioCodec unknown = new AudioCodec.Other("mp4a", "");
    Descriptors in = new Descriptors(esds);
    if (in.tag() != ELEMENTARY_STREAM) {
      return unknown;
    }
    in.skip(2);
    int flags = in.u8();
    in.skip((flags & 0x80) != 0 ? 2 : 0);
    in.skip((flags & 0x40) != 0 ? in.u8() : 0);
    in.skip((flags & 0x20) != 0 ? 2 : 0);
    if (in.tag() != DECODER_CONFIGURATION) {
      return unknown;
    }
    int type = in.u8();
    in.skip(12);
    return switch (type) {
      case 0x40 -> in.tag() == DECODER_SPECIFIC ? aac(in.rest()).orElse(unknown) : unknown;
      case 0x66, 0x67, 0x68 -> new AudioCodec.Other("aac", "mp4a." + Integer.toHexString(type));
      case 0x69, 0x6b -> new AudioCodec.Other("mp3", "mp4a." + Integer.toHexString(type));
      case 0xa5 -> new AudioCodec.Other("ac3", "ac-3");
      case 0xa6 -> new AudioCodec.Other("eac3", "ec-3");
      case 0xa9, 0xac -> new AudioCodec.Other("dts", "");
      case 0xdd -> new AudioCodec.Other("vorbis", "");
      default -> unknown;
    };
  }

  private static Optional<AudioCodec> aac(byte[] configuration) {
    BitReader in = new BitReader(configuration);
    int type = objectType(in);
    int rate = sampleRate(in);
    int channels = in.bits(4);
    if (type == SBR || type == PS) {
      rate = sampleRate(in);
    }
    if (in.exhausted() || type == 0 || rate == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new AudioCodec.Aac(type, rate, channels < CHANNELS.length ? CHANNELS[channels] : 0));
  }

  private static int objectType(BitReader in) {
    int type = in.bits(5);
    return type == ESCAPE ? 32 + in.bits(6) : type;
  }

  private static int sampleRate(BitReader in) {
    int index = in.bits(4);
    return index == 15 ? in.bits(24) : index < SAMPLE_RATES.length ? SAMPLE_RATES[index] : 0;
  }

  /** Tag, length of 1 to 4 bytes, body; behind the end everything is 0. */
  private static final class Descriptors {
    private final byte[] bytes;
    private int position;
    private int length;

    Descriptors(byte[] bytes) {
      this.bytes = bytes;
    }

    int u8() {
      return position < bytes.length ? bytes[position++] & 0xff : 0;
    }

    void skip(int count) {
      position = Math.min(bytes.length, position + count);
    }

    int tag() {
      int tag = u8();
      length = 0;
      for (int i = 0; i < 4; i++) {
        int b = u8();
        length = (length << 7) | (b & 0x7f);
        if ((b & 0x80) == 0) {
          break;
        }
      }
      return tag;
    }

    byte[] rest() {
      int end = Math.min(bytes.length, position + length);
      return java.util.Arrays.copyOfRange(bytes, position, end);
    }
  }
}
