package slipway.media.probe;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.media.ffmpeg.Demuxer;

/** Containers and bare streams that the first bytes tell apart. */
public enum Container {
  /** MP4, QuickTime, 3GP and kin. */
  ISO_BMFF(Demuxer.MOV),
  MATROSKA(Demuxer.MATROSKA),
  AVI(Demuxer.AVI),
  FLV(Demuxer.FLV),
  MPEG_TS(Demuxer.MPEGTS),
  MPEG_PS(Demuxer.MPEG),
  MPEG_VIDEO(Demuxer.MPEGVIDEO),
  ASF(Demuxer.ASF),
  MXF(Demuxer.MXF),
  DV(Demuxer.DV),
  OGG(Demuxer.OGG),
  WAV(Demuxer.WAV),
  FLAC(Demuxer.FLAC),
  AMR(Demuxer.AMR),
  GIF(Demuxer.GIF),
  /** MP3, ADTS AAC or (E-)AC-3: sync words of few bits, so ffprobe has the last word among them. */
  BARE_AUDIO(null);

  private final @Nullable Demuxer demuxer;

  Container(@Nullable Demuxer demuxer) {
    this.demuxer = demuxer;
  }

  /** What the file must be opened as; empty when only ffprobe can tell. */
  public Optional<Demuxer> demuxer() {
    return Optional.ofNullable(demuxer);
  }
}
