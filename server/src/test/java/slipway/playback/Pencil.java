package slipway.playback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.media.thumbnail.PictureMaker;
import slipway.media.thumbnail.PictureResult;
import slipway.media.thumbnail.PictureSource;
import slipway.media.thumbnail.PictureWish;

/** Draws pictures without FFmpeg: their bytes say what was asked for. Safe for any thread. */
final class Pencil implements Pictures.Maker {
  private final List<PictureWish> drawn = new ArrayList<>();
  private PictureResult result = new PictureResult.Made();

  /** From now on every wish ends like this. */
  synchronized void ends(PictureResult how) {
    result = how;
  }

  /** Everything asked for, in order. */
  synchronized List<PictureWish> drawn() {
    return List.copyOf(drawn);
  }

  @Override
  public synchronized PictureResult make(
      PictureWish wish, PictureSource source, PictureMaker.Taker taker) throws IOException {
    drawn.add(wish);
    if (result instanceof PictureResult.Made) {
      Path file = Files.createTempFile("pencil", "." + wish.format().ending());
      taker.take(Files.writeString(file, wish + " of " + source.display()));
    }
    return result;
  }
}
