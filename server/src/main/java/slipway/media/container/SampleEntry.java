package slipway.media.container;

import java.nio.ByteBuffer;

/** How the samples of a track are coded (box {@code stsd}). */
public sealed interface SampleEntry {
  /** The four characters that name the entry, such as {@code avc1}. */
  String format();

  /**
   * The codec as ffprobe calls it, such as {@code h264}; the format itself when we do not know it.
   */
  String codecName();

  /**
   * Pictures.
   *
   * @param coded the size that the entry states
   * @param pixelAspect from {@code pasp}, else from the codec's own headers
   * @param transfer the transfer characteristics of box {@code colr} (ISO/IEC 23091-2: 1 BT.709, 16
   *     PQ, 18 HLG), 2 when unknown
   * @param box the entry for an init segment: only the boxes that a player needs; empty when the
   *     codec is unknown
   */
  record Video(
      String format,
      Size coded,
      PixelAspect pixelAspect,
      int transfer,
      VideoCodec codec,
      ByteBuffer box)
      implements SampleEntry {
    @Override
    public String codecName() {
      return codec.name();
    }

    @Override
    public ByteBuffer box() {
      return box.asReadOnlyBuffer();
    }
  }

  /**
   * Sound.
   *
   * @param channels from the codec's own headers where they say so, else from the entry
   * @param sampleRate in Hz, likewise
   * @param quickTime whether the entry has the longer layout of QuickTime (version 1 or 2), which
   *     players of ISO files do not read
   * @param box as for pictures
   */
  record Audio(
      String format,
      int channels,
      int sampleRate,
      boolean quickTime,
      AudioCodec codec,
      ByteBuffer box)
      implements SampleEntry {
    @Override
    public String codecName() {
      return codec.name();
    }

    @Override
    public ByteBuffer box() {
      return box.asReadOnlyBuffer();
    }
  }

  /** Anything else. */
  record Other(String format) implements SampleEntry {
    @Override
    public String codecName() {
      return switch (format) {
        case "tx3g", "text" -> "mov_text";
        case "wvtt" -> "webvtt";
        case "stpp" -> "ttml";
        case "c608" -> "eia_608";
        default -> format;
      };
    }
  }
}
