package slipway.playback;

import java.util.List;
import java.util.Optional;
import slipway.core.rendition.Rendition;
import slipway.core.video.Phase;
import slipway.core.video.Video;

/**
 * What can be watched of a video at this moment: its whole renditions or, before there is one with
 * a picture, the beginning of the first (decision 0019).
 */
record OnShow(Programme programme, OpenVideos open, GrowingVideos growing) {

  /** The video, held for the caller, who releases it; empty when there is nothing to watch yet. */
  Optional<OpenVideo> hold(Video video) {
    Optional<OpenVideo> held = look(video);
    if (held.isPresent() || !video.isUnderWay()) {
      return held;
    }
    // Between one table and the next the beginning became the whole, and its files went.
    return programme.byPlaybackId(video.playbackId()).flatMap(this::look);
  }

  private Optional<OpenVideo> look(Video video) {
    List<Rendition> made = programme.renditionsOf(video);
    if (video.isWatchable() && carries(made, video)) {
      return Optional.of(
          open.hold(video, made, programme.captionsOf(video), programme.soundsOf(video)));
    }
    return programme.beginningOf(video).flatMap(beginning -> growing.hold(video, beginning));
  }

  /** Sound alone is enough only where there is to be no picture. */
  private static boolean carries(List<Rendition> made, Video video) {
    return isPictureIn(made)
        || (!made.isEmpty()
            && (video.phase() instanceof Phase.Ready
                || video.facts() == null
                || video.facts().video().isEmpty()));
  }

  static boolean isPictureIn(List<Rendition> made) {
    return made.stream().anyMatch(rendition -> rendition.form() != Rendition.Form.SOUND);
  }
}
