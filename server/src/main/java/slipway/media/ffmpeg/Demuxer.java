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

  /** Where reading begins when it is to begin at some time. */
  public enum Seeking {
    /** At a picture that needs none before it, so everything from that time on is decoded. */
    TO_KEY_FRAME,
    /** At any picture. What comes before the next one that needs none before it is lost. */
    ANYWHERE,
    /** There are no times in the file, and reading begins somewhere. */
    NOWHERE
  }

  /** How FFmpeg finds a time in such a file, as it was seen to. */
  public Seeking seeking() {
    return switch (this) {
      case MPEGTS, MPEG -> Seeking.ANYWHERE;
      case MPEGVIDEO -> Seeking.NOWHERE;
      case MOV, MATROSKA, AVI, FLV, ASF, MXF, DV, OGG, GIF -> Seeking.TO_KEY_FRAME;
      case WAV, MP3, AAC, AC3, EAC3, FLAC, AMR -> Seeking.TO_KEY_FRAME;
    };
  }

  /**
   * Whether FFmpeg counts the time of such a file from the first of those tracks that a run uses,
   * and not from the first of all: so picture and sound that are made by runs of their own would
   * both begin at 0, whatever lies between them.
   */
  public boolean countsFromUsedTracks() {
    return switch (this) {
      case MPEGTS, MPEG, OGG -> true;
      case MOV, MATROSKA, AVI, FLV, MPEGVIDEO, ASF, MXF, DV, GIF -> false;
      case WAV, MP3, AAC, AC3, EAC3, FLAC, AMR -> false;
    };
  }

  /** What {@code -f} takes. */
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The demuxer among the names that ffprobe reports, such as {@code matroska, webm}. */
  public static Optional<Demuxer> ofNames(List<String> formatNames) {
    return Arrays.stream(values()).filter(one -> formatNames.contains(one.option())).findFirst();
  }
}
