package slipway.playback;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import slipway.media.packaging.Rendition;
import slipway.media.thumbnail.PictureSource;
import slipway.media.thumbnail.PictureWish;

/**
 * A picture of a video of which only the beginning is there, as one of the file in which it lies.
 *
 * @param name stands for that file and the wish, and no other
 * @param wish at the time in that file
 */
record GrowingPicture(String name, PictureWish wish, PictureSource source) {

  /** Empty for a picture of the whole, which comes when the whole is there. */
  static Optional<GrowingPicture> of(OpenVideo held, Rendition track, PictureWish wish) {
    return switch (wish) {
      case PictureWish.Still(Duration at, var box, var format, boolean keyFrame) ->
          held.pictureAt(at)
              .map(part ->
                  in(
                      part,
                      track,
                      new PictureWish.Still(at.minus(part.start()), box, format, keyFrame)));
      case PictureWish.Animation(Duration at, Duration length, int fps, var box) ->
          held.pictureAt(at)
              .map(part ->
                  in(
                      part,
                      track,
                      new PictureWish.Animation(at.minus(part.start()), length, fps, box)));
      case PictureWish.Sheet _, PictureWish.Smaller _ -> Optional.empty();
    };
  }

  private static GrowingPicture in(OpenVideo.Shown part, Rendition track, PictureWish wish) {
    Path file = part.blob().file().orElseThrow();
    return new GrowingPicture(
        "%s.part%d.%d-%s.%s"
            .formatted(
                track.name(),
                part.number(),
                part.blob().size(),
                wish.key(),
                wish.format().ending()),
        wish,
        new PictureSource(
            file, track.track(), track.size().orElseThrow(), part.length(), track.frameRate()));
  }
}
