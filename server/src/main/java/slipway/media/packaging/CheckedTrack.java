package slipway.media.packaging;

import slipway.media.container.Mp4Track;

/** A track and where it can be cut. */
public record CheckedTrack(Mp4Track track, CutPoints cutPoints) {
  /** Bytes of memory, roughly. */
  public long memory() {
    return 1024 + track.samples().memory() + cutPoints.memory();
  }

  /** A track whose index is believed: one that our own encoder made, or audio. */
  public static CheckedTrack fromIndex(Mp4Track track) {
    return new CheckedTrack(track, CutPoints.fromIndex(track));
  }
}
