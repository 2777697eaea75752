package slipway.media.ffmpeg;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The containers that may be opened, by the names FFmpeg gives its demuxers (MD-11). */
public enum Demuxer {
  MOV,
  MATROSKA,
  AVI,
  FLV,
  MPEGTS,
  MPEG,
  MPEGVIDEO,
  ASF,
  MXF,
  DV,
  OGG,
  WAV,
  MP3,
  AAC,
  AC3,
  EAC3,
  FLAC,
  AMR,
  GIF;

  /** What {@code -f} takes. */
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The demuxer among the names that ffprobe reports, such as {@code matroska, webm}. */
  public static Optional<Demuxer> ofNames(List<String> formatNames) {
    return Arrays.stream(values()).filter(one -> formatNames.contains(one.option())).findFirst();
  }
}
