package slipway.playback;

import java.io.IOException;
import java.util.Optional;
import slipway.core.upload.Upload;
import slipway.core.upload.Uploads;
import slipway.core.video.Content;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;
import slipway.media.packaging.Resource;

/**
 * The same addresses for a video whose bytes are still coming, or have just come and are being
 * looked into. Nobody may keep what is served here: the client may still start over with another
 * file.
 */
record ServeArriving(Uploads uploads, ArrivingVideos arriving) {

  Response serve(Request request, Video video, Asked asked) throws IOException {
    long there = durable(video);
    // What is to be marked is shown to nobody before it is (CF-139), nor what is to be cut off.
    if (there == 0 || video.wishes().details().watermark() != null || video.wishes().isCut()) {
      return PlaybackProblems.notFound();
    }
    Optional<Response> answer = serve(request, video, asked, there, asked.file().endsWith(".m3u8"));
    return answer.isPresent()
        ? answer.get()
        : serve(request, video, asked, there, /* newest= */ true)
            .orElseGet(PlaybackProblems::notFound);
  }

  private Optional<Response> serve(
      Request request, Video video, Asked asked, long there, boolean newest) throws IOException {
    Optional<OpenVideo> held = arriving.hold(video, there, newest);
    if (held.isEmpty()) {
      return Optional.empty();
    }
    OpenVideo open = held.get();
    try {
      Optional<Resource> found =
          open.presentation().find(asked.file(), asked.links(), asked.choice());
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(
              ServeVideo.representation(open, found.get(), "private, no-store").answer(request));
    } finally {
      open.release();
    }
  }

  /** Bytes of the source that a crash cannot take away any more. */
  private long durable(Video video) {
    return switch (video.phase()) {
      case Phase.Receiving() -> received(video);
      case Phase.Fetching() -> received(video);
      case Phase.Inspecting() -> {
        Content content = video.content();
        yield content == null ? 0 : content.size();
      }
      case Phase.AwaitingBytes() -> 0;
      case Phase.Processing _ -> 0;
      case Phase.Viewable _ -> 0;
      case Phase.Ready() -> 0;
      case Phase.Failed _ -> 0;
      case Phase.Deleting() -> 0;
    };
  }

  private long received(Video video) {
    return uploads.ofVideo(video.id()).map(Upload::offset).orElse(0L);
  }
}
