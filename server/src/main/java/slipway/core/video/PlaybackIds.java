package slipway.core.video;

import java.util.UUID;
import slipway.core.Ids;

/**
 * Makes playback ids: 16 characters {@code [0-9a-z]}, the first four those of the video's id. They
 * never contain {@code sdp} or {@code webrtc}, for Livepeer's React player takes any URL with those
 * letters in it for a WebRTC source (LP-35).
 */
public final class PlaybackIds {
  private static final int LENGTH = 16;
  private static final int SHARED_WITH_ID = 4;

  private PlaybackIds() {}

  /** A playback id for a video. */
  public static String make(UUID video, Ids ids) {
    String start = video.toString().substring(0, SHARED_WITH_ID);
    while (true) {
      String candidate = start + ids.letters(LENGTH - SHARED_WITH_ID);
      if (isSafe(candidate)) {
        return candidate;
      }
    }
  }

  /** Whether no player takes it for something else. */
  public static boolean isSafe(String candidate) {
    return !candidate.contains("sdp") && !candidate.contains("webrtc");
  }
}
