package slipway.records;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.video.Content;
import slipway.core.video.Facts;
import slipway.core.video.Failure;
import slipway.core.video.Milestone;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;

/**
 * What of a video is kept as JSON: flat, without sealed types, so that a column written today can
 * be read by a later release. Fields may be added; none may change its meaning.
 */
record VideoText(
    String madeBy,
    String madeWith,
    @Nullable String gatewayUrl,
    @Nullable ClipText clip,
    Wishes wishes,
    @Nullable Double progress,
    @Nullable Failure failure,
    @Nullable Content content,
    @Nullable Facts facts,
    List<Milestone> journey) {

  /** The other video and the times in it, in milliseconds. */
  record ClipText(String video, String playbackId, long from, long to, boolean exact) {
    static ClipText of(Source.Clip clip) {
      return new ClipText(
          clip.video().toString(),
          clip.playbackId(),
          clip.from().toMillis(),
          clip.to().toMillis(),
          clip.exact());
    }
  }

  Source source(String kind, @Nullable String url) {
    return switch (kind) {
      case "direct" -> new Source.Direct();
      case "url" -> new Source.Url(Objects.requireNonNull(url), gatewayUrl);
      case "recording" -> new Source.Recording(Objects.requireNonNull(url));
      case "clip" -> {
        ClipText text = Objects.requireNonNull(clip);
        yield new Source.Clip(
            UUID.fromString(text.video()),
            text.playbackId(),
            Duration.ofMillis(text.from()),
            Duration.ofMillis(text.to()),
            text.exact());
      }
      default -> throw new IllegalStateException("unknown source in the database: " + kind);
    };
  }

  static VideoText of(Video video) {
    return new VideoText(
        video.madeBy(),
        video.madeWith(),
        video.source() instanceof Source.Url url ? url.gatewayUrl() : null,
        video.source() instanceof Source.Clip clip ? ClipText.of(clip) : null,
        video.wishes(),
        video.phase().progressSoFar(),
        video.phase() instanceof Phase.Failed(Failure why) ? why : null,
        video.content(),
        video.facts(),
        video.journey());
  }

  Phase phase(String word) {
    double so = Objects.requireNonNullElse(progress, 0.0);
    return switch (word) {
      case "AwaitingBytes" -> new Phase.AwaitingBytes();
      case "Receiving" -> new Phase.Receiving();
      case "Fetching" -> new Phase.Fetching();
      case "Inspecting" -> new Phase.Inspecting();
      case "Processing" -> new Phase.Processing(so);
      case "Viewable" -> new Phase.Viewable(so);
      case "Ready" -> new Phase.Ready();
      case "Failed" -> new Phase.Failed(Objects.requireNonNull(failure));
      case "Deleting" -> new Phase.Deleting();
      default -> throw new IllegalStateException("unknown phase in the database: " + word);
    };
  }
}
