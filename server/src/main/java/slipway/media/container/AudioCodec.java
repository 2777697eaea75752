package slipway.media.container;

/** What the configuration of an audio codec says. */
public sealed interface AudioCodec {
  /** As ffprobe calls it. */
  String name();

  /** For the attribute CODECS (RFC 6381); empty when unknown. */
  String codecString();

  /**
   * MPEG-4 AAC (ISO/IEC 14496-3, 1.6.2.1).
   *
   * @param objectType 2 LC, 5 HE (SBR), 29 HE v2 (PS), 42 xHE …
   * @param sampleRate in Hz, after SBR
   * @param channels 0 when the configuration leaves it to the stream
   */
  record Aac(int objectType, int sampleRate, int channels) implements AudioCodec {
    @Override
    public String name() {
      return "aac";
    }

    @Override
    public String codecString() {
      return "mp4a.40." + objectType;
    }
  }

  /** All others: known by name. */
  record Other(String name, String codecString) implements AudioCodec {}
}
