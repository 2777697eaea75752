package slipway.media.packaging;

import slipway.media.container.Matrix;
import slipway.media.container.Mp4Track;

/** Writes the beginning of a fragmented file with one track (MD-56; ISO/IEC 23000-19, 7.3). */
final class InitSegment {
  /** Every rendition is a file of its own, so its only track is the first one. */
  static final int TRACK_ID = 1;

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
    out.i32(TrackBoxes.ONE).i16(0x100).zeros(10); // rate 1, volume 1
    TrackBoxes.matrix(out, Matrix.IDENTITY);
    out.zeros(24).i32(TRACK_ID + 1);
  }

  private void trackBox() {
    out.box(
        "tkhd",
        0,
        TrackBoxes.ENABLED_IN_MOVIE,
        () -> {
          out.zeros(8).i32(TRACK_ID).zeros(8);
          TrackBoxes.shape(out, track);
        });
    out.box(
        "mdia",
        () -> {
          out.box(
              "mdhd",
              0,
              0,
              () ->
                  out.zeros(8)
                      .i32((int) track.timescale())
                      .i32(0)
                      .i16(TrackBoxes.language(track))
                      .i16(0));
          TrackBoxes.handler(out, track);
          out.box("minf", this::mediaInformation);
        });
  }

  private void mediaInformation() {
    TrackBoxes.mediaInformation(out, track);
    out.box(
        "stbl",
        () -> {
          TrackBoxes.description(out, track);
          out.box("stts", 0, 0, () -> out.i32(0));
          out.box("stsc", 0, 0, () -> out.i32(0));
          out.box("stsz", 0, 0, () -> out.i32(0).i32(0));
          out.box("stco", 0, 0, () -> out.i32(0));
        });
  }
}
