package slipway.media.packaging;

import java.nio.ByteBuffer;
import slipway.media.container.Matrix;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleEntry;
import slipway.media.container.Size;
import slipway.media.container.TrackKind;

/** The boxes that say the same of a track in every kind of MP4 file (ISO/IEC 14496-12, 8). */
final class TrackBoxes {
  static final int ONE = 0x10000;
  static final int ENABLED_IN_MOVIE = 7;
  private static final int UNDETERMINED = 0x55c4; // "und"

  private TrackBoxes() {}

  static void matrix(BoxWriter out, Matrix matrix) {
    out.i32(matrix.a()).i32(matrix.b()).i32(0);
    out.i32(matrix.c()).i32(matrix.d()).i32(0);
    out.i32(0).i32(0).i32(0x40000000);
  }

  /** What follows the duration in {@code tkhd}. */
  static void shape(BoxWriter out, Mp4Track track) {
    boolean video = track.kind() == TrackKind.VIDEO;
    out.zeros(8).i16(0).i16(0).i16(video ? 0 : 0x100).i16(0);
    matrix(out, track.matrix());
    Size size = sizeBeforeTurning(track);
    out.i32(size.width() << 16).i32(size.height() << 16);
  }

  private static Size sizeBeforeTurning(Mp4Track track) {
    return track
        .displaySize()
        .map(shown -> track.matrix().swapsSides() ? shown.turned() : shown)
        .orElse(new Size(0, 0));
  }

  static int language(Mp4Track track) {
    String letters = track.language();
    if (letters.length() != 3) {
      return UNDETERMINED;
    }
    return ((letters.charAt(0) - 0x60) << 10)
        | ((letters.charAt(1) - 0x60) << 5)
        | (letters.charAt(2) - 0x60);
  }

  static void handler(BoxWriter out, Mp4Track track) {
    boolean video = track.kind() == TrackKind.VIDEO;
    out.box(
        "hdlr",
        0,
        0,
        () ->
            out.i32(0)
                .text(video ? "vide" : "soun")
                .zeros(12)
                .text(video ? "Video" : "Audio")
                .zeros(1));
  }

  /** What comes before the sample table in {@code minf}. */
  static void mediaInformation(BoxWriter out, Mp4Track track) {
    if (track.kind() == TrackKind.VIDEO) {
      out.box("vmhd", 0, 1, () -> out.zeros(8));
    } else {
      out.box("smhd", 0, 0, () -> out.zeros(4));
    }
    out.box("dinf", () -> out.box("dref", 0, 0, () -> out.i32(1).box("url ", 0, 1, () -> {})));
  }

  static void description(BoxWriter out, Mp4Track track) {
    out.box("stsd", 0, 0, () -> out.i32(1).bytes(sampleEntry(track)));
  }

  private static ByteBuffer sampleEntry(Mp4Track track) {
    return switch (track.entries().getFirst()) {
      case SampleEntry.Video video -> video.box();
      case SampleEntry.Audio audio -> audio.box();
      case SampleEntry.Other other ->
          throw new IllegalStateException("Cannot be packaged: " + other.format());
    };
  }
}
