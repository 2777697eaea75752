package slipway.media.container;

/**
 * One entry of an edit list (ISO/IEC 14496-12, 8.6.6).
 *
 * @param duration how long it lasts, in ticks of the movie's timescale; 0 means to the end of the
 *     media
 * @param mediaTime where it begins in the media, in ticks of the track's timescale; -1 is an empty
 *     edit: nothing is shown
 * @param normalRate whether it plays at rate 1
 */
public record Edit(long duration, long mediaTime, boolean normalRate) {
  /** Whether nothing is shown meanwhile. */
  public boolean empty() {
    return mediaTime == -1;
  }
}
