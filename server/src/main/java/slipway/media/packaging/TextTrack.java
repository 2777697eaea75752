package slipway.media.packaging;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One text track on the time line of a presentation (MD-77).
 *
 * @param seconds how long the presentation plays
 * @param beginMillis when it begins on the time line of its segments
 */
record TextTrack(TextInput input, double seconds, long beginMillis) {
  private static final String CONTENT_TYPE = "text/vtt";

  /** As an HLS segment: says where on the time line of the pictures its own begins. */
  Resource segment() {
    String head = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:" + beginMillis * 90 + ",LOCAL:00:00:00.000\n";
    long length = input.size() - input.body();
    return Resource.segment(
        CONTENT_TYPE,
        head.getBytes(StandardCharsets.US_ASCII),
        length == 0 ? List.of() : List.of(new FileRange(input.file(), input.body(), length)));
  }

  /** As it is stored. */
  Resource whole() {
    return Resource.segment(
        CONTENT_TYPE,
        new byte[0],
        input.size() == 0 ? List.of() : List.of(new FileRange(input.file(), 0, input.size())));
  }
}
