package slipway.playback;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import slipway.core.video.Content;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.http.Handler;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * {@code GET /hls/{playbackId}/video} and {@code …/video/download.<ext>}: the file as it was
 * uploaded (LP-91, LP-127). It is somebody's bytes on our origin, so a browser must save it and
 * never show it as a page (REL-56).
 */
final class ServeDownload implements Handler {
  private final Videos videos;
  private final Authoriser authoriser;
  private final BlobStore blobs;

  ServeDownload(Videos videos, Authoriser authoriser, BlobStore blobs) {
    this.videos = videos;
    this.authoriser = authoriser;
    this.blobs = blobs;
  }

  @Override
  public Response handle(Request request) throws IOException {
    Optional<Video> found =
        videos.byPlaybackId(request.parameter("playbackId")).filter(video -> !video.isDeleted());
    if (found.isEmpty()) {
      return PlaybackProblems.notFound();
    }
    Video video = found.get();
    if (!authoriser.allows(request, video)) {
      return PlaybackProblems.refused(request);
    }
    Content content = video.content();
    if (!(video.phase() instanceof Phase.Ready) || content == null) {
      return PlaybackProblems.notFound();
    }
    try (Blob blob = blobs.open(BlobKeys.source(video.id())).orElseThrow()) {
      Part file = new Part.FileSlice(blob.file().orElseThrow(), 0, blob.size());
      return Representation.of("application/octet-stream", video.id().toString(), List.of(file))
          .with("Content-Disposition", "attachment")
          .with("Content-Security-Policy", "sandbox; default-src 'none'")
          .with("Cache-Control", "private, no-cache")
          .answer(request);
    }
  }
}
