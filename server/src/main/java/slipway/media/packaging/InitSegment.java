package slipway.media.packaging;

import java.nio.ByteBuffer;
import slipway.media.container.Matrix;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleEntry;
import slipway.media.container.Size;
import slipway.media.container.TrackKind;

/** Writes the beginning of a fragmented file with one track (MD-56; ISO/IEC 23000-19, 7.3). */
final class InitSegment {
  /** Every rendition is a file of its own, so its only track is the first one. */
  static final int TRACK_ID = 1;

  private static final int ENABLED_IN_MOVIE = 7;
  private static final int ONE = 0x10000;
  private static final int UNDETERMINED = 0x55c4; // "und"

  private final Mp4Track track;
  private final BoxWriter out = new BoxWriter(1024);

  private InitSegment(Mp4Track track) {
    this.track = track;
  }

  static byte[] of(Mp4Track track) {
    return new InitSegment(track).write();
  }

  private byte[] write() {
    out.box("ftyp", () -> out.text("iso6").i32(0).text("iso6cmfcmp41"));
    out.box(
        "moov",
        () -> {
          out.box("mvhd", 0, 0, this::movieHeader);
          out.box("trak", this::trackBox);
          out.box(
              "mvex",
              () -> out.box("trex", 0, 0, () -> out.i32(TRACK_ID).i32(1).i32(0).i32(0).i32(0)));
        });
    return out.toByteArray();
  }

  private void movieHeader() {
    out.zeros(8).i32((int) track.timescale()).i32(0);
    out.i32(ONE).i16(0x100).zeros(10); // rate 1, volume 1
    matrix(Matrix.IDENTITY);
    out.zeros(24).i32(TRACK_ID + 1);
  }

  private void trackBox() {
    boolean video = track.kind() == TrackKind.VIDEO;
    out.box(
        "tkhd",
        0,
        ENABLED_IN_MOVIE,
        () -> {
          out.zeros(8).i32(TRACK_ID).zeros(16).i16(0).i16(0).i16(video ? 0 : 0x100).i16(0);
          matrix(track.matrix());
          Size size = sizeBeforeTurning();
          out.i32(size.width() << 16).i32(size.height() << 16);
        });
    out.box(
        "mdia",
        () -> {
          out.box(
              "mdhd",
              0,
              0,
              () -> out.zeros(8).i32((int) track.timescale()).i32(0).i16(language()).i16(0));
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
          out.box("minf", () -> mediaInformation(video));
        });
  }

  private Size sizeBeforeTurning() {
    return track
        .displaySize()
        .map(shown -> track.matrix().swapsSides() ? shown.turned() : shown)
        .orElse(new Size(0, 0));
  }

  private int language() {
    String letters = track.language();
    if (letters.length() != 3) {
      return UNDETERMINED;
    }
    return ((letters.charAt(0) - 0x60) << 10)
        | ((letters.charAt(1) - 0x60) << 5)
        | (letters.charAt(2) - 0x60);
  }

  private void mediaInformation(boolean video) {
    if (video) {
      out.box("vmhd", 0, 1, () -> out.zeros(8));
    } else {
      out.box("smhd", 0, 0, () -> out.zeros(4));
    }
    out.box("dinf", () -> out.box("dref", 0, 0, () -> out.i32(1).box("url ", 0, 1, () -> {})));
    out.box(
        "stbl",
        () -> {
          out.box("stsd", 0, 0, () -> out.i32(1).bytes(sampleEntry()));
          out.box("stts", 0, 0, () -> out.i32(0));
          out.box("stsc", 0, 0, () -> out.i32(0));
          out.box("stsz", 0, 0, () -> out.i32(0).i32(0));
          out.box("stco", 0, 0, () -> out.i32(0));
        });
  }

  private ByteBuffer sampleEntry() {
    return switch (track.entries().getFirst()) {
      case SampleEntry.Video video -> video.box();
      case SampleEntry.Audio audio -> audio.box();
      case SampleEntry.Other other ->
          throw new IllegalStateException("Cannot be packaged: " + other.format());
    };
  }

  private void matrix(Matrix matrix) {
    out.i32(matrix.a()).i32(matrix.b()).i32(0);
    out.i32(matrix.c()).i32(matrix.d()).i32(0);
    out.i32(0).i32(0).i32(0x40000000);
  }
}
