package slipway.core.video;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an owner keeps with a video and asks of it besides, where a dialect knows of such things.
 * All of it is {@code null} when nothing was said.
 *
 * @param meta JSON text of an object of the owner's own, without the name of the video
 * @param posterAt where in the video its picture is taken, 0 for the first frame and 1 for the last
 * @param watermark id of the profile that is burnt in
 * @param deleteAt when it is deleted by itself
 * @param longest how long it may become; so much of the owner's minutes is reserved until it is
 *     known how long it is
 * @param uploadBy until when its bytes may be sent
 * @param about JSON text of what a player may show to everybody
 */
public record Details(
    @Nullable String meta,
    @Nullable Double posterAt,
    @Nullable String watermark,
    @Nullable Instant deleteAt,
    @Nullable Duration longest,
    @Nullable Instant uploadBy,
    @Nullable String about) {

  private static final Details NONE = new Details(null, null, null, null, null, null, null);

  /** Nothing was said. */
  public static Details none() {
    return NONE;
  }
}
