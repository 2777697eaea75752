package slipway.media.transcode;

/** The encoders a rung may be made with (MD-44). */
public enum VideoEncoder {
  H264("libx264"),
  HEVC("libx265"),
  /** Not in MP4, so not in HLS either: such a rung is a WebM file to be downloaded. */
  VP8("libvpx"),
  VP9("libvpx-vp9");

  private final String encoder;

  VideoEncoder(String encoder) {
    this.encoder = encoder;
  }

  /** Whether players can be given it in fragmented MP4. */
  public boolean streams() {
    return this != VP8;
  }

  /** FFmpeg's name of it. */
  public String encoder() {
    return encoder;
  }
}
