package slipway.media.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The options that stand before every input: what may be opened, decoded and allocated (MD-11).
 * Both builders take them from here, so there is no way to name an input without them.
 *
 * <p>The decoder list holds what cameras, phones, editors, screen recorders and the archives of old
 * video sites write. It leaves out decoders for games and exotic pictures, where most of FFmpeg's
 * memory faults were found.
 */
final class Admission {
  static final String DEMUXERS =
      Arrays.stream(Demuxer.values()).map(Demuxer::option).collect(Collectors.joining(","))
          + ",webm";

  static final String DECODERS =
      String.join(
          ",",
          // video
          "h264,hevc,vvc,libaom-av1,libdav1d,av1,vp8,libvpx,vp9,libvpx-vp9,vp6,vp6a,vp6f,theora",
          "mpeg1video,mpeg2video,mpegvideo,mpeg4,msmpeg4v1,msmpeg4v2,msmpeg4,msmpeg4v3,h261",
          "h263,h263i,h263p,flv,wmv1,wmv2,wmv3,vc1,dvvideo,mjpeg,mjpegb,prores,dnxhd,cfhd",
          "svq1,svq3,cinepak,indeo3,indeo5,rv30,rv40,ffv1,ffvhuff,huffyuv,utvideo,qtrle,rawvideo",
          "v210,v410,jpeg2000,gif,png",
          // audio
          "aac,aac_latm,ac3,eac3,mp1float,mp1,mp2float,mp2,mp3float,mp3,opus,libopus,vorbis",
          "flac,alac,amrnb,libopencore_amrnb,amrwb,libopencore_amrwb,wmav1,wmav2,wmapro",
          "wmalossless,wmavoice,dca,truehd,mlp,speex,libspeex,nellymoser,gsm,gsm_ms,wavpack",
          "adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,adpcm_swf,adpcm_yamaha,qdm2,dvaudio,s302m",
          "pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le",
          "pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_bluray,pcm_dvd",
          // text and picture subtitles: all of them, since ffprobe gives up on a file for one of
          // its
          // tracks, and these are never decoded by us (MD-76)
          "ssa,ass,srt,subrip,webvtt,mov_text,text,dvbsub,dvdsub,pgssub,xsub,cc_dec,jacosub,microdvd",
          "mpl2,pjs,realtext,sami,stl,subviewer,subviewer1,vplayer");

  private Admission() {}

  /** From {@code -protocol_whitelist} to the input's path. */
  static List<String> input(Path file, Optional<Demuxer> demuxer, long maxPixels) {
    if (!file.isAbsolute()) {
      throw new IllegalArgumentException("input path is not absolute");
    }
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-protocol_whitelist", "file"));
    options.addAll(List.of("-format_whitelist", DEMUXERS));
    options.addAll(List.of("-codec_whitelist", DECODERS));
    options.addAll(List.of("-max_streams", Integer.toString(ProbeCommand.MOST_TRACKS)));
    options.addAll(List.of("-max_pixels", Long.toString(maxPixels)));
    options.addAll(List.of("-probesize", "20M", "-analyzeduration", "20M"));
    demuxer.ifPresent(known -> options.addAll(List.of("-f", known.option())));
    options.addAll(List.of("-i", "file:" + file));
    return options;
  }

  /** The same for a PNG of our own that is laid over the picture (MD-39, REL-57). */
  static List<String> overlay(Path image, long maxPixels) {
    if (!image.isAbsolute()) {
      throw new IllegalArgumentException("overlay path is not absolute");
    }
    return List.of(
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        "png_pipe",
        "-codec_whitelist",
        "png",
        "-max_streams",
        "1",
        "-max_pixels",
        Long.toString(maxPixels),
        "-f",
        "png_pipe",
        "-i",
        "file:" + image);
  }
}
